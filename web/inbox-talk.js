// The middle: one conversation, its messages, and the composer.

import { ask, sentence } from './api.js';
import { h, icon } from './html.js';
import { mark, remove, rename } from './inbox-deeds.js';
import { load, showCurrent, threadAddress } from './inbox-list.js';
import { fillWords, messageElement } from './inbox-message.js';
import { clearNotice, notice, noticeOf } from './inbox-notice.js';
import { follow, newKey, send } from './stream.js';
import { dayName } from './words.js';

const $ = id => document.getElementById(id);
const PAGE = 50;
const LONGEST = 32_000;

/**
 * What is open. `replies` holds every reply that is being written, whether its conversation is open or not; `untold` is the last message
 * of which the server has not said that it has it: sent again, it keeps its key, so that it is there once.
 */
export const talk = { thread: null, messages: [], hasEarlier: false, asked: 0, replies: new Map(), drafts: new Map(), untold: null };

export function current() {
    return talk.thread;
}

// Drawing

const isAtEnd = () => $('talk-scroll').scrollHeight - $('talk-scroll').scrollTop - $('talk-scroll').clientHeight < 80;
const toEnd = () => { $('talk-scroll').scrollTop = $('talk-scroll').scrollHeight; };

function drawMessages(foundID) {
    const parts = [];
    let day = null;
    for (const message of talk.messages) {
        const name = dayName(message.created_at);
        if (name !== day) parts.push(h('li', { class: 'day' }, h('span', {}, name)));
        day = name;
        parts.push(messageElement(message, { again, question }, message.message_id === foundID));
    }
    $('messages').replaceChildren(...parts);
    $('earlier').hidden = !talk.hasEarlier;
    $('welcome').hidden = talk.messages.length > 0 || Boolean(talk.thread);
}

/** The title, and what can be done with the conversation. */
export function drawHead() {
    const { thread } = talk;
    $('talk-title').textContent = thread ? thread.title || 'Without a title' : 'New conversation';
    document.title = `${thread ? thread.title : 'Assistant'} · Mien`;
    const toggle = (name, field, word, key) => h('button', { class: 'button plain icon not-phone', type: 'button', 'data-mark': name,
        'aria-pressed': String(thread[field]),
        title: `${word} (${key})`, 'aria-label': word, onclick: () => mark(name) }, icon(name));
    $('talk-actions').replaceChildren(...(thread ? [
        toggle('pin', 'pinned', 'Pin', 'P'), toggle('star', 'starred', 'Star', 'S'), toggle('archive', 'archived', 'Archive', 'E'), moreMenu()
    ] : []), h('button', { class: 'button plain to-vault', type: 'button', 'data-opens': 'vault', title: 'What is remembered (V)' }, icon('vault'),
        'Vault'));
}

function moreMenu() {
    const path = `/api/conversations/thread/${talk.thread.thread_id}`;
    return h('details', { class: 'menu' }, h('summary', { class: 'button plain icon', 'aria-label': 'More' },
        h('span', { 'aria-hidden': 'true' }, '⋯')),
        h('div', { class: 'menu-items' },
            [['pin', 'pinned', 'Pin', 'Unpin'], ['star', 'starred', 'Star', 'Take the star away'], ['archive', 'archived', 'Archive',
                'Take out of the archive']].map(([name, field, word, back]) =>
                h('button', { class: 'button plain only-phone', type: 'button', onclick: () => mark(name) }, icon(name), talk.thread[field] ? back
                    : word)),
            h('button', { class: 'button plain', type: 'button', id: 'rename', onclick: rename }, icon('edit'), 'Rename'),
            h('a', { class: 'button plain', href: `${path}/export.md`, download: '' }, icon('save'), 'Save as Markdown'),
            h('a', { class: 'button plain', href: `${path}/export.json`, download: '' }, icon('save'), 'Save as JSON'),
            h('button', { class: 'button plain', type: 'button', id: 'delete', onclick: remove }, icon('trash'), 'Delete …')));
}

function showBusy() {
    const isBusy = Boolean(busyReply());
    $('send').hidden = isBusy;
    $('stop').hidden = !isBusy;
}

const busyReply = () => [...talk.replies.values()].find(reply => reply.threadID === (talk.thread ? talk.thread.thread_id : null));

