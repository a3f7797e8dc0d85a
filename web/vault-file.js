// Taking a file into the vault, with its progress: notes all or nothing, then the conversations that it holds.

import { address, refusal, sentence } from './api.js';
import { h, icon } from './html.js';
import { readEvents } from './stream.js';
import { count } from './words.js';

const LARGEST = 20 * 1024 * 1024;
const HINT = 'Markdown files, alone or as a ZIP; an Obsidian vault as a ZIP; exports of this vault, of ChatGPT and of Claude';
const TYPES = '.json,.md,.markdown,.txt,.zip,application/json,text/markdown,text/plain,application/zip';
const PHASES = { staging: 'Storing', indexing: 'Making them findable' };

/** The button that takes a file, and what it says; made once, so that it says so also in a list that is drawn again. `done()` draws it. */
export function importer(vault, done) {
    const field = h('input', { class: 'for-readers', type: 'file', accept: TYPES, id: 'import-file', tabindex: -1, 'aria-label': 'File to import' });
    const hint = h('span', { class: 'for-readers', id: 'import-hint' }, HINT);
    const bar = h('progress', { max: 1, 'aria-label': 'Progress of the import' });
    const words = h('div', { class: 'small', role: 'status', id: 'import-state' });
    const button = h('button', { class: 'button plain small', type: 'button', id: 'import', title: HINT, 'aria-describedby': 'import-hint',
        onclick: () => field.click() }, 'From a file');
    const row = h('div', { class: 'import' }, h('div', { class: 'file-row' }, h('span', { class: 'small muted' }, icon('plus'), 'Import'), button),
        words, field, hint);

    const show = (text, part) => {
        words.textContent = text;
        if (part === null) bar.remove();
        else if (!bar.isConnected) words.after(bar);
        if (part === undefined) bar.removeAttribute('value');
        else if (part !== null) bar.value = part;
    };
    field.addEventListener('change', async () => {
        const file = field.files[0];
        field.value = '';
        if (!file) return;
        if (file.size > LARGEST) return show('The file is larger than 20 MiB. Nothing was imported.', null);
        button.disabled = true;
        show(`Reading ${file.name} …`);
        let notes = null;
        try {
            notes = await takeNotes(file, vault(), ({ phase, done: ready, total }) =>
                show(`${PHASES[phase] || 'Storing'}: ${ready.toLocaleString('en')} of ${total.toLocaleString('en')}`, total ? ready / total
                    : undefined));
            let talks = null;
            if (notes.conversations) {
                show(`Storing ${count(notes.conversations, 'conversation')} …`);
                talks = await takeConversations(file);
                document.dispatchEvent(new CustomEvent('mien-conversations'));
            }
            show('', null);
            words.replaceChildren(...outcome(notes, talks));
            done();
        } catch (error) {
            show(`${sentence(error)} ${notes && notes.imported ? `${count(notes.imported, 'note')} imported; not all conversations were.`
                : 'Nothing was imported.'}`, null);
            if (notes) done();
        }
        button.disabled = false;
        return undefined;
    });
    return row;
}

/** What was taken, and what was not and why. */
function outcome(notes, talks) {
    const taken = (one, word) => one && one.total > 0 && [`${count(one.imported, word)} imported`, one.skipped
        && `${one.skipped.toLocaleString('en')} ${one.skipped === 1 ? 'was' : 'were'} there already`].filter(Boolean).join(', ');
    const text = [taken(notes, 'note'), taken(talks, 'conversation')].filter(Boolean).join('; ') || 'Nothing was imported';
    const left = new Map();
    // What holds no note may hold conversations, and the other way round: only what neither took was left.
    const [first, second] = [notes.passed_over || [], talks ? talks.passed_over || [] : null];
    for (const group of first) left.set(group.reason, group);
    for (const group of second || []) if (!group.reason.startsWith('holds no conversation')) left.set(group.reason, group);
    const groups = [...left.values()];
    return [h('span', {}, `${text}.`), groups.length && h('details', {}, h('summary', {}, `${count(groups.reduce((sum, one) => sum + one.count,
        0), 'thing')} left out`), h('ul', {}, groups.map(one => h('li', {}, `${one.examples[0]}${one.count > 1
        ? ` and ${(one.count - 1).toLocaleString('en')} more:` : ''} ${one.reason}`))))].filter(Boolean);
}

const send = async (path, query, file, accept) => {
    const answer = await fetch(address(path, query), { method: 'POST', body: file,
        headers: { 'Content-Type': 'application/octet-stream', Accept: accept } });
    if (!answer.ok) throw await refusal(answer);
    return answer;
};

const takeConversations = async file =>
    (await send('/api/conversations/import', { name: file.name }, file, 'application/json')).json();

/** Sends the file; the answer tells of progress until the outcome comes. */
async function takeNotes(file, vault, onProgress) {
    const place = vault.scope === 'org' ? { scope: 'org', org_id: vault.organization.org_id } : {};
    const answer = await send('/api/vault/import', { ...place, name: file.name }, file, 'text/event-stream, application/json');
    if (!(answer.headers.get('Content-Type') || '').includes('event-stream')) return answer.json();
    let outcome = null;
    let failure = null;
    await readEvents(answer, (name, data) => {
        if (name === 'progress') onProgress(data);
        if (name === 'done') outcome = data;
        if (name === 'error') failure = data;
    });
    if (outcome) return outcome;
    throw new Error(failure ? failure.error : 'The connection broke.');
}
