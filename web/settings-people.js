// Who belongs to the organization, with which role; and the organization's name.

import { ask, sentence } from './api.js';
import { h } from './html.js';
import { once } from './once.js';
import { sure } from './sure.js';
import { fullTime } from './words.js';

const ROLES = {
    owner: 'Owner: everything, owners too', admin: 'Admin: people, keys, settings', member: 'Member: reads and writes', viewer: 'Viewer: only reads'
};

function roleField(value, can, attributes) {
    return h('select', { class: 'field', ...attributes }, Object.entries(ROLES).filter(([role]) => can.own || role !== 'owner' || role === value)
        .map(([role, words]) => h('option', { value: role, selected: role === value }, words)));
}

function personRow(user, can, me, again) {
    const isMe = user.user_id === me.user.user_id;
    const mayChange = can.manage && !isMe && (user.role !== 'owner' || can.own);
    const message = h('p', { class: 'small bad', role: 'alert' });
    const select = mayChange ? roleField(user.role, can, { 'aria-label': `Role of ${user.email}`, onchange: async () => {
        message.textContent = '';
        try {
            await ask(`/api/v1/auth/users/${user.user_id}`, { method: 'PATCH', body: { role: select.value } });
            user.role = select.value;
        } catch (error) {
            select.value = user.role;
            message.textContent = sentence(error);
        }
    } }) : h('span', { class: 'small muted' }, ROLES[user.role] ? ROLES[user.role].split(':')[0] : user.role);
    return h('li', { class: 'line' }, h('div', {}, h('p', {}, h('b', {}, user.email), isMe && h('span', { class: 'badge good' }, 'you')),
        h('p', { class: 'small muted' }, `member since ${fullTime(user.created_at)}`), message),
        h('div', { class: 'line-side' }, select, mayChange && sure('Remove', 'Remove this account?', 'Remove it', async () => {
            await ask(`/api/v1/auth/users/${user.user_id}`, { method: 'DELETE' });
            await again();
        })));
}

/** A password that nobody has to think of. */
function freshPassword() {
    return Array.from(crypto.getRandomValues(new Uint8Array(18)),
        byte => 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789-_'[byte % 56]).join('');
}

function inviteForm(can, again, fresh) {
    const message = h('p', { class: 'small bad', role: 'alert' });
    const form = h('form', { class: 'make', onsubmit: async event => {
        event.preventDefault();
        const { email, role } = Object.fromEntries(new FormData(form));
        const password = freshPassword();
        message.textContent = '';
        try {
            await ask('/api/v1/auth/users', { body: { email, role, password } });
            form.reset();
            await again(h('div', { class: 'fresh-key' }, h('p', {}, h('b', {}, `${email} can sign in now. `),
                'Give them this password; it is shown only once.'), once('Password', password)));
        } catch (error) {
            message.textContent = sentence(error);
        }
    } }, h('label', { class: 'grow' }, h('span', { class: 'label' }, 'Email of a new person'), h('input',
        { class: 'field', name: 'email', type: 'email', required: true, maxlength: 254, autocomplete: 'off' })),
    h('label', { class: 'pick' }, h('span', { class: 'label' }, 'Role'), roleField('member', can, { name: 'role' })), h('button',
        { class: 'button', type: 'submit' }, 'Add'));
    return [fresh, form, message];
}

/** The section's content. */
export async function people(can, me, again) {
    const list = h('div', {});
    const fresh = h('div', { class: 'fresh', role: 'status' });
    const load = async shown => {
        const answer = await ask('/api/v1/auth/users', { query: { page_size: 200 } });
        list.replaceChildren(h('ul', { class: 'lines' }, answer.users.map(user => personRow(user, can, me, () => load()))),
            answer.total > answer.users.length ? h('p', { class: 'small muted' }, `The first ${answer.users.length} of ${answer.total}.`) : '');
        if (shown) fresh.replaceChildren(shown);
    };
    await load();
    return [list, can.manage ? inviteForm(can, load, fresh) : h('p', { class: 'small muted' }, 'Admins add people and change roles.')];
}

/** The organization's name. */
export async function organization(can, me) {
    const answer = await ask('/api/v1/auth/organization');
    const message = h('p', { class: 'small', role: 'status' });
    const form = h('form', { class: 'make', onsubmit: async event => {
        event.preventDefault();
        try {
            const changed = await ask('/api/v1/auth/organization', { method: 'PATCH',
                body: { org_name: new FormData(form).get('org_name').trim() } });
            message.className = 'small good';
            message.textContent = `It is called ${changed.org_name} now.`;
        } catch (error) {
            message.className = 'small bad';
            message.textContent = sentence(error);
        }
    } }, h('label', { class: 'grow' }, h('span', { class: 'label' }, 'Name'), h('input',
        { class: 'field', name: 'org_name', value: answer.org_name, required: true, maxlength: 200, disabled: !can.manage })),
    can.manage && h('button', { class: 'button', type: 'submit' }, 'Save'));
    return [form, message, h('dl', { class: 'values' }, [['Id', answer.org_id], ['Id for the vault’s API', me.organization.org_id],
        ['Since', fullTime(answer.created_at)]]
        .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, h(name === 'Since' ? 'span' : 'code', {}, value)))))];
}
