// The vault beside the conversation: what the assistant remembers, as a list with tags and search.

import { address, ask, sentence } from './api.js';
import { h, icon } from './html.js';
import { snippet } from './snippet.js';
import { importer } from './vault-file.js';
import { noteForm } from './vault-note.js';
import { count, shortTime } from './words.js';

const PAGE = 50;
const vault = { scope: 'personal', organization: null, query: '', tags: [], entries: [], total: 0, hasMore: false, allTags: [], asked: 0 };
const place = () => document.getElementById('vault');

const filter = () => ({ scope: vault.scope, org_id: vault.scope === 'org' ? vault.organization.org_id : null, q: vault.query, tag: vault.tags });

// The frame of the list

function frame() {
    const search = h('input', { class: 'field', id: 'vault-search', type: 'search', placeholder: 'Search notes', maxlength: 256, autocomplete: 'off',
        'aria-label': 'Search notes' });
    let timer;
    search.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => { vault.query = search.value.trim(); load(); }, 180);
    });
    search.value = vault.query;
    const scopes = vault.organization && h('div', { class: 'filters', role: 'group', 'aria-label': 'Whose notes' },
        [['personal', 'Mine'], ['org', 'Shared']].map(([scope, word]) =>
        h('button', { type: 'button', 'aria-pressed': String(vault.scope === scope),
            onclick: () => { Object.assign(vault, { scope, tags: [] }); showList(); } }, word)));
    return [
        h('div', { class: 'vault-tools' }, search, h('button', { class: 'button icon', type: 'button', id: 'add-note', title: 'Add a note',
            'aria-label': 'Add a note', onclick: () => showNote(null) }, icon('plus'))),
        scopes,
        h('div', { class: 'tags', id: 'vault-tags', role: 'group', 'aria-label': 'Tags' }),
        h('p', { class: 'list-state small muted', id: 'vault-state', role: 'status' }),
        h('div', { class: 'notes', id: 'notes' }),
        h('div', { class: 'vault-files', id: 'vault-files' })
    ];
}

/** What can be taken along, and brought in. */
function files(hasNotes) {
    const name = vault.query || vault.tags.length ? 'Export these' : 'Export';
    const link = (word, kind) => h('a', { class: 'button plain small', href: address(`/api/vault/export.${kind}`, filter()), download: '',
        'aria-label': `${name} as ${word}` }, word);
    return h('div', {},
        hasNotes && h('div', { class: 'file-row' }, h('span', { class: 'small muted' }, icon('save'), name), link('Markdown', 'md'), link('JSON', 'json')),
        (vault.scope === 'personal' || vault.canShare)
            && (vault.importer ||= importer(() => vault, () => { if (document.getElementById('notes')) load(); })));
}

// Tags

function drawTags() {
    const known = vault.allTags.filter(one => !vault.tags.includes(one.tag));
    const chip = (tag, number, isOn) => h('button', { class: 'tag', type: 'button', 'aria-pressed': String(isOn), onclick: () => toggleTag(tag) },
        tag,
        number !== undefined && h('span', { class: 'tag-count' }, number));
    const more = known.length > 12 && h('details', { class: 'more-tags' }, h('summary', {}, `${known.length - 12} more`),
        h('div', { class: 'tags' }, known.slice(12).map(one => chip(one.tag, one.count, false))));
    document.getElementById('vault-tags').replaceChildren(...[...vault.tags.map(tag => chip(tag, undefined, true)), ...known.slice(0,
        12).map(one => chip(one.tag, one.count, false)), more].filter(Boolean));
}

function toggleTag(tag) {
    vault.tags = vault.tags.includes(tag) ? vault.tags.filter(one => one !== tag) : [...vault.tags, tag];
    drawTags();
    load().then(() => {
        const chip = [...document.querySelectorAll('#vault-tags .tag')].find(one => one.firstChild.textContent === tag);
        if (chip) chip.focus();
    });
}

// Notes

const SOURCES = { chat: 'from a chat', api: null, import: 'imported', monitor: 'from a monitor', webhook: 'from a webhook', mcp: 'by MCP' };

/** Of shared notes: whose it is. */
const author = entry => entry.scope !== 'org' ? null : entry.created_by === vault.userID ? 'by you' : `by ${entry.author || 'a former member'}`;

/** What a Markdown file says of itself before its text begins is no part of a preview. */
const withoutFrontMatter = text => text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n\s*/, '') || text;

