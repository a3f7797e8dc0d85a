// Brings session, metadata, events and completion to the server, in that order, each until it is acknowledged or refused for good.

const FLUSH_EVERY_MS = 5000;
const GZIP_FROM_BYTES = 1024;
const REQUEST_TIMEOUT_MS = 20000;
const RETRY_FIRST_MS = 1000;
const RETRY_LONGEST_MS = 60000;
const RETRY_AFTER_LONGEST_MS = 300000;
/** The longest address that the server takes. */
const MOST_URL = 2048;
/** What browsers let a page that is being left send in all. */
const KEEPALIVE_BYTES = 60000;

/**
 * session: { id, apiUrl, apiKey, metadata, device (a promise), onSend }.
 * `onHalt(status)` is called once when the server refuses this key or session for good.
 */
function delivery(session, onHalt) {
    const buffer = eventBuffer();
    let isCreated = false;
    let creation = null;
    let metadata = null;        // what is not yet merged on the server
    let batches = [];           // cut and numbered, not yet acknowledged
    let completion = null;      // { body, settle }
    // An id that the page chose may have been used before a reload: its batches must not take the numbers of earlier ones.
    let nextBatch = session.isShared ? Date.now() * 1000 : 0;
    let isDue = false;
    let isRunning = false;
    let isHalted = false;
    let isComplete = true;      // the server took everything so far
    let failures = 0;
    let retryTimer = null;
    let keepaliveBytes = 0;
    const path = '/sessions/' + encodeURIComponent(session.id);

    /** The next thing to send, or null. `done` is told when it need not be sent again, with whether it was accepted. */
    function nextJob() {
        if (!isCreated) return creation && { path: '/sessions', body: creation, done: () => { isCreated = true; } };
        if (metadata) {
            const sent = metadata;
            return { path: path + '/metadata', body: { metadata: sent }, done: wasAccepted => {
                if (!wasAccepted) refused(0);
                if (metadata === sent) metadata = null;
            } };
        }
        if (!batches.length && (isDue || completion)) cutBatch();
        if (batches.length) {
            const batch = batches[0];
            return { path: '/sessions/events', body: batch, done: wasAccepted => forget(batch, wasAccepted) };
        }
        isDue = false;
        return completion && { path: path + '/complete', body: completion.body, done: settle };
    }

    function cutBatch() {
        const cut = buffer.cut();
        if (!cut) return false;
        const batch = { session_id: session.id, batch_seq: nextBatch++, sdk_version: SDK_VERSION,
            page_url: (location.origin + location.pathname).slice(0, MOST_URL) };
        if (cut.dropped) batch.dropped_events = cut.dropped;
        batch.events = cut.events;
        batches.push(batch);
        return batch;
    }

    function forget(batch, wasAccepted) {
        if (!batches.includes(batch)) return;
        batches = batches.filter(other => other !== batch);
        if (!wasAccepted) refused(batch.events.length);
    }

    /** What the server will not take is lost; the page is told, and so is the server with the next batch. */
    function refused(eventCount) {
        isComplete = false;
        buffer.lose(eventCount);
        note('the server did not take all that was sent; complete().sent will say false.', 'warn');
    }

    function settle(wasAccepted) {
        const waiting = completion;
        completion = null;
        if (waiting) waiting.settle(wasAccepted && isComplete);
    }

    async function run() {
        if (isRunning || isHalted || retryTimer) return;
        isRunning = true;
        try {
            for (let job = nextJob(); job && !isHalted; job = nextJob()) {
                const answer = await post(job.path, job.body);
                if (isHalted) break;
                const status = answer ? answer.status : 0;
                if (status === 401 || status === 402 || status === 403) return halt(status);
                if (!status || status === 408 || status === 429 || status >= 500) return retryLater(answer);
                failures = 0;
                // A session that the page's own server created is there already: 409 is as good as 201.
                if (job.path === '/sessions' && status >= 400 && status !== 409) return halt(status);
                if (job.path === '/sessions/events' && (status === 404 || status === 410)) return halt(status);
                job.done(await isTaken(answer));
            }
        } finally {
            isRunning = false;
        }
    }

    function retryLater(answer) {
        const backOff = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * Math.pow(2, failures++));
        const wait = Math.max(backOff * (0.5 + Math.random() / 2), retryAfterMs(answer));
        retryTimer = setTimeout(retryNow, wait);
    }

    function retryNow() {
        clearTimeout(retryTimer);
        retryTimer = null;
        run();
    }

    function halt(status) {
        isHalted = true;
        buffer.clear();
        batches = [];
        metadata = null;
        settle(false);
        clearTimeout(retryTimer);
        onHalt(status);
    }

    /** Resolves to the answer, or null where none came. */
    async function post(where, body) {
        const text = jsonText(body);
        tell(where, body);
        const headers = { 'Content-Type': 'application/json', 'X-Stradum-Key': session.apiKey };
        const abort = typeof AbortController === 'function' ? new AbortController() : null;
        const timer = setTimeout(() => { if (abort) abort.abort(); }, REQUEST_TIMEOUT_MS);
        try {
            const packed = text.length >= GZIP_FROM_BYTES ? await gzip(text) : null;
            if (packed) headers['Content-Encoding'] = 'gzip';
            return await request(session.apiUrl + where,
                Object.assign({ headers, body: packed || text }, REQUEST, abort && { signal: abort.signal }), failures > 0);
        } catch (noAnswer) {
            return null;
        } finally {
            clearTimeout(timer);
        }
    }

    /**
     * Sends at once and without waiting, as a page that is being left must: everything when capture ends for good (`isLast`),
     * else what browsers still take. What fails stays for the next try.
     */
    function leave(isLast) {
        if (isHalted) return;
        if (!isCreated && creation) send('/sessions', creation, () => { isCreated = true; });
        let last = null;
        for (let cut = cutBatch(); cut; cut = isLast || batches.length < 3 ? cutBatch() : null) last = cut;
        if (isLast && last) last.ended = true;
        batches.forEach(batch => send('/sessions/events', batch, wasAccepted => forget(batch, wasAccepted)));
        if (completion) send(path + '/complete', completion.body, settle);
        if (isLast) retryLaterUnlessWaiting(); // for what the browser did not take, should the page stay
    }

    function send(where, body, done) {
        const text = jsonText(body);
        const size = byteLength(text);
        tell(where, body);
        // A page that replaced fetch may answer in its own way, and nothing will be left to try again.
        const isOurs = (ownFetch && window.fetch === ownFetch) || where !== '/sessions/events';
        if (isOurs && keepaliveBytes + size <= KEEPALIVE_BYTES) {
            const headers = { 'Content-Type': 'application/json', 'X-Stradum-Key': session.apiKey };
            keepaliveBytes += size;
            request(session.apiUrl + where, Object.assign({ headers, body: text, keepalive: true }, REQUEST))
                .then(async answer => { if (answer.status < 500 && answer.status !== 429) done(await isTaken(answer)); })
                .catch(retryLaterUnlessWaiting)
                .then(() => { keepaliveBytes -= size; });
            return;
        }
        // A beacon carries no header, so the key goes into the body; the server takes that for events alone.
        if (where !== '/sessions/events' || !navigator.sendBeacon) return;
        const withKey = jsonText(Object.assign({ publishable_key: session.apiKey }, body));
        if (navigator.sendBeacon(session.apiUrl + where, new Blob([withKey], { type: 'text/plain;charset=UTF-8' }))) done(true);
    }

    function waitingInBatches() {
        let count = 0;
        batches.forEach(batch => { count += batch.events.length; });
        return count;
    }

    function retryLaterUnlessWaiting() {
        if (!retryTimer && !isRunning && !isHalted) retryLater(null);
    }

    function tell(where, body) {
        if (!session.onSend) return;
        try {
            session.onSend(where, copyOf(body));
        } catch (hostError) { /* the page's own affair */ }
    }

    return {
        async create() {
            const device = await session.device;
            creation = { session_id: session.id, metadata: Object.assign({}, session.metadata), device_info: device };
            run();
        },
        add(event) {
            if (isHalted) return;
            buffer.add(event);
            if (buffer.size() >= MAX_BATCH_EVENTS) this.flush();
        },
        flush() {
            isDue = true;
            run();
        },
        merge(changes) {
            if (isHalted) return;
            if (creation) metadata = Object.assign({}, metadata, changes);
            run();
        },
        /** Sends what waits, then completes; resolves to whether the server took it. */
        complete(body) {
            if (isHalted) return Promise.resolve(false);
            return new Promise(resolve => {
                completion = { body, settle: resolve };
                run();
            });
        },
        leave,
        /** Forgets all that is not sent. */
        drop() {
            isHalted = true;
            buffer.clear();
            batches = [];
            metadata = null;
            settle(false);
            clearTimeout(retryTimer);
        },
        retryNow,
        waiting: () => buffer.size() + waitingInBatches(),
        dropped: () => buffer.dropped()
    };
}

