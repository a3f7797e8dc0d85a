// The shape of a rhythm: every key a bar from press to release, in the lane of its zone. Drawn from what was sent, nothing else.

import { h, s } from './html.js';

/** Top to bottom as on the keyboard; the thumb lies lowest. */
const LANES = { L0: 0, R0: 0, D: 0, P: 0, E: 0, L1: 1, R1: 1, N: 1, '*': 1, L2: 2, R2: 2, M: 2, S: 3 };
const LANE_HEIGHT = 13;
const HEIGHT = 4 * LANE_HEIGHT + 2;

function hand(zone) {
    if (zone && zone[0] === 'L') return 'left';
    if (zone && zone[0] === 'R') return 'right';
    return zone === 'S' ? 'thumb' : 'other';
}

/** The presses of one attempt: [{ zone, from, to }] in milliseconds since the first one. */
export function presses(events) {
    const open = new Map();
    const found = [];
    for (const event of events) {
        const data = event.data || {};
        if (event.event_type === 'keydown' && !data.repeat) {
            const press = { zone: data.zone, from: event.timestamp * 1000, to: event.timestamp * 1000 + 60 };
            open.set(data.press, press);
            found.push(press);
        } else if (event.event_type === 'keyup' && open.has(data.press)) {
            open.get(data.press).to = event.timestamp * 1000;
        }
    }
    const start = found.length ? found[0].from : 0;
    return found.map(press => ({ zone: press.zone, from: press.from - start, to: press.to - start }));
}

/** One strip per attempt on a shared time scale, newest first. */
export function rhythmStrips(attempts) {
    const longest = Math.min(20000, Math.max(1500, ...attempts.map(attempt => Math.max(0, ...attempt.presses.map(press => press.to)))));
    return attempts.map(attempt => {
        const seconds = Math.max(0, ...attempt.presses.map(press => press.to)) / 1000;
        const drawing = s('svg', { viewBox: `0 0 ${longest} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img',
            'aria-label': `${attempt.presses.length} keys in ${seconds.toFixed(1)} seconds` },
            [1, 2, 3, 4].map(lane => s('line', { class: 'guide', x1: 0, x2: longest, y1: lane * LANE_HEIGHT, y2: lane * LANE_HEIGHT,
                'vector-effect': 'non-scaling-stroke' })),
            attempt.presses.map(press => s('rect', { class: `bar ${hand(press.zone)}`, x: press.from.toFixed(1),
                width: Math.max(6, press.to - press.from).toFixed(1), y: (LANES[press.zone] ?? 1) * LANE_HEIGHT + 3, height: LANE_HEIGHT - 5 })));
        return h('li', { class: 'rhythm' },
            h('p', { class: 'who' }, attempt.label, h('span', {}, `${attempt.presses.length} keys, ${seconds.toFixed(1)} s`)), drawing);
    });
}
