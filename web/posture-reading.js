// The conversation itself: turn by turn, sentence by sentence, with the rules that fired and the figures behind them.

import { h, s } from './html.js';
import { FAMILIES, LEVELS, figure, meaning, metrics } from './posture-codes.js';
import { figures, inWords, leading, readings } from './posture-detail.js';
import { levelMark } from './posture-marks.js';

/** The legend: each family with its underline and its word. */
export function key() {
    return Object.entries(FAMILIES).map(([name, { title }]) => h('li', {}, h('span', { class: 'marked', 'data-family': name }, title)));
}

/** What the families mean, before anything was read. */
export function about() {
    return Object.entries(FAMILIES).map(([name, { title, what, lane }]) => h('div', {},
        h('h2', {}, h('span', { class: 'marked', 'data-family': name }, title), ' ', h('span', { class: 'lane-tag' }, lane)), h('p', {}, what)));
}

function sentence(turn, side, index, text, config) {
    const found = readings(turn, side, index, config);
    const marked = found.filter(one => one.family);
    const mark = leading(found);
    const percent = one => (one.confidence === undefined ? '' : `, ${Math.round(one.confidence * 100)} %`);
    const spoken = marked.map(one => `${one.name}${percent(one)} (${one.label})`).join('; ') || 'neutral';
    return h('li', {
        class: 'sentence', role: 'option', tabindex: '-1', 'aria-selected': 'false', 'data-turn': turn.turn, 'data-side': side, 'data-index': index,
        'data-family': mark, 'aria-label': `${index + 1}: ${text} (${spoken})`
    },
    h('span', { class: 'number' }, index + 1),
    h('span', { class: 'words' }, h('span', { class: mark ? 'marked' : null, 'data-family': mark }, text)),
    h('span', { class: 'codes' }, marked.map(one =>
        h('span', { class: 'chip-code', 'data-family': one.family, 'data-unsure': one.counts ? null : '', title: meaning(one.lane, one.code) },
            h('span', { class: 'chip-name' }, one.name), ' ', h('small', {}, one.label)))));
}

function block(turn, side, config) {
    const read = side === 'user' ? turn.c0 : turn.c1;
    if (!read) return null;
    const title = side === 'user' ? 'User' : 'Answer';
    const sentences = read.sentences || [];
    return h('div', { class: `speaker ${side}` },
        h('p', { class: 'speaker-name', 'aria-hidden': 'true' }, title),
        sentences.length
            ? h('ol', { class: 'sentences', role: 'listbox', 'aria-label': `Turn ${turn.turn}, ${title.toLowerCase()}: sentences` },
                sentences.map((text, index) => sentence(turn, side, index, text, config)))
            : h('p', { class: 'small muted' }, 'No sentence: nothing with a letter or a digit.'));
}

/** One fired rule: level, words, metric and value against the threshold, and the sentences as links. */
function rule(turn, driver, choose) {
    const side = driver.side || 'response';
    const indexes = driver.sentence_indexes || [];
    const shown = indexes.slice(0, 12);
    return h('li', { class: 'rule' }, levelMark(driver.level || 'yellow'),
        h('div', {},
            h('p', {}, inWords(driver)),
            h('p', { class: 'small muted' }, h('span', { class: 'figures' }, figures(driver)),
                side !== 'session' && shown.length > 0 && [` · ${side === 'user' ? 'user, ' : ''}sentence${indexes.length > 1 ? 's' : ''} `,
                    shown.map(index => h('button', { class: 'link', type: 'button', 'aria-label': `Sentence ${index + 1} of the ${side}`,
                        onclick: () => choose(turn.turn, side, index, true) }, index + 1))],
                indexes.length > shown.length && ` and ${indexes.length - shown.length} more`,
                side === 'session' && ' · from the turns so far')));
}

function tile(turn, metric) {
    const value = metric.read(turn);
    if (value === undefined || value === null) return null;
    const id = `tip-${turn.turn}-${metric.key}`;
    const part = Math.min(1, value / metric.most) * 100;
    const reached = reachedLevel(turn, metric);
    const extra = metric.key === 'pd' ? ` · ${turn.c4.td}` : '';
    return h('li', {}, h('button', { class: 'metric', type: 'button', 'aria-describedby': id, 'data-level': reached },
        h('span', { class: 'metric-name' }, metric.short), ' ',
        h('span', { class: 'metric-value' }, figure(value), extra && h('span', { class: 'muted' }, extra)),
        s('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
            s('rect', { class: 'whole', y: 2, width: 100, height: 4 }), s('rect', { class: 'part', y: 2, width: part, height: 4 }),
            metric.marks.map(mark => s('rect', { class: 'tick', x: mark.value / metric.most * 100 - 0.6, width: 1.2, height: 8 }))),
        reached && h('span', { class: 'for-readers' }, ` (${reached})`)),
    h('span', { class: 'tip', role: 'tooltip', id }, h('b', {}, metric.name), h('span', {}, metric.what),
        h('span', {}, metric.marks.length ? sentenceOf(metric.marks) : 'No threshold of its own.')));
}

function sentenceOf(marks) {
    const words = marks.map(mark => mark.words).join(', ');
    return words.charAt(0).toUpperCase() + words.slice(1) + '.';
}

/** The level a rule on this metric brought, if one fired. */
function reachedLevel(turn, metric) {
    const isPassed = driver => (metric.isGoodHigh ? driver.value < driver.threshold : driver.value >= driver.threshold);
    const levels = (turn.drivers || []).filter(driver => driver.metric === metric.key && isPassed(driver)).map(driver => LEVELS.indexOf(driver.level));
    return levels.length ? LEVELS[Math.max(...levels)] : null;
}

/** What the dyadic risk module asks for, when it asks for somebody to step in; its other rules stand among the drivers. */
function dyadic(turn) {
    if (!turn.drm || !turn.drm.intervention_required) return null;
    return h('li', { class: 'rule' }, levelMark(turn.drm.drm_alert), h('div', {},
        h('p', {}, turn.drm.explanation),
        h('p', { class: 'small muted' }, `DRM ${figure(turn.drm.drm_score)}, input risk ${figure(turn.irs && turn.irs.irs_composite)}, adequacy of the answer ${
            figure(turn.ras && turn.ras.ras_composite)}`)));
}

export function turnCard(turn, config, choose) {
    const drivers = turn.drivers || [];
    const spoken = [dyadic(turn), ...drivers.map(driver => rule(turn, driver, choose))].filter(Boolean);
    return h('article', { class: 'card turn', id: `turn-${turn.turn}`, 'aria-labelledby': `turn-${turn.turn}-title` },
        h('div', { class: 'turn-head' },
            h('h3', { id: `turn-${turn.turn}-title` }, `Turn ${turn.turn}`), levelMark(turn.alert),
            h('span', { class: 'turn-health' }, 'Health ', h('b', {}, turn.bhs.toFixed(2)))),
        block(turn, 'user', config), block(turn, 'response', config),
        turn.truncated && h('p', { class: 'small muted' }, 'The answer is longer than 400 sentences; the rest was not read.'),
        h('div', { class: 'why' },
            spoken.length ? [h('h4', {}, `Why ${turn.alert}`), h('ul', { class: 'rules' }, spoken)] : h('p', { class: 'small muted' }, 'No rule fired.')),
        h('details', { class: 'figures-fold' }, h('summary', {}, 'Figures'),
            h('ul', { class: 'metrics', 'aria-label': `Figures of turn ${turn.turn}` }, metrics(config.thresholds).map(metric => tile(turn, metric)))));
}
