// The score as a dial with its two lines, and all attempts of this visit on one scale.

import { h, s, icon } from './html.js';

export const VERDICTS = {
    match: { word: 'Match', icon: 'check' },
    review: { word: 'Review', icon: 'question' },
    mismatch: { word: 'Mismatch', icon: 'cross' }
};
/** The documented lines: 72 and above match, below 40 mismatch. */
export const LINES = { review: 40, match: 72 };

const CENTRE = { x: 150, y: 142 };
const RADIUS = 112;

/** The point of a score on the dial: 0 on the left, 100 on the right. */
function point(score, radius) {
    const angle = Math.PI * (1 - score / 100);
    return [CENTRE.x + radius * Math.cos(angle), CENTRE.y - radius * Math.sin(angle)].map(value => value.toFixed(2));
}

function arc(from, to, kind) {
    return s('path', { class: `arc ${kind}`, d: `M${point(from, RADIUS)}A${RADIUS} ${RADIUS} 0 0 1 ${point(to, RADIUS)}` });
}

/** The dial of a score 0…100 with its verdict. */
export function dial(score, status) {
    const hand = s('g', { class: 'turn' }, s('circle', { class: 'knob', cx: CENTRE.x - RADIUS, cy: CENTRE.y, r: 10 }));
    const turn = value => {
        hand.style.transformOrigin = `${CENTRE.x}px ${CENTRE.y}px`;
        hand.style.transform = `rotate(${1.8 * value}deg)`;
    };
    turn(0);
    requestAnimationFrame(() => requestAnimationFrame(() => turn(score)));
    const faint = kind => (kind === status ? kind : `${kind} faint`);
    return s('svg', { class: 'dial', viewBox: '0 0 300 172', role: 'img', 'aria-labelledby': 'dial-title dial-desc' },
        s('title', { id: 'dial-title' }, `Score ${score} of 100: ${VERDICTS[status].word}.`),
        s('desc', { id: 'dial-desc' }, `Below ${LINES.review} is a mismatch, from ${LINES.match} on a match, between them a review.`),
        arc(0.6, LINES.review - 0.6, faint('mismatch')), arc(LINES.review + 0.6, LINES.match - 0.6, faint('review')),
        arc(LINES.match + 0.6, 99.4, faint('match')),
        [0, LINES.review, LINES.match, 100].map(value => {
            const [x, y] = value === 0 || value === 100 ? [point(value, RADIUS)[0], CENTRE.y + 24] : point(value, RADIUS + 22);
            return s('text', { class: 'scale', x, y: Number(y) + (value === 0 || value === 100 ? 0 : 4) }, value);
        }),
        hand, s('text', { class: 'number', x: CENTRE.x, y: CENTRE.y - 8 }, score.toFixed(1)));
}

/** The verdict as a word with its icon, never colour alone. */
export function statusPill(status) {
    return h('p', { class: 'status', 'data-status': status }, icon(VERDICTS[status].icon), VERDICTS[status].word);
}

const SHAPES = {
    self: x => s('circle', { cx: x, cy: 34, r: 8 }),
    claim: x => s('path', { d: `M${x - 9} 42h18l-9-16Z` }),
    robot: x => s('rect', { x: x - 7.5, y: 26.5, width: 15, height: 15, rx: 2 })
};

/** Points within which two marks would cover each other on a phone, and the pixels from one row of marks to the next. */
const MARK_POINTS = 7;
const MARK_ROW = 20;

/** The lowest row for each score in which it covers no other: [0, 1, …]. */
export function rows(scores) {
    const taken = [];
    return scores.map(score => {
        let row = 0;
        while ((taken[row] || []).some(other => Math.abs(other - score) < MARK_POINTS)) row += 1;
        (taken[row] ||= []).push(score);
        return row;
    });
}

/** All scored attempts on one line from 0 to 100: circles the person, triangles somebody else, squares the robot. Close ones are stacked. */
export function scoreAxis(attempts) {
    const at = score => 10 + score * 9.8;
    const drawing = s('svg', { viewBox: '0 0 1000 80', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        [['mismatch', 0, LINES.review], ['review', LINES.review, LINES.match], ['match', LINES.match, 100]].map(([kind, from, to]) =>
            s('rect', { x: at(from), width: at(to) - at(from), y: 52, height: 5, class: `band ${kind}` })));
    const holder = h('div', { class: 'axis' }, drawing);
    // Marks and words are drawn unstretched, at percentages of the width.
    const marks = s('svg', { 'aria-hidden': 'true' });
    const place = (score, row, child) => {
        const group = s('svg', { x: `${at(score) / 10}%`, y: -row * MARK_ROW, overflow: 'visible' }, child);
        marks.append(group);
    };
    [0, LINES.review, LINES.match, 100].forEach(value => place(value, 0, s('text', { x: 0, y: 78 }, value)));
    const stacked = rows(attempts.map(attempt => attempt.score));
    holder.style.marginTop = `${Math.max(...stacked) * MARK_ROW}px`;
    attempts.forEach((attempt, index) => {
        const shape = SHAPES[attempt.kind](0);
        shape.setAttribute('class', `mark ${attempt.status}${index === attempts.length - 1 ? ' latest' : ''}`);
        place(attempt.score, stacked[index], shape);
    });
    holder.append(marks);
    return holder;
}
