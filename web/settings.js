// The settings: sections that load by themselves, so that one that fails does not take the others with it.

import { ask, leaveIfOut, remember, sentence } from './api.js';
import { h } from './html.js';
import { audit } from './settings-audit.js';
import { keys } from './settings-keys.js';
import { model } from './settings-model.js';
import { organization, people } from './settings-people.js';
import { sessions } from './settings-sessions.js';
import { fullTime, money } from './words.js';

const body = id => document.querySelector(`#${id} [data-body]`);

const TIERS = { sidekick: 'Sidekick', operator: 'Operator', builder: 'Builder', admin: 'Admin' };
const ROLES = { owner: 'Owner', admin: 'Admin', member: 'Member', viewer: 'Viewer' };

/** Names and values, as all sections show them. */
function table(rows) {
    return h('dl', { class: 'values' }, rows.filter(Boolean).map(([name, ...value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

async function signOut() {
    await ask('/api/account/logout', { body: {} }).catch(() => null);
    remember(null);
    location.assign('/login');
}

function account({ user, organization: org, tier }) {
    return [
        table([
            ['Email', user.email], ['Role', `${ROLES[user.role] || user.role} of ${org.name}`, user.is_instance_admin && h('span', { class: 'badge' },
                'Server admin')],
            ['Tier', TIERS[tier] || tier], user.created_at && ['Member since', fullTime(user.created_at)]
        ]),
        h('div', { class: 'section-foot' }, h('button', { class: 'button', type: 'button', id: 'sign-out', onclick: signOut }, 'Sign out'))
    ];
}

function usage({ actions, tier }) {
    const isMoney = actions.unit === 'usd';
    const shown = value => (isMoney ? money(value) : Number(value).toLocaleString('en'));
    const what = isMoney ? 'of model time' : 'actions';
    const share = actions.cap ? Math.min(1, actions.used / actions.cap) : 0;
    return [
        h('p', { class: 'big-number' }, shown(actions.used), h('span', { class: 'muted' },
            actions.cap === null ? ` ${what} this month` : ` of ${shown(actions.cap)} ${what} this month`)),
        actions.cap !== null && h('meter', { class: 'used', min: 0, max: 1, value: share, high: 0.8, optimum: 0,
            'aria-label': `${Math.round(share * 100)} % used` }),
        h('p', { class: 'muted' }, actions.cap === null
            ? 'There is no cap on this server. One action is one reply of the assistant; the vault, search and exports are free.'
            : `The ${TIERS[tier] || tier} tier. One action is one reply of the assistant; the vault, search and exports are free. `
                + 'When the cap is reached, replies wait for the next month, and everything else goes on.'),
        h('p', { class: 'small muted' }, `The count starts again on ${fullTime(actions.resets_at)}.`)
    ];
}

/** Fills a section; what goes wrong is told in it, with a way to try again. */
async function fill(id, make) {
    const place = body(id);
    place.replaceChildren(h('p', { class: 'muted small' }, 'Loading …'));
    try {
        const parts = await make(() => fill(id, make));
        place.replaceChildren(...[parts].flat(Infinity).filter(Boolean));
    } catch (error) {
        if (error.status === 401) return;
        const words = error.status === 403 ? 'Your role does not show this.' : error.status === 404 ? 'This server does not have it.'
            : sentence(error);
        place.replaceChildren(h('p', { class: 'muted' }, words), error.status === 403 || error.status === 404 ? ''
            : h('button', { class: 'button small', type: 'button', onclick: () => fill(id, make) }, 'Try again'));
    }
}

/** Marks the section that is being looked at. */
function followSections() {
    const links = [...document.querySelectorAll('#sections a')];
    const seen = new Set();
    const watcher = new IntersectionObserver(entries => {
        entries.forEach(entry => (entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id)));
        const first = links.find(link => seen.has(link.hash.slice(1)));
        links.forEach(link => (link === first ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
    }, { rootMargin: '-15% 0px -55% 0px' });
    document.querySelectorAll('#settings section').forEach(section => watcher.observe(section));
}

async function start() {
    if (leaveIfOut()) return;
    let me = null;
    await fill('account', async () => {
        me = await ask('/api/account');
        remember(me.user.email);
        return account(me);
    });
    if (!me) return;
    const role = me.user.role;
    const can = { write: role !== 'viewer', manage: ['owner', 'admin'].includes(role), own: role === 'owner' };
    await Promise.all([
        fill('sessions', sessions), fill('keys', () => keys(can, me)), fill('members', again => people(can, me, again)),
        fill('organization', again => organization(can, me, again)), fill('model', () => model(can)), fill('usage', async () => usage(me)),
            fill('audit', () => audit(can))
    ]);
    followSections();
    if (location.hash && document.querySelector(location.hash)) document.querySelector(location.hash).scrollIntoView();
}

start();
