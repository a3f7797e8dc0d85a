// Listens to the page and turns what happens in its fields into the events of the wire.

const RESIZE_STEP_MS = 250;

/**
 * Begins capture. `sink` gets every event as it goes over the wire.
 * Returns { stop, submit }: `submit` records a form_submit unless the browser has just told one.
 */
function startCapture(sink, guard) {
    const listening = [];
    let submittedAt = -Infinity;
    let resizedAt = -Infinity;

    function record(kind, event, element, data) {
        const payload = { event_type: kind, timestamp: unixTime(event, Boolean(element && isField(element) && isProtected(element))) };
        const name = element ? fieldName(element) : undefined;
        const type = element ? fieldType(element) : undefined;
        if (name) payload.field_name = name;
        if (type) payload.field_type = type;
        const members = data || {};
        if (event && event.isTrusted === false) members.trusted = false;
        Object.keys(members).forEach(key => {
            if (members[key] === undefined) return;
            payload.data = payload.data || {};
            payload.data[key] = members[key];
        });
        sink(payload);
    }

    function listen(target, listeners) {
        Object.keys(listeners).forEach(type => {
            const listener = guard(listeners[type]);
            listenTo(target, type, listener, { capture: true, passive: true });
            listening.push(() => unlisten(target, type, listener, { capture: true }));
        });
    }

    const { forgetHeldKeys, ...keys } = keyboardListeners(record);
    listen(document, keys);
    listen(document, pointerListeners(record));
    listen(document, {
        visibilitychange: event => record('visibilitychange', event, null, { hidden: dom.visibility(document) === 'hidden' }),
        submit: event => {
            submittedAt = performance.now();
            record('form_submit', event, targetOf(event));
        }
    });
    listen(window, {
        blur: event => {
            if (event.target !== window) return;
            forgetHeldKeys();
            record('window_blur', event, null);
        },
        focus: event => {
            if (event.target === window) record('window_focus', event, null);
        },
        resize: event => {
            if (event.timeStamp - resizedAt < RESIZE_STEP_MS) return;
            resizedAt = event.timeStamp;
            record('resize', event, null, { width: window.innerWidth, height: window.innerHeight });
        }
    });
    // The page may have put the cursor into a field before we came.
    const active = dom.active(document);
    if (isField(active)) keys.focusin({ target: active, timeStamp: performance.now(), isTrusted: true });

    return {
        stop: () => listening.splice(0).forEach(end => end()),
        submit: () => {
            if (performance.now() - submittedAt < 2000) return;
            submittedAt = performance.now();
            record('form_submit', null, null);
        }
    };
}