/** No cookies, no cache, and no referrer, which might carry the page's query string. */
const REQUEST = { method: 'POST', mode: 'cors', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };

/** As fetch. A page may have replaced it: what answers in a way of its own, or has failed before (`isRetry`), is passed by. */
async function request(url, options, isRetry) {
    const ways = isRetry || window.fetch === ownFetch ? [ownFetch] : [window.fetch, ownFetch];
    for (let at = 0; at < ways.length; at++) {
        const answer = typeof ways[at] === 'function' && await ways[at].call(window, url, options);
        if (answer && typeof answer.status === 'number') return answer;
    }
    return oldRequest(url, options);
}

function oldRequest(url, options) {
    return new Promise((resolve, reject) => {
        const call = new XMLHttpRequest();
        call.open(options.method, url);
        call.timeout = REQUEST_TIMEOUT_MS;
        Object.keys(options.headers).forEach(name => call.setRequestHeader(name, options.headers[name]));
        call.onerror = call.ontimeout = reject;
        call.onload = () => resolve({
            status: call.status, headers: { get: name => call.getResponseHeader(name) }, json: async () => parseJSON(call.responseText)
        });
        call.send(options.body);
    });
}

/** Whether the server took it all: of a batch it may refuse a part, as when the session is over. */
async function isTaken(answer) {
    if (answer.status >= 300) return false;
    try {
        return !((await answer.json()).rejected > 0);
    } catch (noBody) {
        return true;
    }
}

function retryAfterMs(answer) {
    const text = answer && answer.headers.get('Retry-After');
    if (!text) return 0;
    const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
    return ms > 0 ? Math.min(ms, RETRY_AFTER_LONGEST_MS) : 0;
}

/** The text as gzip, or null where this browser cannot. */
async function gzip(text) {
    if (typeof CompressionStream !== 'function') return null;
    try {
        const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
        return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch (notHere) {
        return null;
    }
}
