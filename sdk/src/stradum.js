// The global `Stradum`: what a page calls. Nothing here ever throws into the page.

const SDK_VERSION = '0.1.0';
const ID_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const REFUSALS = {
    401: 'the key is unknown or revoked',
    402: 'the trial or plan of this organization is used up',
    403: 'this key may not be used here'
};

/** The running session, or null before init() and after reset(). */
let current = null;
const noted = new Set();

/** One line on the console, once; `level` is `info` unless told otherwise. */
function note(text, level) {
    if (noted.has(text)) return;
    noted.add(text);
    try {
        console[level || 'info']('[Stradum] ' + text);
    } catch (noConsole) { /* a page may have taken it away */ }
}

/** The function with its errors kept from the page; after one it answers `fallback`. */
function guard(work, fallback) {
    return function () {
        try {
            return work.apply(this, arguments);
        } catch (error) {
            note('an error inside the SDK was ignored: ' + (error && error.message));
            return typeof fallback === 'function' ? fallback() : fallback;
        }
    };
}

/** `stm_` and 22 base62 characters, drawn evenly from the browser's cryptographic source. */
function newSessionId() {
    let id = '';
    while (id.length < 22) {
        crypto.getRandomValues(new Uint8Array(32)).forEach(byte => {
            if (byte < 248 && id.length < 22) id += ID_LETTERS[byte % 62];
        });
    }
    return 'stm_' + id;
}

function apiRoot(url) {
    const root = String(url).replace(/\/+$/, '');
    return /\/api\/v1$/.test(root) ? root : root + '/api/v1';
}

function refusalOf(config) {
    if (typeof config.apiUrl !== 'string') return 'init() needs apiUrl, the address of your Stradum API';
    if (/^sk_/.test(config.apiKey)) return 'a secret key must never be in a page: use the publishable key (pk_…) and revoke this one';
    if (!/^pk_(live|test)_/.test(config.apiKey)) return 'init() needs apiKey, a publishable key (pk_live_… or pk_test_…)';
    if (config.sessionId && !(typeof config.sessionId === 'string' && config.sessionId.length <= 128)) {
        return 'sessionId must be text of 1 to 128 characters';
    }
    return null;
}

function init(config) {
    const given = config || {};
    const refusal = refusalOf(given);
    if (refusal) {
        console.warn('[Stradum] ' + refusal + '. Nothing is captured.');
        return null;
    }
    if (current) {
        if (!given.sessionId || given.sessionId === current.id) return current.id;
        reset();
    }
    if (given.captureValues && !/^pk_test_/.test(given.apiKey)) {
        console.warn('[Stradum] captureValues is for test keys alone; with a live key it stays off.');
    }
    const optedOut = given.respectGlobalPrivacyControl === true && navigator.globalPrivacyControl === true;
    current = {
        id: given.sessionId || newSessionId(),
        isShared: Boolean(given.sessionId),
        apiUrl: apiRoot(given.apiUrl),
        apiKey: given.apiKey,
        metadata: guard(copyOf, () => ({}))(given.metadata || {}),
        onSend: typeof given.onSend === 'function' ? given.onSend : null,
        capturesValues: given.captureValues === true && /^pk_test_/.test(given.apiKey),
        hasConsent: given.consent !== false && !optedOut,
        wantsCapture: given.autoStart !== false,
        counts: { keys: 0, corrections: 0, moves: 0, clicks: 0, pastes: 0, autofills: 0 },
        fields: new Map(),
        toldNames: new Set(),
        eventCount: 0,
        startedAt: performance.now(),
        endedAt: null,
        capture: null,
        delivery: null,
        completed: null
    };
    if (current.hasConsent) open(current);
    return current.id;
}

/** Creates the session on the server in the background and starts capture, if that is wanted. */
function open(session) {
    if (!session.delivery) {
        session.device = deviceInfo();
        session.delivery = delivery(session, status => {
            endCapture(session);
            note('capture ended: ' + (REFUSALS[status] || 'the server answered ' + status) + '.');
        });
        session.delivery.create();
    }
    if (session.wantsCapture) beginCapture(session);
}

function beginCapture(session) {
    if (session.capture || session.completed || !session.hasConsent) return;
    session.endedAt = null;
    session.capture = startCapture(event => keep(session, event), guard);
    session.timer = setInterval(guard(() => session.delivery.flush()), FLUSH_EVERY_MS);
}

function endCapture(session) {
    if (!session.capture) return;
    session.capture.stop();
    session.capture = null;
    session.endedAt = performance.now();
    clearInterval(session.timer);
}

function keep(session, event) {
    const counts = session.counts;
    const data = event.data || {};
    session.eventCount++;
    if (event.event_type === 'keydown') counts.keys++;
    else if (event.event_type === 'mousemove') counts.moves++;
    else if (event.event_type === 'click') counts.clicks++;
    else if (event.event_type === 'paste') counts.pastes++;
    else if (event.event_type === 'autofill') counts.autofills++;
    else if (event.event_type === 'input' && data.delta < 0) counts.corrections++;
    if (event.field_type) session.fields.set(event.field_name, event.field_type);
    session.delivery.add(event);
    tellProtectedNames(session, event.timestamp);
}

