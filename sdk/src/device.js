// What is told of the browser once per session: enough to know automation and the kind of input, no fingerprint.

const AUTOMATION_GLOBALS = ['_phantom', 'callPhantom', '__nightmare', 'domAutomation', 'domAutomationController', '_selenium',
    '__selenium_unwrapped', '__webdriver_evaluate', '__webdriver_script_fn', '__driver_evaluate', '__fxdriver_evaluate',
    '__playwright__binding__', '__pwInitScripts', '__puppeteer_evaluation_script__', 'awesomium'];

function hasAutomationTraces() {
    // An element's name makes a member of window and document too, but no sign of automation.
    const isElements = value => Boolean(value) && (dom.nodeType(value) || value instanceof HTMLCollection || value.window === value);
    return AUTOMATION_GLOBALS.some(name => [window, document].some(place => name in place && !isElements(place[name]))) ||
        Object.getOwnPropertyNames(window).some(name => /^[$]?cdc_[a-zA-Z0-9]{22}_/.test(name)) ||
        /Headless|PhantomJS/i.test(navigator.userAgent);
}

async function deviceInfo() {
    const options = (() => {
        try {
            return Intl.DateTimeFormat().resolvedOptions();
        } catch (noIntl) {
            return {};
        }
    })();
    return {
        webdriver: navigator.webdriver === true,
        automation: hasAutomationTraces(),
        plugins: navigator.plugins ? navigator.plugins.length : undefined,
        languages: navigator.languages ? navigator.languages.length : undefined,
        color_depth: screen.colorDepth,
        timer_grid_ms: await timerGridMs(),
        coarse_pointer: Boolean(window.matchMedia && matchMedia('(pointer: coarse)').matches),
        touch_points: navigator.maxTouchPoints || 0,
        platform: navigator.platform,
        user_agent: navigator.userAgent,
        language: navigator.language,
        timezone: options.timeZone,
        screen: { width: screen.width, height: screen.height, pixel_ratio: window.devicePixelRatio || 1 },
        viewport: { width: window.innerWidth, height: window.innerHeight }
    };
}
