// One note: writing it, its tags, who sees it, how it was before, and taking it away.

import { ask, sentence } from './api.js';
import { h, icon } from './html.js';
import { sure } from './sure.js';
import { count, fullTime } from './words.js';

const LONGEST = 65_536;

/** Tags as they were typed: parts between commas, tidied as the server does. */
function tagsOf(text) {
    return [...new Set(text.split(',').map(tag => tag.trim().toLowerCase().replace(/\s+/g, '-')).filter(Boolean))];
}

/** The form of a note, or of a new one. `done(entryID)` goes back to the list. */
export function noteForm(entry, vault, done) {
    const words = h('textarea', { class: 'field', id: 'note-words', rows: 9, maxlength: LONGEST, required: true,
        placeholder: 'What should be remembered?' });
    const tags = h('input', { class: 'field', id: 'note-tags', autocomplete: 'off', spellcheck: false, placeholder: 'people, contracts',
        'aria-describedby': 'tags-hint' });
    const message = h('p', { class: 'note-message small', role: 'alert' });
    const save = h('button', { class: 'button main', type: 'submit' }, entry ? 'Save' : 'Remember');
    const isShared = entry && entry.scope === 'org';
    const isOwn = !entry || entry.created_by === vault.userID;
    const canEdit = !entry || entry.can_edit;
    const canDelete = entry && entry.can_delete;
    const share = h('input', { type: 'checkbox', id: 'note-share' });
    share.checked = entry ? isShared : vault.canShare && vault.scope === 'org';
    share.disabled = !vault.canShare || (isShared && !canDelete);
    words.readOnly = tags.readOnly = !canEdit;
    words.value = entry ? entry.content : '';
    tags.value = entry ? entry.tags.join(', ') : '';
    if (!entry && vault.tags.length) tags.value = vault.tags.join(', ');

    const say = (text, ...more) => message.replaceChildren(text, ...more);
    const go = async deed => {
        save.disabled = true;
        say('');
        try {
            await deed();
        } catch (error) {
            if (error.code === 'stale') {
                say('Somebody changed this note meanwhile. ', h('button', { class: 'link', type: 'button', onclick: reload },
                    'Look at the newer one'), ' Your words stay here until you do.');
            } else {
                say(sentence(error));
            }
        }
        save.disabled = false;
    };
    const reload = () => go(async () => {
        const fresh = await ask('/api/vault/entry', { query: { entry_id: entry.entry_id } });
        form.replaceWith(noteForm(fresh.entry, vault, done));
    });
    const submit = event => {
        event.preventDefault();
        if (!words.value.trim()) {
            words.focus();
            return say('A note needs some words.');
        }
        const orgID = share.checked ? vault.organization.org_id : null;
        return go(async () => {
            if (!entry) {
                const made = await ask('/api/vault/remember', { body: { content: words.value, tags: tagsOf(tags.value), ...(orgID ? { org_id: orgID }
                    : {}) } });
                if (share.checked !== (vault.scope === 'org')) vault.scope = share.checked ? 'org' : 'personal';
                return done(made.entry_id);
            }
            const change = { entry_id: entry.entry_id, expected_revision: entry.revision };
            if (words.value !== entry.content) change.content = words.value;
            if (tagsOf(tags.value).join() !== entry.tags.join()) change.tags = tagsOf(tags.value);
            if (share.checked !== isShared) change.org_id = orgID;
            if (Object.keys(change).length > 2) await ask('/api/vault/update', { body: change });
            return done(entry.entry_id);
        });
    };
    const remove = async () => {
        await ask('/api/vault/delete', { body: { entry_id: entry.entry_id } });
        done(entry.entry_id);
    };

    const form = h('form', { class: 'note-form', onsubmit: submit },
        h('button', { class: 'button plain small note-back', type: 'button', onclick: () => done(entry ? entry.entry_id : 'new') }, icon('back'),
            'All notes'),
        h('label', { class: 'label', for: 'note-words' }, entry ? 'Note' : 'New note'), words,
        h('label', { class: 'label', for: 'note-tags' }, 'Tags'), tags, h('p', { class: 'small muted', id: 'tags-hint' },
            'With commas between them, at most 20.'),
        vault.organization && h('label', { class: 'check' }, share, h('span', {}, `Share with everybody in ${vault.organization.name}`)),
        message,
        h('div', { class: 'note-buttons' }, canEdit && save, canDelete && sure('Delete', 'Its earlier versions go too.', 'Delete it', remove,
            { class: 'button plain' })),
        limits(canEdit, !entry || canDelete),
        entry && h('p', { class: 'small muted', id: 'note-origin' }, `Written by ${isOwn ? 'you' : entry.author || 'a former member'}, ${
            fullTime(entry.created_at)}`, entry.revision > 1 ? `; last changed ${fullTime(entry.updated_at)}.` : '.'),
        entry && entry.earlier_revisions > 0 && history(entry, canEdit, revision => {
            words.value = revision.content;
            tags.value = revision.tags.join(', ');
            say('The earlier words are in the field. Save to keep them.');
            words.focus();
        }));
    return form;
}

/** What this reader cannot do with a shared note, said before it is tried. */
function limits(canEdit, canDelete) {
    if (!canEdit) return h('p', { class: 'small muted', id: 'note-limits' }, 'You can read this note. Members of the organization can change it.');
    return !canDelete && h('p', { class: 'small muted', id: 'note-limits' }, 'Only its author or an admin can delete this note or stop sharing it.');
}

/** Earlier versions, asked for when they are opened. */
function history(entry, canEdit, take) {
    const body = h('div', {}, h('p', { class: 'small muted' }, 'Loading …'));
    return h('details', { class: 'history', ontoggle: async event => {
        if (!event.target.open) return;
        try {
            const { revisions } = await ask('/api/vault/history', { query: { entry_id: entry.entry_id } });
            const earlier = revisions.filter(one => one.revision !== entry.revision).sort((one, other) => other.revision - one.revision);
            body.replaceChildren(earlier.length ? h('ol', {}, earlier.map(one => h('li', {},
                h('p', { class: 'small muted' }, `Version ${one.revision}, ${fullTime(one.changed_at)}${one.author ? `, ${one.author}` : ''}`),
                h('p', { class: 'history-words' }, one.content), one.tags.length ? h('p', { class: 'small muted' }, one.tags.join(', ')) : null,
                canEdit && h('button', { class: 'button small', type: 'button', onclick: () => take(one) }, 'Take these words back')))) : h('p',
                    { class: 'small muted' }, 'The earlier versions are gone.'));
        } catch (error) {
            body.replaceChildren(h('p', { class: 'small muted' }, sentence(error)));
        }
    } }, h('summary', {}, count(entry.earlier_revisions, 'earlier version')), body);
}