function redraw(message, isWhole) {
    const element = $(`m-${message.message_id}`);
    if (!element) return;
    const follows = isAtEnd();
    if (isWhole) element.replaceWith(messageElement(message, { again, question }));
    else fillWords(element, message);
    if (follows) toEnd();
}

// Opening

/** Opens a conversation, at a message if one is named. */
export async function openThread(threadID, messageID) {
    const asked = ++talk.asked;
    keepDraft();
    clearNotice();
    if (!talk.thread || talk.thread.thread_id !== threadID) $('messages').replaceChildren(h('li', { class: 'muted small loading' }, 'Loading …'));
    $('welcome').hidden = true;
    showCurrent(threadID);
    try {
        const answer = await loadUntil(threadID, messageID);
        if (asked !== talk.asked) return;
        talk.thread = answer.thread;
        talk.messages = answer.messages.map(message => (talk.replies.get(message.message_id) || {}).message || message);
        talk.hasEarlier = answer.has_more;
        drawHead();
        drawMessages(messageID);
        restoreDraft();
        showBusy();
        const found = messageID && $(`m-${messageID}`);
        if (found) found.scrollIntoView({ block: 'center' });
        else toEnd();
        followOpen();
        awaitPosture();
        if (answer.thread.unread_count) markRead(threadID);
    } catch (error) {
        if (asked !== talk.asked || error.status === 401) return;
        talk.thread = null;
        talk.messages = [];
        drawHead();
        drawMessages();
        $('messages').replaceChildren(h('li', { class: 'empty' }, h('p', {}, h('b', {}, error.status === 404 ? 'There is no such conversation.'
            : 'It could not be loaded.')),
            h('p', { class: 'muted small' }, error.status === 404 ? 'It may have been deleted.' : sentence(error))));
    }
}

/** The newest messages, and as many before them as it takes to have the one that was asked for. */
async function loadUntil(threadID, messageID) {
    const path = `/api/conversations/thread/${threadID}`;
    const answer = await ask(path, { query: { limit: PAGE } });
    for (let pages = 0; messageID && answer.has_more && pages < 40 && !answer.messages.some(one => one.message_id === messageID); pages += 1) {
        const older = await ask(path, { query: { limit: 500, before: answer.messages[0].message_id } });
        answer.messages = [...older.messages, ...answer.messages];
        answer.has_more = older.has_more;
    }
    return answer;
}

async function loadEarlier() {
    const { thread } = talk;
    const answer = await ask(`/api/conversations/thread/${thread.thread_id}`, { query: { limit: PAGE, before: talk.messages[0].message_id } });
    if (talk.thread !== thread) return;
    const below = $('talk-scroll').scrollHeight - $('talk-scroll').scrollTop;
    talk.messages = [...answer.messages, ...talk.messages];
    talk.hasEarlier = answer.has_more;
    drawMessages();
    $('talk-scroll').scrollTop = $('talk-scroll').scrollHeight - below;
}

/** An empty page for a conversation that begins with its first message. */
export function openNew() {
    talk.asked += 1;
    keepDraft();
    clearNotice();
    Object.assign(talk, { thread: null, messages: [], hasEarlier: false });
    showCurrent(null);
    drawHead();
    drawMessages();
    restoreDraft();
    showBusy();
}

async function markRead(threadID) {
    await ask('/api/conversations/bulk-mark-read', { body: { thread_ids: [threadID] } }).catch(() => null);
    load();
}

/** Takes up a reply that is being written by a page that is gone. */
function followOpen() {
    const message = talk.messages.at(-1);
    if (!message || message.status !== 'streaming' || talk.replies.has(message.message_id)) return;
    message.content = '';
    run(message, talk.thread.thread_id, (on, signal) => follow(message.message_id, on, signal));
}

/** Asks again while the posture of the last reply is being read. */
async function awaitPosture(tries = 0) {
    const { thread, messages } = talk;
    if (!thread || tries > 8 || !messages.some(one => one.posture_state === 'pending' && one.status === 'complete')) return;
    await new Promise(resolve => setTimeout(resolve, 700 + tries * 700));
    if (talk.thread !== thread) return;
    const answer = await ask(`/api/conversations/thread/${thread.thread_id}`, { query: { limit: PAGE } }).catch(() => null);
    if (!answer || talk.thread !== thread) return;
    for (const fresh of answer.messages) {
        const index = talk.messages.findIndex(one => one.message_id === fresh.message_id);
        if (index === -1 || talk.messages[index].posture_state !== 'pending' || fresh.posture_state === 'pending'
            || talk.replies.has(fresh.message_id)) continue;
        talk.messages[index] = fresh;
        redraw(fresh, true);
    }
    awaitPosture(tries + 1);
}

