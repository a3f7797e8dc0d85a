// What was done in the organization, by whom: read from the log that cannot be changed without being noticed.

import { ask, sentence } from './api.js';
import { h } from './html.js';
import { fullTime } from './words.js';

const WORDS = {
    login: 'signed in', 'login.failed': 'failed to sign in', logout: 'signed out', 'logout.everywhere': 'signed out everywhere',
        'session.ended': 'ended a session', 'organization.registered': 'created the organization',
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
    'user.instance_admin_granted': 'made somebody look after this server'
};

function actorName(entry, names) {
    const actor = typeof entry.actor === 'object' && entry.actor ? entry.actor : { kind: entry.actor_kind || String(entry.actor || '').split(':')[0],
        id: entry.actor_id || String(entry.actor || '').split(':')[1] };
    if (actor.kind === 'user') return names.get(actor.id) || actor.id || 'Somebody';
    return { system: 'The server', anonymous: 'Somebody unknown', key: `Key ${actor.id || ''}` }[actor.kind] || actor.id || actor.kind;
}

function row(entry, names) {
    const failed = entry.result && !['success', 'ok'].includes(entry.result);
    return h('tr', {}, h('td', { class: 'nowrap' }, fullTime(entry.at)), h('td', {}, actorName(entry, names)),
        h('td', {}, WORDS[entry.action] || entry.action, failed && h('span', { class: 'badge bad' }, 'not allowed')),
        h('td', { class: 'muted' }, entry.target_type && entry.target_type !== 'session' ? h('code', {}, entry.target_id || entry.target_type) : ''),
            h('td', { class: 'muted nowrap' }, entry.ip || ''));
}

/** The section's content. */
export async function audit() {
    const users = await ask('/api/v1/auth/users', { query: { limit: 100 } }).catch(() => ({ users: [] }));
    const names = new Map(users.users.map(user => [user.user_id, user.email]));
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
        found ? h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Audit log' }, h('table', {},
            h('thead', {}, h('tr', {}, ['When', 'Who', 'Did', 'To', 'From'].map(name => h('th', { scope: 'col' }, name)))), rows)) : h('p',
            { class: 'muted' }, 'Nothing yet.'),
        more
    ];
}