/** By which names a protected field was known, so that the server keeps no value under one of them either. */
function tellProtectedNames(session, timestamp) {
    const told = session.toldNames;
    const names = [...protectedNames.values()];
    const onGrid = Math.ceil(timestamp * 1000 / PROTECTED_STEP_MS) * PROTECTED_STEP_MS / 1000;
    for (let at = told.size; at < names.length; at++) {
        told.add(names[at]);
        session.eventCount++;
        session.delivery.add({ event_type: 'protected', timestamp: onGrid, field_name: names[at], field_type: 'protected_input' });
    }
}

function summaryOf(session) {
    return {
        duration_ms: Math.round((session.endedAt === null ? performance.now() : session.endedAt) - session.startedAt),
        field_count: session.fields.size,
        keystrokes: session.counts.keys,
        corrections: session.counts.corrections,
        mouse_moves: session.counts.moves,
        clicks: session.counts.clicks,
        pastes: session.counts.pastes,
        autofills: session.counts.autofills,
        unsent_events: session.delivery ? session.delivery.waiting() : 0
    };
}

/** Ours to add: begins capture where init() had `autoStart: false`, or again after stop(). */
function start() {
    if (!current) return false;
    current.wantsCapture = true;
    if (current.hasConsent) open(current);
    return isActive();
}

/** Ours to add: false stops capture and forgets what is not sent; true begins (again). */
function setConsent(isGiven) {
    if (!current || current.hasConsent === Boolean(isGiven)) return;
    current.hasConsent = Boolean(isGiven);
    if (current.hasConsent) return open(current);
    endCapture(current);
    if (current.delivery) current.delivery.drop();
    current.delivery = null;
}

function getSessionId() {
    return current ? current.id : null;
}

function isActive() {
    return Boolean(current && current.capture);
}

function setMetadata(metadata) {
    if (!current) return null;
    const changes = copyOf(metadata || {});
    Object.assign(current.metadata, changes);
    if (current.delivery) current.delivery.merge(changes);
    return Object.assign({}, current.metadata);
}

function getStats() {
    if (!current) return { sessionId: null, eventCount: 0, summary: null, isActive: false };
    return { sessionId: current.id, eventCount: current.eventCount, summary: summaryOf(current), isActive: isActive() };
}

/**
 * As documented, and with `sent`: a promise of whether the server has everything, told after five seconds at the latest.
 * Wait for it before your own server completes the session, else the last events may come too late.
 */
function complete(options) {
    if (!current) return withSent({ sessionId: null, summary: null, eventCount: 0 }, Promise.resolve(false));
    const session = current;
    if (session.completed) return session.completed;
    if (session.capture) session.capture.submit();
    endCapture(session);
    const result = { sessionId: session.id, summary: summaryOf(session), eventCount: session.eventCount };
    const body = {};
    const values = fieldValues(session, options && options.fieldValues);
    if (Object.keys(values).length) body.field_values = values;
    const sent = session.delivery ? session.delivery.complete(body) : Promise.resolve(false);
    const tooLong = new Promise(resolve => setTimeout(() => resolve(false), 5000));
    session.completed = withSent(result, Promise.race([sent, tooLong]));
    return session.completed;
}

/** Not enumerable, so that the result prints and serializes as documented. */
function withSent(result, sent) {
    return Object.defineProperty(result, 'sent', Object.assign(Object.create(null), { value: sent }));
}

/** What the page handed over, and with a test key and `captureValues` what stands in the fields; never a protected one. */
function fieldValues(session, given) {
    const values = {};
    lookAgain();
    if (session.capturesValues) {
        all(document, 'input,textarea,select').forEach(element => {
            const isChosen = !/^(checkbox|radio)$/.test(control(element, 'type')) || dom.isChecked(element);
            if (isField(element) && isChosen && !isProtected(element)) values[fieldName(element)] = control(element, 'value');
        });
    }
    Object.keys(given || {}).forEach(name => {
        const text = guard(jsonText)(given[name]);
        if (text !== undefined) values[name] = parseJSON(text);
    });
    return withoutProtected(values, '');
}

function stop() {
    if (!current) return;
    endCapture(current);
    if (current.delivery && !current.completed) current.delivery.leave(true);
}

function reset() {
    if (!current) return;
    stop();
    current = null;
}

watchPage();
listenTo(window, 'pagehide', guard(() => {
    if (current && current.delivery) current.delivery.leave(false);
}));
listenTo(document, 'visibilitychange', guard(() => {
    if (dom.visibility(document) === 'hidden' && current && current.delivery) current.delivery.leave(false);
}));
listenTo(window, 'online', guard(() => {
    if (current && current.delivery) current.delivery.retryNow();
}));

window.Stradum = Object.freeze({
    version: SDK_VERSION,
    init: guard(init, null),
    start: guard(start, false),
    getSessionId: guard(getSessionId, null),
    setMetadata: guard(setMetadata, null),
    complete: guard(complete, () => withSent({ sessionId: getSessionId(), summary: null, eventCount: 0 }, Promise.resolve(false))),
    getStats: guard(getStats, () => ({ sessionId: getSessionId(), eventCount: 0, summary: null, isActive: false })),
    stop: guard(stop),
    reset: guard(reset),
    isActive: guard(isActive, false),
    setConsent: guard(setConsent)
});
