// Times as they go over the wire, and how fine this browser's clock is.

/** Times inside protected fields are rounded to this many milliseconds. */
const PROTECTED_STEP_MS = 5;

/** Unix seconds with four decimals: when the event happened, or now where the browser does not say it credibly. */
function unixTime(event, isProtected) {
    const now = performance.now();
    let at = event ? event.timeStamp : now;
    if (!(at > 0) || at > now + 1000 || now - at > 60000) at = now;
    let ms = performance.timeOrigin + at;
    if (isProtected) ms = Math.round(ms / PROTECTED_STEP_MS) * PROTECTED_STEP_MS;
    return Math.round(ms * 10) / 1e4;
}

/** The greatest step, in milliseconds, that all differences are multiples of; 3 µs of rounding noise are forgiven. */
function commonStepMs(differencesMs) {
    const noise = 3;
    let step = 0;
    differencesMs.forEach(ms => {
        let divisor = Math.round(ms * 1000);
        while (step && divisor > noise) {
            let rest = step % divisor;
            if (divisor - rest <= noise) rest = 0;
            step = divisor;
            divisor = rest;
        }
        step = step || divisor;
    });
    return step / 1000;
}

/** Resolves to the step of `performance.now()` in milliseconds: at once on a fine clock, within a second on a coarse one. */
function timerGridMs() {
    const steps = [];
    let last = performance.now();
    const look = () => {
        const now = performance.now();
        if (now > last) {
            steps.push(now - last);
            last = now;
        }
        return now;
    };
    // A clock that stands still ends this loop by its count, a fine one by its twelve steps, a 1 ms one by the 5 ms.
    const until = last + 5;
    for (let i = 0; i < 20000 && steps.length < 12; i++) if (look() > until) break;
    if (steps.length >= 3) return Promise.resolve(commonStepMs(steps));
    return new Promise(resolve => {
        let looks = 0;
        const timer = setInterval(() => {
            look();
            if (++looks < 50 && steps.length < 5) return;
            clearInterval(timer);
            resolve(steps.length ? commonStepMs(steps) : null);
        }, 20);
    });
}
