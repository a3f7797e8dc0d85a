// The panel that says everything about one sentence.

import { h, s } from './html.js';
import { FAMILIES, LANES, LEVELS, family, figure, meaning } from './posture-codes.js';
import { levelMark } from './posture-marks.js';

/** What the five readers say of a sentence: lane, code, its name and confidence, and whether it is sure enough to count. */
export function readings(turn, side, index, config) {
    const lanes = side === 'user' ? ['c0'] : LANES.slice(1);
    return lanes.filter(lane => turn[lane] && turn[lane].postures[index] !== undefined).map(lane => {
        const code = turn[lane].postures[index];
        const entry = config.codes[lane][code] || { code: `${lane} ${code}`, name: '' };
        const confidence = (turn[lane].confidences || [])[index];
        const needs = lane === 'c2' || lane === 'c3' ? config.thresholds.sentence_confidence : 0;
        const counts = confidence === undefined || confidence >= needs;
        return { lane, code, confidence, family: family(lane, code), label: entry.code, name: entry.name, counts, needs };
    });
}

/** The family that a sentence is marked with: the first of the order that counts, else the first that does not; null when all is neutral. */
export function leading(found) {
    const order = Object.keys(FAMILIES);
    const marked = found.filter(one => one.family).sort((a, b) => (b.counts - a.counts) || order.indexOf(a.family) - order.indexOf(b.family));
    return marked.length ? marked[0].family : null;
}

function meter(confidence, tone) {
    const width = Math.round(confidence * 100);
    return s('svg', { class: 'confidence', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true', 'data-family': tone },
        s('rect', { class: 'whole', width: 100, height: 6 }), s('rect', { class: 'part', width, height: 6 }));
}

function reading(one, config) {
    const percent = one.confidence === undefined ? null : `${Math.round(one.confidence * 100)} %`;
    return h('li', { class: one.family ? 'reading-row' : 'reading-row is-neutral' },
        h('span', { class: 'lane-title' }, `${config.titles[one.lane]} · ${one.lane.toUpperCase()}`),
        h('span', { class: 'reading-code' },
            one.name, ' ', h('span', { class: 'chip-code', 'data-family': one.family, 'data-unsure': one.counts ? null : '' }, one.label),
            percent && h('span', { class: 'percent' }, percent)),
        one.family && h('span', { class: 'small muted' }, meaning(one.lane, one.code), one.counts ? null : ` Below ${one.needs}, so it does not count.`),
        one.confidence !== undefined && one.family && meter(one.confidence, one.family));
}

/** Rules in which the sentence takes part, gravest first. */
export function rulesOf(turn, side, index) {
    return (turn.drivers || []).filter(driver => (driver.side || 'response') === side && (driver.sentence_indexes || []).includes(index))
        .sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

export function detail(turn, side, index, config, step) {
    const text = (side === 'user' ? turn.c0 : turn.c1).sentences[index];
    const rules = rulesOf(turn, side, index);
    const who = side === 'user' ? 'user' : 'answer';
    return [
        h('div', { class: 'detail-head' },
            h('h4', { id: 'detail-title' }, `Turn ${turn.turn}, ${who}, sentence ${index + 1}`),
            h('span', { class: 'steps-pair' },
                h('button', { class: 'button plain icon', type: 'button', 'aria-label': 'Previous sentence', onclick: () => step(-1) }, '↑'),
                h('button', { class: 'button plain icon', type: 'button', 'aria-label': 'Next sentence', onclick: () => step(1) }, '↓'))),
        h('blockquote', {}, text),
        h('ul', { class: 'readings' }, readings(turn, side, index, config).map(one => reading(one, config))),
        rules.length > 0 && h('h5', {}, 'Takes part in'),
        rules.length > 0 && h('ul', { class: 'takes-part' }, rules.map(rule => h('li', {}, levelMark(rule.level), h('span', {}, inWords(rule)))))
    ].filter(Boolean);
}

/** A fired rule in words, with its figures when they are not in the words already. */
export function inWords(rule) {
    const reason = rule.reason || rule.metric.toUpperCase();
    return reason.charAt(0).toUpperCase() + reason.slice(1) + '.';
}

/** The figures of a fired rule: its limit, and metric and value where the words do not have them. */
export function figures(rule) {
    const name = rule.metric.toUpperCase().replace('_', ' ');
    return (rule.reason || '').includes(name) ? `Limit ${figure(rule.threshold)}` : `${name} ${figure(rule.value)}, limit ${figure(rule.threshold)}`;
}
