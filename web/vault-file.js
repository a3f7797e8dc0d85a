// Taking a file of notes into the vault, with its progress. It is all or nothing.

import { refusal, sentence } from './api.js';
import { h, icon } from './html.js';
import { readEvents } from './stream.js';
import { count } from './words.js';

const LARGEST = 20 * 1024 * 1024;
const PHASES = { staging: 'Storing', indexing: 'Making them findable' };

/** The button that takes a file, and what it says. `done()` shows the list anew. */
export function importer(vault, done) {
    const field = h('input', { class: 'for-readers', type: 'file', accept: '.json,.md,application/json,text/markdown', id: 'import-file',
        tabindex: -1, 'aria-label': 'File to import' });
    const bar = h('progress', { max: 1, 'aria-label': 'Progress of the import' });
    const words = h('p', { class: 'small', role: 'status', id: 'import-state' });
    const button = h('button', { class: 'button plain small', type: 'button', id: 'import', onclick: () => field.click() }, 'From a file');
    const row = h('div', { class: 'import' }, h('div', { class: 'file-row' }, h('span', { class: 'small muted' }, icon('plus'), 'Import'), button),
        words, field);

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
        try {
            const outcome = await take(file, vault(), ({ phase, done: ready, total }) =>
                show(`${PHASES[phase] || 'Storing'}: ${ready.toLocaleString('en')} of ${total.toLocaleString('en')}`, total ? ready / total
                    : undefined));
            const parts = [`${count(outcome.imported, 'note')} imported`, outcome.skipped
                && `${outcome.skipped.toLocaleString('en')} were there already`].filter(Boolean);
            done();
            const state = document.getElementById('import-state');
            setTimeout(() => {
                const now = document.getElementById('import-state') || state;
                now.textContent = `${parts.join(', ')}.`;
            }, 400);
        } catch (error) {
            show(`${sentence(error)} Nothing was imported.`, null);
        }
        button.disabled = false;
        return undefined;
    });
    return row;
}

/** Sends the file; the answer tells of progress until the outcome comes. */
async function take(file, vault, onProgress) {
    const isMarkdown = /\.(md|markdown)$/i.test(file.name);
    const query = vault.scope === 'org' ? `?scope=org&org_id=${vault.organization.org_id}` : '';
    const answer = await fetch(`/api/vault/import${query}`, {
        method: 'POST', body: await file.text(),
        headers: { 'Content-Type': isMarkdown ? 'text/markdown' : 'application/json', Accept: 'text/event-stream, application/json' }
    });
    if (!answer.ok) throw await refusal(answer);
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
