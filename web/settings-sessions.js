// Where one is signed in.

import { ask, remember } from './api.js';
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

/** The section's content. `again()` loads it anew. */
export async function sessions(again) {
    const answer = await ask('/api/account/sessions', { query: { limit: 200 } });
    const rows = answer.sessions.map(one => h('li', { class: 'line' },
        h('div', {}, h('p', {}, h('b', {}, browserName(one.user_agent)), one.current && h('span', { class: 'badge good' }, 'this one')),
            h('p', { class: 'small muted' }, [one.address, `used ${fullTime(one.last_used_at)}`,
                `since ${fullTime(one.created_at)}`].filter(Boolean).join(' · '))),
        one.current ? null : sure('End', 'End this session?', 'End it', async () => {
            await ask('/api/account/sessions/end', { body: { session_id: one.session_id } });
            await again();
        })));
    const everywhere = sure('Sign out everywhere', 'End all sessions, this one too?', 'Sign out everywhere', async () => {
        await ask('/api/account/logout-everywhere', { body: {} });
        remember(false);
        location.assign('/login');
    });
    return [
        h('p', { class: 'muted' }, 'Each browser that is signed in as you. One that is not used for a week ends by itself.'),
        h('ul', { class: 'lines' }, rows), h('div', { class: 'section-foot' }, everywhere)
    ];
}
