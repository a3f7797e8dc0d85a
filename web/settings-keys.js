// Keys of the three families. A secret is shown once, when it is made.

import { ask, sentence } from './api.js';
import { h } from './html.js';
import { once } from './once.js';
import { sure } from './sure.js';
import { fullTime } from './words.js';

const FAMILIES = [
    {
        id: 'pairs', title: 'Pairs for forms', of: 'organization', prefix: 'pk_ and sk_',
        about: 'The publishable key goes into your page with the script, the secret one stays on your server and asks for scores.',
        path: '/api/v1/auth/keys', list: answer => answer.keys.filter(key => !key.revoked_at),
        make: body => ask('/api/v1/auth/keys', { body }), end: key => ask(`/api/v1/auth/keys/${key.key_id}`, { method: 'DELETE' }), word: 'Revoke',
        shown: made => [['Publishable key', made.publishable_key], ['Secret key', made.secret_key]],
        details: key => [key.mode, key.publishable_key, `${key.secret_key_prefix}…`],
        fields: () => [h('label', { class: 'pick' }, h('span', { class: 'label' }, 'Mode'), h('select', { class: 'field', name: 'mode' },
            h('option', { value: 'live' }, 'live'), h('option', { value: 'test' }, 'test')))]
    },
    {
        id: 'posture', title: 'Posture keys', of: 'organization', prefix: 'psa_',
        about: 'For programs that have the answers of an AI read: POST /api/v2/psa/analyze.',
        path: '/api/keys', list: answer => answer.keys,
        make: body => ask('/api/keys', { body }), end: key => ask(`/api/keys/${key.id}`, { method: 'DELETE' }), word: 'Delete',
        shown: made => [['Key', made.key]], details: key => [`${key.prefix}…`], fields: () => []
    },
    {
        id: 'personal', title: 'Personal keys', of: 'person', prefix: 'skk_',
        about: 'For your own scripts: the vault and the conversations, as you.',
        path: '/api/account/keys', list: answer => answer.keys,
        make: ({ label, scopes, days }) => ask('/api/account/keys/create', { body: { label, scopes: scopes.split(' '), ...(days
            ? { expires_at: new Date(Date.now() + days * 86_400_000).toISOString() } : {}) } }),
        end: key => ask('/api/account/keys/revoke', { body: { key_id: key.key_id } }), word: 'Revoke',
        shown: made => [['Key', made.key]], details: key => [`${key.prefix}…`, (key.scopes || []).join(', '),
            key.expires_at && `until ${fullTime(key.expires_at)}`],
        fields: () => [
            h('label', { class: 'pick' }, h('span', { class: 'label' }, 'Access'), h('select', { class: 'field', name: 'scopes' },
                h('option', { value: 'read write' }, 'read and write'), h('option', { value: 'read' }, 'only read'),
                h('option', { value: 'read write admin' }, 'everything'))),
            h('label', { class: 'pick' }, h('span', { class: 'label' }, 'Expires'), h('select', { class: 'field', name: 'days' },
                h('option', { value: '' }, 'never'), h('option', { value: '30' }, 'in 30 days'), h('option', { value: '365' }, 'in a year')))
        ]
    }
];

function keyRow(family, key, mayEnd, again) {
    return h('li', { class: 'line' }, h('div', {}, h('p', {}, h('b', {}, key.label)),
        h('p', { class: 'small muted' }, [...family.details(key).filter(Boolean),
            key.last_used_at ? `used ${fullTime(key.last_used_at)}` : 'never used', `made ${fullTime(key.created_at)}`].join(' · '))),
    mayEnd && sure(family.word, 'What uses it stops working.', `${family.word} it`, async () => {
        await family.end(key);
        await again();
    }));
}

function familyPart(family, can) {
    const mayMake = family.of === 'person' || can.manage;
    const list = h('div', {}, h('p', { class: 'small muted' }, 'Loading …'));
    const fresh = h('div', { class: 'fresh', role: 'status' });
    const load = async () => {
        try {
            const found = family.list(await ask(family.path, { query: family.of === 'person' ? { limit: 200 } : { page_size: 200 } }));
            list.replaceChildren(found.length ? h('ul', { class: 'lines' }, found.map(key => keyRow(family, key, mayMake, load))) : h('p',
                { class: 'small muted' }, 'None yet.'));
        } catch (error) {
            list.replaceChildren(h('p', { class: 'small muted' }, sentence(error)));
        }
    };
    const message = h('p', { class: 'small bad', role: 'alert' });
    const label = h('input', { class: 'field', name: 'label', required: true, maxlength: 100, autocomplete: 'off', placeholder: 'What is it for?',
        id: `label-${family.id}` });
    const form = h('form', { class: 'make', onsubmit: async event => {
        event.preventDefault();
        const button = form.querySelector('button');
        button.disabled = true;
        message.textContent = '';
        try {
            const made = await family.make(Object.fromEntries(new FormData(form)));
            fresh.replaceChildren(h('div', { class: 'fresh-key' }, h('p', {}, h('b', {}, `“${made.label}” is made. `),
                'It is shown only once: copy it now.'), family.shown(made).map(([name, value]) => once(name, value)),
                h('button', { class: 'button plain small', type: 'button', onclick: () => fresh.replaceChildren() }, 'I have it')));
            form.reset();
            await load();
        } catch (error) {
            message.textContent = sentence(error);
        }
        button.disabled = false;
    } }, h('label', { class: 'grow', for: `label-${family.id}` }, h('span', { class: 'label' }, 'Name'), label), family.fields(),
    h('button', { class: 'button', type: 'submit' }, 'Make a key'));
    load();
    return h('div', { class: 'family', id: `keys-${family.id}` }, h('h3', {}, family.title, ' ', h('code', { class: 'muted' }, family.prefix)), h('p',
        { class: 'small muted' }, family.about),
        list, fresh, mayMake ? [form, message] : h('p', { class: 'small muted' }, 'Admins make these.'));
}

/** The section's content. */
export function keys(can) {
    return FAMILIES.map(family => familyPart(family, can));
}
