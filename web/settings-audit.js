// What was done in the organization, by whom: read from the log that cannot be changed without being noticed.

import { ask, sentence } from './api.js';
import { h } from './html.js';
import { fullTime } from './words.js';

const WORDS = {
    login: 'signed in', 'login.failed': 'failed to sign in', logout: 'signed out', 'logout.everywhere': 'signed out everywhere',
        'session.ended': 'signed a browser out', 'organization.registered': 'created the organization',
    'organization.changed': 'changed the organization', 'user.invited': 'added a person', 'user.removed': 'removed a person',
        'user.role_changed': 'changed a role', 'user.tier_changed': 'changed a tier',
    'key.created': 'made a key', 'key.revoked': 'revoked a key', 'webhook.created': 'made a webhook', 'webhook.changed': 'changed a webhook',
        'webhook.deleted': 'deleted a webhook', 'settings.changed': 'changed settings',
    'data.exported': 'exported data', 'data.imported': 'imported data', 'data.deleted': 'deleted data', 'thread.deleted': 'deleted a conversation',
        'vault.exported': 'exported the vault', 'vault.imported': 'imported notes', 'vault.deleted': 'deleted a note',
    'delivery.replayed': 'replayed a delivery', 'vault.entry.deleted': 'deleted a note', 'vault.entry.shared': 'shared a note',
    'vault.entry.taken_back': 'took a note back', 'webhook.secret_rotated': 'gave a webhook a new secret',
    'identity.baseline_reset': 'reset what was learned of a person', 'organization.plan_changed': 'changed the plan',
    'user.password_changed': 'changed their password', 'user.password_reset': 'gave somebody a new password',
    'user.instance_admin_granted': 'made somebody a server admin'
};

function actorName(entry, names) {
    const actor = typeof entry.actor === 'object' && entry.actor ? entry.actor : { kind: entry.actor_kind || String(entry.actor || '').split(':')[0],
        id: entry.actor_id || String(entry.actor || '').split(':')[1] };
    if (actor.kind === 'user') return names.get(actor.id) || gone('usr_', actor.id);
    if (actor.kind === 'key') return names.get(actor.id) || gone('key_', actor.id);
    return { system: 'The server', anonymous: 'Not signed in' }[actor.kind] || actor.id || actor.kind;
}

/** What is no longer there has no name; its id is in the tip. */
function gone(prefix, id) {
    if (prefix === 'usr_' || String(id).startsWith('usr_')) return h('span', { class: 'muted', title: id }, 'A removed person');
    return prefix === 'key_' || String(id).startsWith('key_') ? h('span', { class: 'muted', title: id }, 'A revoked key') : null;
}

/** What the ids in the log are called: people by email, keys by what they are for. */
async function namesOfIDs() {
    const quietly = (path, query) => ask(path, { query }).catch(() => ({}));
    const [users, pairs, posture, personal] = await Promise.all([quietly('/api/v1/auth/users', { page_size: 200 }),
        quietly('/api/v1/auth/keys', { page_size: 200 }), quietly('/api/keys', { page_size: 200 }), quietly('/api/account/keys', { limit: 200 })]);
    return new Map([
        ...(users.users || []).map(user => [user.user_id, user.email]),
        ...[...(pairs.keys || []), ...(posture.keys || []), ...(personal.keys || [])].map(key => [key.key_id || key.id, `key “${key.label}”`])
    ]);
}

function target(entry, names) {
    if (!entry.target_type || entry.target_type === 'session') return '';
    return names.get(entry.target_id) || gone(entry.target_type === 'user' ? 'usr_' : '', entry.target_id)
        || h('code', {}, entry.target_id || entry.target_type);
}

function row(entry, names) {
    const failed = entry.result && !['success', 'ok'].includes(entry.result);
    return h('tr', {}, h('td', { class: 'nowrap' }, fullTime(entry.at)), h('td', {}, actorName(entry, names)),
        h('td', {}, WORDS[entry.action] || entry.action, failed && h('span', { class: 'badge bad' }, 'not allowed')),
        h('td', { class: 'muted' }, target(entry, names)),
        h('td', { class: 'muted nowrap' }, entry.ip || ''));
}

/** The section's content. */
export async function audit(can) {
    if (!can.manage) return h('p', { class: 'muted' }, 'Your role does not show this.');
    const names = await namesOfIDs();
    const rows = h('tbody', {});
    const more = h('div', { class: 'section-foot' });
    let offset = 0;
    const load = async () => {
        const answer = await ask('/api/audit', { query: { limit: 25, offset } });
        const entries = answer.entries || answer.records || answer.audit || [];
        offset += entries.length;
        rows.append(...entries.map(entry => row(entry, names)));
        more.replaceChildren(...(answer.has_more ? [h('button', { class: 'button small', type: 'button',
            onclick: () => load().catch(error => more.replaceChildren(sentence(error))) }, 'Show older entries')] : []));
        return entries.length;
    };
    const found = await load();
    return [
        h('p', { class: 'muted' }, 'Sign-ins, keys, people, exports and deletions, each bound to the one before. ', h('code', {},
            'mien audit verify'), ' shows that nothing was taken out or changed.'),
        found ? h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Records' }, h('table', {},
            h('thead', {}, h('tr', {}, ['When', 'Who', 'Did', 'To', 'From'].map(name => h('th', { scope: 'col' }, name)))), rows)) : h('p',
            { class: 'muted' }, 'Nothing yet.'),
        more
    ];
}