// Sending

function keepDraft() {
    talk.drafts.set(talk.thread ? talk.thread.thread_id : '', $('words').value);
}

function restoreDraft() {
    $('words').value = talk.drafts.get(talk.thread ? talk.thread.thread_id : '') || '';
    fit();
}

/** The field grows with its text. */
function fit() {
    $('words').style.height = 'auto';
    $('words').style.height = `${Math.min($('words').scrollHeight, innerHeight * 0.4)}px`;
}

/** Puts words into the composer without sending them. */
export function suggest(text) {
    $('words').value = text;
    fit();
    $('words').focus();
    $('words').setSelectionRange(text.length, text.length);
}

/** What a reply answers. */
function question(message) {
    return talk.messages.slice(0, talk.messages.findIndex(one => one.message_id === message.message_id)).reverse().find(one => one.role === 'user');
}

function again(message) {
    const before = question(message);
    if (before) suggest(before.content);
}

async function submit(event) {
    if (event) event.preventDefault();
    const content = $('words').value.trim();
    if (!content || busyReply()) return;
    if (Array.from(content).length > LONGEST) return notice('bad', `A message may have at most ${LONGEST.toLocaleString('en')} characters.`);
    clearNotice();
    const thread = talk.thread;
    const own = { message_id: `sending-${Date.now()}`, role: 'user', content, channel: 'web', created_at: new Date().toISOString(),
        status: 'complete' };
    const reply = { message_id: `reply-${Date.now()}`, role: 'assistant', content: '', channel: 'web', created_at: new Date().toISOString(),
        status: 'streaming', tool_calls: [] };
    talk.messages.push(own, reply);
    drawMessages();
    toEnd();
    $('words').value = '';
    fit();
    const body = { content, channel: 'web', ...(thread ? { thread_id: thread.thread_id } : {}) };
    const words = JSON.stringify(body);
    if (!talk.untold || talk.untold.words !== words) talk.untold = { words, key: newKey() };
    const { key } = talk.untold;
    own.key = key;
    await run(reply, thread ? thread.thread_id : null, (on, signal) => send(body, key, on, signal), own);
    return undefined;
}

/** Lets a reply come in, by `begin(on, signal)`; `own` is the message that it answers, while the server does not have it yet. */
async function run(message, threadID, begin, own) {
    const stopper = new AbortController();
    const reply = { message, threadID, stopper, isTaken: !own };
    talk.replies.set(message.message_id, reply);
    showBusy();
    let isWaiting = false;
    const drawSoon = () => {
        if (isWaiting) return;
        isWaiting = true;
        requestAnimationFrame(() => {
            isWaiting = false;
            if (message.status === 'streaming') redraw(message);
        });
    };
    const on = {
        start: data => begun(reply, data, own),
        token: text => { message.content += text; drawSoon(); },
        reasoning: data => { message.reasoning = (message.reasoning || '') + (data.text || ''); drawSoon(); },
        // What seemed to be the answer was reasoning: all is told again.
        restart: () => { Object.assign(message, { content: '', reasoning: '' }); drawSoon(); },
        tool: data => { noteTool(message, data); drawSoon(); },
        done: data => {
            Object.assign(message, { status: 'complete', content: data.reply ?? message.content, reasoning: data.reasoning ?? message.reasoning },
                data.message || {});
        },
        error: data => { Object.assign(message, { status: data.status || 'failed', error: data.error, code: data.code }); },
        lost: isLost => (isLost ? notice('kind', 'The connection was lost. Trying to go on …') : clearNotice())
    };
    try {
        await begin(on, stopper.signal);
    } catch (error) {
        if (stopper.signal.aborted) message.status = message.status === 'streaming' ? 'interrupted' : message.status;
        else if (!reply.isTaken) return refuse(reply, own, error);
        else Object.assign(message, { status: 'interrupted', error: sentence(error) });
    }
    talk.replies.delete(message.message_id);
    await finish(reply);
    return undefined;
}

