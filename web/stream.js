// Sending a message and following its reply, word by word, across lost connections.

import { refusal } from './api.js';

/** Milliseconds before each new try after a lost connection; the last one repeats. */
const PATIENCE = [300, 1000, 2000, 4000, 8000];
/** After so many tries in a row without a word we give up. */
const TRIES = 20;
/** So often a message is sent before its sender is asked. */
const SENDINGS = 3;

/** Calls `on(event, data, id)` for each server-sent event of an answer, until it ends. */
export async function readEvents(answer, on) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let event = {};
    for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const lines = (rest + value).split(/\r\n|\n/);
        rest = lines.pop();
        for (const line of lines) {
            if (line) {
                const [, name, text] = /^(\w*)(?:: ?(.*))?$/s.exec(line) || [];
                if (name === 'data') event.data = event.data === undefined ? text || '' : `${event.data}\n${text || ''}`;
                else if (name) event[name] = text || '';
            } else {
                if (event.data !== undefined) on(event.event || 'message', decoded(event.data), event.id);
                event = {};
            }
        }
    }
}

function decoded(text) {
    try {
        return JSON.parse(text);
    } catch (notJSON) {
        return {};
    }
}

/** A key by which the server knows a message that is sent again. */
export function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Sends a message, again where the connection breaks: of one key the server takes it once.
 * `on` has `start(data)`, `token(text)`, `tool(data)`, `reasoning(data)`, `restart(data)`, `done(data)`, `error(data)` and
 * `lost(isLost)`.
 * Throws `Refusal` when the server does not take it, `TypeError` when nobody knows whether it did.
 */
export async function send(body, key, on, signal) {
    for (let sendings = 1; ; sendings += 1) {
        const run = { replyID: null, last: null, isOver: false, on, signal };
        try {
            const answer = await fetch('/api/conversations/send', {
                method: 'POST', signal, headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Idempotency-Key': key },
                body: JSON.stringify(body)
            });
            if (!answer.ok) throw await refusal(answer);
            if (sendings > 1) on.lost(false);
            return await through(answer, run);
        } catch (error) {
            if (!(error instanceof TypeError) || run.replyID || sendings === SENDINGS || (signal && signal.aborted)) throw error;
            on.lost(true);
            await pause(PATIENCE[sendings - 1], signal);
        }
    }
}

/** Follows a reply that is being written already. */
export async function follow(replyID, on, signal) {
    await through(null, { replyID, last: null, isOver: false, on, signal });
}

/** Reads to the reply's end; where the connection breaks, goes on from the last event that came. */
async function through(first, run) {
    let answer = first;
    let tries = 0;
    while (!run.isOver) {
        if (answer) {
            const before = run.last;
            try {
                await take(answer, run);
            } catch (error) {
                if (run.signal && run.signal.aborted) throw error;
            }
            if (run.last !== before) tries = 0;
            if (run.isOver) return;
            if (!run.replyID) throw new TypeError('The connection broke before the server said that it has the message');
        }
        if (tries > 0 || answer) run.on.lost(true);
        if (tries === TRIES) throw new TypeError('The connection is lost');
        if (tries > 0 || answer) await pause(PATIENCE[Math.min(tries, PATIENCE.length - 1)], run.signal);
        tries += 1;
        answer = await connect(run);
        if (answer) run.on.lost(false);
    }
}

async function connect(run) {
    let answer;
    try {
        answer = await fetch(`/api/conversations/stream/${run.replyID}`, {
            signal: run.signal, headers: { Accept: 'text/event-stream', ...(run.last === null ? {} : { 'Last-Event-ID': run.last }) }
        });
    } catch (error) {
        if (run.signal && run.signal.aborted) throw error;
        return null;
    }
    if (answer.ok) return answer;
    if (answer.status === 503 || answer.status === 429) return null;
    throw await refusal(answer);
}

async function take(answer, run) {
    if (!(answer.headers.get('Content-Type') || '').includes('event-stream')) {
        run.on.done(await answer.json());
        run.isOver = true;
        return;
    }
    await readEvents(answer, (name, data, id) => {
        if (id !== undefined) run.last = id;
        if (name === 'start') run.replyID = data.reply_id || run.replyID;
        if (name === 'token') run.on.token(data.text || '');
        else if (run.on[name]) run.on[name](data);
        if (name === 'done' || name === 'error') run.isOver = true;
    });
}

function pause(ms, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        if (signal) signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
    });
}
