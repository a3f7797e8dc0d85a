// What the right side says: how much is learned, and from the fourth time on the score with its reasons.

import { h, icon } from './html.js';
import { dial, statusPill } from './dial.js';

const ORDINALS = ['first', 'second', 'third'];
const CATEGORIES = { typing: 'Typing', mouse: 'Mouse', touch: 'Touch', navigation: 'Navigation', correction: 'Correction', session: 'Session' };
const SEVERITY_ICONS = { none: 'check', mild: 'dot', moderate: 'question', severe: 'cross' };

const SENTENCES = {
    self: {
        match: name => `That was ${name}.`,
        review: name => `Perhaps ${name}. Not sure enough.`,
        mismatch: name => `This doesn’t look like ${name}.`
    },
    claim: {
        match: name => `Taken for ${name}. Well done.`,
        review: name => `Close to ${name}, but not close enough.`,
        mismatch: name => `You are not ${name}.`
    },
    robot: { match: name => `Taken for ${name}.`, review: () => 'Something is odd here.', mismatch: () => 'No person typed this.' }
};

/** Before anybody is chosen. */
export function waiting() {
    return h('div', { class: 'enrol' }, bigDots(0, 3), h('p', { class: 'muted' }, 'Three times to learn a rhythm. Then a score.'));
}

function bigDots(learned, needed) {
    return h('div', { class: 'big-dots', role: 'img', 'aria-label': `${Math.min(learned, needed)} of ${needed} learned` },
        Array.from({ length: needed }, (_, index) => h('i', { class: index < learned ? 'on' : null, 'aria-hidden': 'true' }, index + 1)));
}

/** How far a person is known; with the answer to an attempt, whether that one was learned. */
export function enrolment(name, learned, needed, answer) {
    const isKnown = learned >= needed;
    const flags = answer && answer.detail ? answer.detail.red_flags : [];
    const word = isKnown ? `Mien knows how ${name} types.` : answer && !answer.learned ? 'Once more, please.' : learned ? `${needed - learned} more to go.` : `Ready for the ${ORDINALS[0]} time.`;
    const next = isKnown ? 'Type the phrase again to see a score.'
        : answer && !answer.learned ? 'This one was not added to the profile. Type at your usual pace, in one go.'
        : `Type the phrase a ${ORDINALS[learned]} time, just as you always type.`;
    return h('div', {}, h('div', { class: 'enrol' }, bigDots(learned, needed), h('div', {},
        h('p', { class: 'verdict-word' }, word), h('p', { class: 'verdict-why' }, next))), redFlags(flags));
}

/** The dial with verdict, reasons and red flags of one analysed attempt. */
export function verdict(kind, name, answer) {
    const { result, reasons, context } = answer.analysis;
    const flags = answer.detail ? answer.detail.red_flags : [];
    return h('div', {},
        dial(result.score, result.match_status), statusPill(result.match_status),
        h('p', { class: 'verdict-word' }, SENTENCES[kind][result.match_status](name)),
        h('p', { class: 'verdict-why' }, grounds(result, context, flags)),
        redFlags(flags),
        h('h3', {}, 'Reasons'),
        h('ul', { class: 'reasons' }, reasons.map(reason => reasonLine(reason, CATEGORIES[reason.category] || reason.category))),
        h('p', { class: 'verdict-why' }, learningWord(kind, name, answer)));
}

/** What the score rests on. A red flag that caps it says more than how much there was to compare with. */
function grounds(result, context, flags) {
    if (flags.some(flag => flag.caps_score && flag.severity !== 'mild')) return 'Decided by the red flags below, not by the comparison.';
    const earlier = context.baseline_sessions === 1 ? 'one earlier attempt' : `${context.baseline_sessions} earlier attempts`;
    return `Compared with ${earlier}; confidence in the comparison ${Math.round(result.confidence * 100)} %`;
}

function learningWord(kind, name, answer) {
    if (answer.learned) return `Learned: Mien has now seen ${name} ${answer.learned_sessions} times.`;
    return kind === 'self' ? 'Not added to the profile: only clear matches are.' : 'Not added to the profile.';
}

function reasonLine(reason, tag) {
    return h('li', { 'data-severity': reason.severity }, icon(SEVERITY_ICONS[reason.severity] || 'dot'), h('span', {}, reason.description),
        h('span', { class: 'tag' }, reason.severity === 'none' ? tag : `${tag}, ${reason.severity}`));
}

function redFlags(flags) {
    if (!flags || !flags.length) return null;
    return [h('h3', {}, 'Red flags'), h('ul', { class: 'reasons' }, flags.map(flag =>
        h('li', { 'data-severity': flag.severity }, icon('flag'), h('span', {}, flag.description),
            h('span', { class: 'tag' }, h('code', {}, flag.code), `, ${flag.severity}`))))];
}

const FIELD_TYPES = { text_input: 'text', protected_input: 'protected', dropdown: 'choice', textarea: 'long text', date_selector: 'date' };

/** The field timeline as a table. */
export function timelineTable(timeline) {
    const seconds = ms => `${(ms / 1000).toFixed(1)} s`;
    return h('table', {}, h('caption', {}, `${seconds(timeline.duration_ms)} in all`),
        h('thead', {}, h('tr', {}, ['Field', 'Kind'].map(title => h('th', { scope: 'col' }, title)),
            ['In focus', 'Keys', 'Pasted', 'Returned to'].map(title => h('th', { scope: 'col', class: 'number' }, title)))),
        h('tbody', {}, timeline.timeline.map(field => h('tr', {},
            h('td', {}, h('code', {}, field.field_name || '–')), h('td', {}, FIELD_TYPES[field.field_type] || field.field_type || '–'),
            h('td', { class: 'number' }, seconds(field.focus_time_ms)), h('td', { class: 'number' }, field.keystroke_count),
            h('td', { class: 'number' }, field.paste_detected ? 'yes' : 'no'),
            h('td', { class: 'number' }, field.revisits === 1 ? 'once' : `${field.revisits} times`)))));
}