/** The server has the message: its ids take the place of ours, and a new conversation gets its address. */
function begun(reply, data, own) {
    const { message } = reply;
    if (reply.isTaken) return;
    reply.isTaken = true;
    if (talk.untold && talk.untold.key === own.key) talk.untold = null;
    const isOpen = talk.messages.includes(message);
    // Where an earlier sending had arrived after all, they may stand there already.
    const isDouble = one => one !== own && one !== message && [data.message_id, data.reply_id].includes(one.message_id);
    if (isOpen && talk.messages.some(isDouble)) {
        talk.messages = talk.messages.filter(one => !isDouble(one));
        drawMessages();
    }
    talk.replies.delete(message.message_id);
    const [ownElement, element] = [$(`m-${own.message_id}`), $(`m-${message.message_id}`)];
    Object.assign(own, { message_id: data.message_id, thread_id: data.thread_id });
    Object.assign(message, { message_id: data.reply_id, thread_id: data.thread_id });
    if (ownElement) ownElement.id = `m-${own.message_id}`;
    if (element) element.id = `m-${message.message_id}`;
    talk.replies.set(message.message_id, reply);
    if (isOpen && !talk.thread) {
        talk.thread = { thread_id: data.thread_id, title: own.content.slice(0, 80), pinned: false, starred: false, archived: false, unread_count: 0 };
        history.replaceState(null, '', threadAddress(data.thread_id));
        showCurrent(data.thread_id);
        drawHead();
    }
    reply.threadID = data.thread_id;
    showBusy();
    load();
}

function noteTool(message, data) {
    const calls = message.tool_calls || (message.tool_calls = []);
    const open = calls.find(call => (data.id !== undefined ? call.id === data.id : call.name === data.name && ['started',
        'running'].includes(call.status)));
    if (open) Object.assign(open, data);
    else calls.push({ ...data });
}

/** Not taken: the words go back to where they were written, and the reason is told. */
function refuse(reply, own, error) {
    const { message } = reply;
    talk.replies.delete(message.message_id);
    if (talk.messages.includes(own)) {
        talk.messages = talk.messages.filter(one => one !== own && one !== message);
        drawMessages();
        if (!$('words').value) $('words').value = own.content;
        fit();
    }
    showBusy();
    noticeOf(error, submit);
    // A connection that broke at the wrong moment leaves open whether the message arrived.
    if (error instanceof TypeError && talk.thread) openThread(talk.thread.thread_id).then(() => noticeOf(error, submit));
}

/** The reply is over: what the server kept of it takes the place of what was drawn. */
async function finish(reply) {
    const { message } = reply;
    redraw(message, true);
    showBusy();
    if ((message.tool_calls || []).some(call => call.name === 'remember')) document.dispatchEvent(new Event('mien-remembered'));
    $('spoken').textContent = message.status === 'complete' ? 'The reply is complete.' : 'The reply ended early.';
    if (['model_not_configured', 'cap_exceeded'].includes(message.code)) noticeOf({ code: message.code, message: message.error, body: {} }, null);
    load();
    const answer = await ask(`/api/conversations/thread/${reply.threadID}`, { query: { limit: 4 } }).catch(() => null);
    if (!answer || !talk.thread || talk.thread.thread_id !== reply.threadID) return;
    talk.thread = answer.thread;
    drawHead();
    const fresh = answer.messages.find(one => one.message_id === message.message_id);
    const index = talk.messages.indexOf(message);
    if (fresh && index !== -1 && fresh.status !== 'streaming') {
        talk.messages[index] = fresh;
        redraw(fresh, true);
    }
    if (answer.thread.unread_count) markRead(reply.threadID);
    awaitPosture();
}

/** Ends the reply; the server keeps what there is of it. */
async function stop() {
    const reply = busyReply();
    if (!reply) return;
    $('words').focus();
    let isTold = false;
    if (reply.isTaken) {
        $('stop').disabled = true;
        isTold = await ask('/api/conversations/stop', { body: { reply_id: reply.message.message_id } }).then(answer => answer.stopped, () => false);
        $('stop').disabled = false;
    }
    // The stream brings the end by itself; where it does not, reading ends here.
    setTimeout(() => reply.stopper.abort(), isTold ? 3000 : 0);
}

/** Wires the middle. */
export function startTalk() {
    $('composer').addEventListener('submit', submit);
    $('words').addEventListener('input', fit);
    $('words').addEventListener('keydown', event => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        submit();
    });
    $('stop').addEventListener('click', stop);
    $('earlier').addEventListener('click', () => loadEarlier().catch(error => notice('bad', sentence(error))));
    drawHead();
}