function noteRow(entry) {
    return h('li', {}, h('button', { class: 'note', type: 'button', 'data-entry': entry.entry_id, onclick: () => showNote(entry) },
        h('span', { class: 'note-words' }, entry.snippet ? snippet(entry.snippet) : withoutFrontMatter(entry.content).slice(0, 400)),
        h('span', { class: 'note-foot' }, entry.tags.map(tag => h('span', { class: 'tag' }, tag)),
            h('span', { class: 'small muted' }, [shortTime(entry.updated_at), SOURCES[entry.source], author(entry)].filter(Boolean)
                .join(', ')))));
}

function draw() {
    drawTags();
    const isNarrowed = vault.query || vault.tags.length;
    const empty = isNarrowed ? [h('p', {}, h('b', {}, 'No note fits.')), h('p', { class: 'small muted' },
        'Take a tag away, or search for fewer words.')]
        : vault.scope === 'org' ? [h('p', {}, h('b', {}, `Nothing is shared in ${vault.organization.name} yet.`)), h('p', { class: 'small muted' },
            'Open one of your notes and share it: everybody in the organization can read it then.')]
        : [h('p', {}, h('b', {}, 'Nothing is remembered yet.')), h('p', { class: 'small muted' },
            'Add a note here, import some, or tell the assistant: “Remember that …”. It looks them up when they help.'),
            h('button', { class: 'button small', type: 'button', onclick: () => showNote(null) }, 'Add the first note')];
    document.getElementById('notes').replaceChildren(...(vault.entries.length ? [h('ul', {}, vault.entries.map(noteRow)),
        ...(vault.hasMore ? [h('div', { class: 'more' }, h('button', { class: 'button small', type: 'button', onclick: () => load(true) },
            'Show more'))] : [])]
        : [h('div', { class: 'empty' }, empty)]));
    document.getElementById('vault-state').textContent = vault.entries.length ? `${count(vault.total, 'note')}${vault.totalCapped ? ' or more' : ''}`
        : '';
    document.getElementById('vault-files').replaceChildren(files(vault.entries.length > 0));
}

/** Loads notes and tags; what an older question brings is dropped. */
async function load(isMore = false) {
    const asked = ++vault.asked;
    try {
        const [answer, tags] = await Promise.all([
            ask('/api/vault/list', { query: { ...filter(), prefix: vault.query && 1, limit: PAGE, offset: isMore ? vault.entries.length : 0 } }),
            isMore ? null : ask('/api/vault/tags', { query: { scope: vault.scope, org_id: filter().org_id, limit: 200 } })
        ]);
        if (asked !== vault.asked || !document.getElementById('notes')) return;
        vault.entries = isMore ? [...vault.entries, ...answer.entries] : answer.entries;
        Object.assign(vault, { total: answer.total, totalCapped: answer.total_capped, hasMore: answer.has_more });
        if (tags) vault.allTags = tags.tags;
        draw();
    } catch (error) {
        if (asked !== vault.asked || error.status === 401 || !document.getElementById('notes')) return;
        document.getElementById('notes').replaceChildren(h('div', { class: 'empty' }, h('p', {}, h('b', {}, 'The notes could not be loaded.')), h('p',
            { class: 'small muted' }, sentence(error)),
            h('button', { class: 'button small', type: 'button', onclick: () => load() }, 'Try again')));
    }
}

function showList(focusID) {
    place().replaceChildren(...frame().filter(Boolean));
    load().then(() => {
        const row = focusID && document.querySelector(`[data-entry="${focusID}"]`);
        if (row) row.focus();
        else if (focusID) document.getElementById('add-note').focus();
    });
}

function showNote(entry) {
    place().replaceChildren(noteForm(entry, vault, showList));
    place().querySelector(entry ? '.note-back' : 'textarea').focus();
}

/** Shows one note by its id, as a search links to it. */
async function showFound(id) {
    const answer = await ask('/api/vault/entry', { query: { entry_id: id } }).catch(() => null);
    if (answer) showNote(answer.entry);
    else showList();
}

/** Takes up the vault of the signed-in person. */
export async function startVault() {
    let first = null;
    document.addEventListener('mien-open-note', event => { if (vault.organization) showFound(event.detail); else first = event.detail; });
    document.addEventListener('mien-find-notes', event => {
        Object.assign(vault, { scope: 'personal', query: event.detail, tags: [] });
        showList();
    });
    place().replaceChildren(h('p', { class: 'muted small loading' }, 'Loading …'));
    const account = await ask('/api/account').catch(() => null);
    if (!account) return;
    vault.organization = account.organization;
    vault.canShare = account.user.role !== 'viewer';
    vault.userID = account.user.user_id;
    if (first) showFound(first);
    else showList();
    document.addEventListener('visibilitychange', () => { if (!document.hidden && document.getElementById('notes')) load(); });
    // A conversation may have remembered something.
    document.addEventListener('mien-remembered', () => { if (document.getElementById('notes')) load(); });
}
