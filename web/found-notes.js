// Notes of the vault among what a search found.

import { address, ask } from './api.js';
import { h } from './html.js';
import { snippet } from './snippet.js';
import { shortTime } from './words.js';

let shelves = null;

/** One's own notes, and those that the organization shares. */
async function allShelves() {
    shelves ??= ask('/api/account').then(account => [{ scope: 'personal' }, { scope: 'org', org_id: account.organization.org_id }]);
    try {
        return await shelves;
    } catch (error) {
        shelves = null;
        throw error;
    }
}

/** The best notes for a search whose last word may be unfinished, and how many there are. */
export async function findNotes(query, limit) {
    const answers = await Promise.all((await allShelves()).map(shelf => ask('/api/vault/list', { query: { ...shelf, q: query, prefix: 1, limit } })));
    return {
        entries: answers.flatMap(answer => answer.entries).sort((one, other) => other.score - one.score).slice(0, limit),
        total: answers.reduce((sum, answer) => sum + answer.total, 0),
        isCapped: answers.some(answer => answer.total_capped)
    };
}

/** A found note as a row of the list. */
export function noteRow(entry) {
    return h('li', {}, h('a', { class: 'row hit', href: address('/inbox', { note: entry.entry_id }), 'data-note': entry.entry_id },
        h('span', { class: 'row-head' }, h('span', { class: 'row-title' }, entry.scope === 'org' ? 'Shared note' : 'Note',
            entry.tags.length > 0 && ` · ${entry.tags.join(', ')}`),
        h('time', { datetime: entry.updated_at }, shortTime(entry.updated_at))),
        h('span', { class: 'row-words' }, snippet(entry.snippet))));
}

/** Has the vault show a note, or all that it finds. */
export const openNote = id => document.dispatchEvent(new CustomEvent('mien-open-note', { detail: id }));
export const showAllNotes = query => document.dispatchEvent(new CustomEvent('mien-find-notes', { detail: query }));
