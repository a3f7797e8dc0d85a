// The left side: conversations by age, or what a search found in all of them and in the vault.

import { address, ask, sentence } from './api.js';
import { findNotes, noteRow, openNote, showAllNotes } from './found-notes.js';
import { h, icon } from './html.js';
import { snippet } from './snippet.js';
import { age, count, shortTime } from './words.js';

const $ = id => document.getElementById(id);
const PAGE = 50;
const NOTES = 5;

const list = { threads: [], total: 0, hasMore: false, filter: '', query: '', hits: [], notes: { entries: [], total: 0 }, asked: 0, current: null, unread: 0 };

/** The address at which a conversation stands, at one of its messages if given. */
export function threadAddress(threadID, messageID) {
    return address('/inbox', { thread: threadID, message: messageID });
}

function mark(name, words) {
    return h('span', { class: `mark-${name}` }, icon(name), h('span', { class: 'for-readers' }, words));
}

/** The first words of a message without the signs of its markup. */
function withoutMarks(text) {
    return text.replace(/```\w*|\*\*|__|~~|`|^\s*(?:#{1,6}|[-*+>]|\d+[.)])\s+/gm, '').replace(/\s+/g, ' ').trim();
}

function threadRow(thread) {
    const isOpen = thread.thread_id === list.current;
    return h('li', {}, h('a', { class: 'row', href: threadAddress(thread.thread_id), 'data-thread': thread.thread_id, 'aria-current': isOpen ? 'true'
        : null,
        'data-unread': thread.unread_count > 0 ? '' : null },
    h('span', { class: 'row-head' }, h('span', { class: 'row-title' }, thread.title || 'Without a title'),
        h('span', { class: 'row-marks' }, thread.pinned && mark('pin', 'pinned'), thread.starred && mark('star', 'starred'), thread.archived
            && mark('archive', 'archived')),
        h('time', { datetime: thread.last_message_at }, shortTime(thread.last_message_at))),
    h('span', { class: 'row-words' }, withoutMarks(thread.last_preview || '') || 'Nothing in it yet'),
    thread.channel !== 'web' && thread.channel !== 'api' && h('span', { class: 'row-channel' }, thread.channel),
    thread.unread_count > 0 && h('span', { class: 'unread' }, h('span', { class: 'for-readers' }, `${thread.unread_count} unread`))));
}

function hitRow(hit) {
    return h('li', {}, h('a', { class: 'row hit', href: threadAddress(hit.thread_id, hit.message_id), 'data-thread': hit.thread_id,
        'data-message': hit.message_id },
        h('span', { class: 'row-head' }, h('span', { class: 'row-title' }, hit.title || 'Without a title'),
            h('span', { class: 'row-marks' }, hit.archived && mark('archive', 'archived')),
            h('time', { datetime: hit.created_at }, shortTime(hit.created_at))),
        h('span', { class: 'row-words' }, h('b', {}, hit.role === 'user' ? 'You: ' : ''), snippet(hit.snippet))));
}

const EMPTY = {
    '': ['No conversations yet.', 'Write something on the right, and the first one begins.'],
    only_unread: ['Nothing unread.', 'You are up to date.'],
    only_pinned: ['Nothing pinned.', 'Pin what you come back to: press P in a conversation.'],
    only_starred: ['Nothing starred.', 'Star a conversation with S to find it here.'],
    include_archived: ['The archive is empty.', 'Archive what is done with E. Search finds it all the same.']
};

function draw() {
    if (list.query) return drawHits();
    const groups = new Map();
    for (const thread of list.threads) {
        const name = thread.pinned ? 'Pinned' : age(thread.last_message_at || thread.created_at);
        groups.set(name, [...(groups.get(name) || []), thread]);
    }
    const [head, more] = EMPTY[list.filter];
    const parts = [...groups].map(([name, threads]) => [h('h3', { class: 'group' }, name), h('ul', {}, threads.map(threadRow))]);
    $('list').replaceChildren(...parts.flat(), ...(list.hasMore ? [moreButton()] : []),
        ...(list.threads.length ? [] : [h('div', { class: 'empty' }, h('p', {}, h('b', {}, head)), h('p', { class: 'muted small' }, more))]));
    $('list-state').textContent = '';
    $('read-all').hidden = !list.unread;
}

function drawHits() {
    const { entries, total } = list.notes;
    const notes = entries.length ? [h('h3', { class: 'group' }, 'Notes'), h('ul', { 'aria-label': 'Notes found' }, entries.map(noteRow)),
        ...(total > entries.length ? [h('div', { class: 'more' }, h('button', { class: 'button small', type: 'button',
            onclick: () => showAllNotes(list.query) }, 'Show all notes in the vault'))] : [])] : [];
    const messages = list.hits.length ? [h('h3', { class: 'group' }, 'Messages'), h('ul', { 'aria-label': 'Messages found' }, list.hits.map(hitRow)),
        ...(list.hasMore ? [moreButton()] : [])] : [];
    $('list').replaceChildren(...(notes.length || messages.length ? [...notes, ...messages]
        : [h('div', { class: 'empty' }, h('p', {}, h('b', {}, 'Nothing holds all of these words.')),
            h('p', { class: 'muted small' }, 'Try fewer words, or the beginning of one with a star: contr*'))]));
    const found = [entries.length && `${count(total, 'note')}${list.notes.isCapped ? ' or more' : ''}`,
        list.hits.length && `${count(list.total, 'message')}${list.isCapped ? ' or more' : ''}`].filter(Boolean);
    $('list-state').textContent = found.length ? `${found.join(' and ')}, found in ${Math.max(1, Math.round(list.took))} ms` : '';
}

function moreButton() {
    return h('div', { class: 'more' }, h('button', { class: 'button small', type: 'button', onclick: () => load(true) }, 'Show more'));
}

function complain(error) {
    $('list').replaceChildren(h('div', { class: 'empty' }, h('p', {}, h('b', {}, 'This could not be loaded.')), h('p', { class: 'muted small' },
        sentence(error)),
        h('button', { class: 'button small', type: 'button', onclick: () => load() }, 'Try again')));
}

/** Loads the list or the search from its beginning, or its next stretch. Of several at once the last one asked wins. */
export async function load(isMore = false) {
    const asked = ++list.asked;
    const offset = isMore ? (list.query ? list.hits : list.threads).length : 0;
    try {
        if (list.query) {
            const [answer, notes] = await Promise.all([
                ask('/api/conversations/search', { query: { q: list.query, prefix: 1, limit: PAGE, offset } }),
                isMore ? list.notes : findNotes(list.query, NOTES)
            ]);
            if (asked !== list.asked) return;
            list.notes = notes;
            list.hits = isMore ? [...list.hits, ...answer.hits] : answer.hits;
            Object.assign(list, { total: answer.total, isCapped: answer.total_capped, took: answer.took_ms, hasMore: answer.has_more });
        } else {
            // A list that was opened further down stays so when it is loaded anew.
            const limit = isMore ? PAGE : Math.min(200, Math.max(PAGE, list.threads.length));
            const answer = list.filter === 'include_archived' ? await archive(isMore)
                : await ask('/api/conversations', { query: { limit, offset, [list.filter || 'x']: list.filter ? 1 : '' } });
            if (asked !== list.asked) return;
            const known = new Set(list.threads.map(thread => thread.thread_id));
            list.threads = isMore ? [...list.threads, ...answer.threads.filter(thread => !known.has(thread.thread_id))] : answer.threads;
            list.hasMore = answer.has_more;
            list.unread = answer.unread_threads === undefined ? list.threads.filter(thread => thread.unread_count).length : answer.unread_threads;
        }
        const row = document.activeElement && document.activeElement.closest('#list .row');
        const focused = row && row.getAttribute('href');
        draw();
        if (focused) [...document.querySelectorAll('#list .row')].filter(one => one.getAttribute('href') === focused).forEach(one => one.focus());
    } catch (error) {
        if (asked === list.asked && error.status !== 401) complain(error);
    }
}

/** The next archived ones: the API mixes them with the rest, so stretches are read until one holds some. */
async function archive(isMore) {
    list.read = isMore ? list.read : 0;
    for (;;) {
        const answer = await ask('/api/conversations', { query: { include_archived: 1, limit: 200, offset: list.read } });
        list.read += answer.threads.length;
        answer.threads = answer.threads.filter(thread => thread.archived);
        if (answer.threads.length || !answer.has_more) return answer;
    }
}

/** Marks the open conversation. */
export function showCurrent(threadID) {
    list.current = threadID;
    document.querySelectorAll('#list .row').forEach(row => {
        if (row.dataset.thread === threadID && !row.dataset.message) row.setAttribute('aria-current', 'true');
        else row.removeAttribute('aria-current');
    });
}

/** Moves the focus by rows; from outside the list to its first. */
export function step(by) {
    const rows = [...document.querySelectorAll('#list .row')];
    const at = rows.indexOf(document.activeElement);
    const current = rows.findIndex(row => row.getAttribute('aria-current'));
    const next = rows[at === -1 ? Math.max(0, current === -1 ? 0 : Math.min(rows.length - 1, current + by)) : Math.min(rows.length - 1,
        Math.max(0, at + by))];
    if (next) next.focus();
}

function search(text) {
    const query = text.trim();
    if (query === list.query) return;
    list.query = query;
    $('filters').hidden = Boolean(query);
    load();
}

/** Wires the left side. `open(threadID, messageID)` shows a conversation. */
export function startList(open) {
    let timer;
    $('search').addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => search($('search').value), $('search').value.trim() ? 180 : 0);
    });
    $('search-form').addEventListener('submit', event => {
        event.preventDefault();
        clearTimeout(timer);
        search($('search').value);
        const first = document.querySelector('#list .row');
        if (first && list.query) first.focus();
    });
    $('search').addEventListener('keydown', event => {
        if (event.key === 'ArrowDown') {
            event.preventDefault();
            step(0);
        } else if (event.key === 'Escape' && $('search').value) {
            event.preventDefault();
            $('search').value = '';
            search('');
        }
    });
    $('filters').addEventListener('click', event => {
        const button = event.target.closest('[data-filter]');
        if (!button) return;
        list.filter = button.dataset.filter;
        list.threads = [];
        document.querySelectorAll('#filters button').forEach(one => one.setAttribute('aria-pressed', String(one === button)));
        load();
    });
    $('list').addEventListener('click', event => {
        const row = event.target.closest('.row');
        if (!row || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
        event.preventDefault();
        if (row.dataset.note) {
            history.pushState(null, '', row.getAttribute('href'));
            return openNote(row.dataset.note);
        }
        open(row.dataset.thread, row.dataset.message);
    });
    $('list').addEventListener('keydown', event => {
        const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
        if (by === undefined || !event.target.closest('.row')) return;
        event.preventDefault();
        step(by);
    });
    $('read-all').addEventListener('click', async () => {
        await ask('/api/conversations/bulk-mark-read', { body: { all: true } }).catch(complain);
        load();
    });
}
