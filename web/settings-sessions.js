// Where one is signed in, and the password for it.

import { ask, remember, sentence } from './api.js';
import { h } from './html.js';
import { sure } from './sure.js';
import { fullTime } from './words.js';

/** A browser's name for people: "Firefox on Linux". */
export function browserName(agent) {
    if (!agent) return 'Unknown program';
    const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/',
        'Safari']].find(([mark]) => agent.includes(mark));
    const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['CrOS', 'ChromeOS'],
        ['Linux', 'Linux']]
        .find(([mark]) => agent.includes(mark));
    if (!browser) return agent.slice(0, 60);
    return system ? `${browser[1]} on ${system[1]}` : browser[1];
}

/** `reload()` shows the list anew. */
function passwordForm(reload) {
    const message = h('p', { class: 'small', role: 'status' });
    const tell = (words, kind) => {
        message.className = `small ${kind}`;
        message.textContent = words;
    };
    const field = (name, words, attributes) => h('label', { class: 'grow' }, h('span', { class: 'label' }, words),
        h('input', { class: 'field', type: 'password', name, required: true, maxlength: 128, ...attributes }));
    const form = h('form', { class: 'make', onsubmit: async event => {
        event.preventDefault();
        tell('', '');
        try {
            await ask('/api/account/password', { body: Object.fromEntries(new FormData(form)) });
            form.reset();
            await reload();
            tell('Your password is changed. You are signed out everywhere else.', 'good');
        } catch (error) {
            tell(sentence(error), 'bad');
        }
    } }, field('current_password', 'Your password', { autocomplete: 'current-password' }),
    field('new_password', 'A new one, of 8 characters or more', { autocomplete: 'new-password', minlength: 8 }),
    h('button', { class: 'button', type: 'submit' }, 'Change'));
    return h('details', { class: 'fold' }, h('summary', {}, 'Change your password'), h('div', {}, form, message,
        h('p', { class: 'small muted' }, 'Programs that signed in with it must sign in again. Keys keep working.')));
}

function row(one, reload) {
    return h('li', { class: 'line' },
        h('div', {}, h('p', {}, h('b', {}, browserName(one.user_agent)), one.current && h('span', { class: 'badge good' }, 'this one')),
            h('p', { class: 'small muted' }, [one.address, `used ${fullTime(one.last_used_at)}`,
                `since ${fullTime(one.created_at)}`].filter(Boolean).join(' · '))),
        one.current ? null : sure('Sign out', 'Sign this browser out?', 'Sign it out', async () => {
            await ask('/api/account/sessions/end', { body: { session_id: one.session_id } });
            await reload();
        }));
}

/** The section's content. */
export async function sessions() {
    const list = h('ul', { class: 'lines' });
    const load = async () => {
        const answer = await ask('/api/account/sessions', { query: { limit: 200 } });
        list.replaceChildren(...answer.sessions.map(one => row(one, load)));
    };
    await load();
    const everywhere = sure('Sign out everywhere', 'Sign out of every browser, this one too?', 'Sign out everywhere', async () => {
        await ask('/api/account/logout-everywhere', { body: {} });
        remember(null);
        location.assign('/login');
    });
    return [
        h('p', { class: 'muted' }, 'Each browser that is signed in as you. One that is not used for a week is signed out by itself.'),
        list, passwordForm(load), h('div', { class: 'section-foot' }, everywhere)
    ];
}
