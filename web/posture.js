// The flow of the page: a conversation goes to the server, its reading comes back and is drawn.

import { h } from './html.js';
import { LEVELS, figure, worst } from './posture-codes.js';
import { EXAMPLES } from './posture-examples.js';
import { conversationFigure, markCell } from './posture-figure.js';
import { detail } from './posture-detail.js';
import { about, key, turnCard } from './posture-reading.js';
import { levelMark } from './posture-marks.js';

const $ = id => document.getElementById(id);
const page = { config: null, answer: null, chosen: null, isBusy: false };

async function ask(path, body) {
    const answer = await fetch(path, body === undefined ? {} : {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body)
    });
    const content = await answer.json().catch(() => null);
    if (answer.ok && content) return content;
    const problem = content && (typeof content.detail === 'string' ? content.detail : content.detail && content.detail.message);
    throw Object.assign(new Error(problem || `The server answered ${answer.status}.`), { status: answer.status, retryAfter: answer.headers.get('Retry-After') });
}

function say(text, tone) {
    $('message').textContent = text;
    if (tone) $('message').dataset.tone = tone;
    else delete $('message').dataset.tone;
}

function showCount() {
    const most = page.config ? page.config.limits.characters : Infinity;
    const length = Array.from($('conversation').value).length;
    const isLong = length > most;
    $('count').textContent = length > most * 0.8 ? `${length.toLocaleString('en')} of at most ${most.toLocaleString('en')} characters.` : '';
    $('count').classList.toggle('too-long', isLong);
    $('conversation').setAttribute('aria-invalid', String(isLong));
    $('clear').hidden = length === 0 && !page.answer;
}

// Asking

async function read(event) {
    if (event) event.preventDefault();
    if (page.isBusy || !page.config) return;
    const text = $('conversation').value;
    if (!text.trim()) {
        $('conversation').focus();
        return say('Paste something first, or take one of the examples.', 'kind');
    }
    setBusy(true);
    say('Reading …');
    try {
        const answer = await ask('/posture/analyze', { text });
        say(readAs(answer));
        show(answer);
    } catch (error) {
        const later = error.status === 429 && error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
        const unreachable = error instanceof TypeError;
        hideResult();
        say(unreachable ? 'The server cannot be reached. Is it still running?' : `${inWords(error.message)}${later}`, 'bad');
    }
    setBusy(false);
}

/** What is refused is the text on this page, whatever the API calls it. */
function inWords(problem) {
    const words = problem.replace(/^text: /, '').replace(/[.]?$/, '.');
    return /^(may|must|has|holds) /.test(words) ? `The conversation ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Takes the last reading away: it would stand there as if it were of the text above it. */
function hideResult() {
    page.answer = null;
    $('result').hidden = true;
    $('about').hidden = false;
    showCount();
}

function setBusy(isBusy) {
    page.isBusy = isBusy;
    $('go').disabled = isBusy;
    $('paste-card').setAttribute('aria-busy', String(isBusy));
    document.querySelectorAll('#examples button').forEach(button => { button.disabled = isBusy; });
}

function count(number, word) {
    return `${number === 1 ? 'one' : number} ${word}${number === 1 ? '' : 's'}`;
}

/** How the text was understood, so that a wrong guess is seen. */
function readAs(answer) {
    const turns = count(answer.turns.length, 'turn');
    const what = { conversation: `Read as a conversation of ${turns}.`, messages: `Read as a list of messages: ${turns}.`, records: `Read as records: ${turns}.`,
        answer: 'Read as one answer, without a user.' }[answer.read_as] || `Read: ${turns}.`;
    return [what, ...(answer.left_out || [])].join(' ');
}

// Showing

const HEADLINES = {
    green: 'Nothing to remark on.', yellow: 'Worth a second look.', orange: 'Something is off.', red: 'This went wrong.', critical: 'This needs somebody now.'
};

function outcome(answer) {
    const level = worst(answer.turns.map(turn => turn.alert));
    const gravest = answer.turns.filter(turn => turn.alert === level);
    const lowest = answer.turns.reduce((low, turn) => (turn.bhs < low.bhs ? turn : low));
    const sentences = answer.turns.reduce((sum, turn) => sum + turn.c1.postures.length + (turn.c0 ? turn.c0.postures.length : 0), 0);
    const several = answer.turns.length > 1;
    const worstTurn = gravest.reduce((low, turn) => (turn.bhs < low.bhs ? turn : low));
    const why = level === 'green' ? 'No rule fired in any turn.' : `${several ? `Turn ${worstTurn.turn}: ` : ''}${reason(worstTurn)}`;
    const facts = [
        ['Turns', answer.turns.length], ['Sentences', sentences], [several ? 'Lowest health' : 'Health', lowest.bhs.toFixed(2), several ? `turn ${lowest.turn}` : null],
        several && answer.summary && ['Trend', answer.summary.bhs_trend, `${figure(answer.summary.bhs_slope)} a turn`],
        several && answer.regime && !['INSUFFICIENT_DATA'].includes(answer.regime.regime_type)
            && ['Pattern', answer.regime.regime_type.toLowerCase().replaceAll('_', ' '), answer.regime.details]
    ].filter(Boolean);
    return [
        h('div', { class: 'outcome' }, levelMark(level), h('div', {}, h('p', { class: 'headline' }, HEADLINES[level]), h('p', { class: 'muted' }, why)),
            h('button', { class: 'button plain small', type: 'button', id: 'copy', onclick: copy }, 'Copy as JSON')),
        h('dl', { class: 'facts' }, facts.map(([name, value, more]) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value), more && h('span', {}, more)))))
    ];
}

/** The gravest reason of a turn, in words. */
function reason(turn) {
    const words = turn.drm && turn.drm.drm_alert === turn.alert && turn.psa_alert !== turn.alert ? turn.drm.explanation
        : ([...(turn.drivers || [])].sort((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level))[0] || {}).reason || turn.details || '';
    return words.charAt(0).toUpperCase() + words.slice(1).replace(/[.]?$/, '.');
}

async function copy() {
    const text = JSON.stringify(page.answer, null, 2);
    try {
        await navigator.clipboard.writeText(text);
        $('copy').textContent = 'Copied';
    } catch (refused) {
        $('copy').textContent = 'Not allowed here';
    }
    setTimeout(() => { if ($('copy')) $('copy').textContent = 'Copy as JSON'; }, 2000);
}

const WARNINGS = [
    { code: 'encoder_missing', test: /encoder unavailable/,
        words: 'The sentence encoder is not installed on this server, so these readings rest on wording alone and miss more. “make model” fetches it.' },
    { code: 'language_unsupported', test: /^language_unsupported/,
        words: 'Some of this does not read like English. Mien knows English best: where it is silent here, that says little.' }
];

/** Each warning once, in words; what this page does not know is shown as it came. */
function warnings(answer) {
    const texts = [...new Set(answer.turns.flatMap(turn => turn.warnings || []))];
    const found = new Map(texts.map(text => {
        const known = WARNINGS.find(one => one.test.test(text));
        return known ? [known.code, known.words] : [text, text];
    }));
    $('warnings').replaceChildren(...[...found].map(([code, words]) => h('li', { 'data-code': code }, h('b', {}, 'Mind: '), words)));
    $('warnings').hidden = found.size === 0;
}

function show(answer) {
    page.answer = answer;
    page.chosen = null;
    warnings(answer);
    $('outcome').replaceChildren(...outcome(answer));
    $('figure').replaceChildren(...conversationFigure(answer.turns, page.config, (turn, side, index) => choose(turn, side, index, true)));
    $('key').replaceChildren(...key());
    $('turns').replaceChildren(...answer.turns.map(turn => turnCard(turn, page.config, choose)));
    $('result').hidden = false;
    $('about').hidden = true;
    $('clear').hidden = false;
    const first = firstToShow(answer);
    if (first) choose(...first, false);
    else $('detail').hidden = true;
    $('outcome-card').scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    $('outcome-card').focus({ preventScroll: true });
}

/** The sentence that the panel opens with: the first that a rule of the gravest turn points to, else the first of the first answer. */
function firstToShow(answer) {
    const level = worst(answer.turns.map(turn => turn.alert));
    for (const turn of answer.turns.filter(one => one.alert === level)) {
        const pointing = (turn.drivers || []).filter(one => (one.sentence_indexes || []).length && one.side !== 'session');
        const driver = pointing.find(one => one.side !== 'user') || pointing[0];
        if (driver) return [turn.turn, driver.side || 'response', driver.sentence_indexes[0]];
    }
    const first = document.querySelector('.sentence[data-side="response"]') || document.querySelector('.sentence');
    return first ? placeOf(first) : null;
}

function placeOf(element) {
    return [Number(element.dataset.turn), element.dataset.side, Number(element.dataset.index)];
}

/** Chooses a sentence: marks it, shows its details, and moves the focus there if asked. */
function choose(turn, side, index, withFocus) {
    const element = document.querySelector(`.sentence[data-turn="${turn}"][data-side="${side}"][data-index="${index}"]`);
    const own = page.answer.turns.find(one => one.turn === turn);
    if (!element || !own) return;
    document.querySelectorAll('.sentence[aria-selected="true"], .sentence[tabindex="0"]').forEach(other => {
        other.setAttribute('aria-selected', 'false');
        other.tabIndex = -1;
    });
    element.setAttribute('aria-selected', 'true');
    element.tabIndex = 0;
    page.chosen = element;
    $('detail').hidden = false;
    $('detail').replaceChildren(...detail(own, side, index, page.config, step));
    markCell(turn, side, index);
    placeDetail();
    if (withFocus) {
        element.focus({ preventScroll: true });
        element.scrollIntoView({ block: 'nearest' });
    }
}

/** Beside the conversation where there is room, else right below the speaker's sentences. */
function placeDetail() {
    const isNarrow = matchMedia('(max-width: 62rem)').matches;
    const home = isNarrow && page.chosen ? page.chosen.closest('.speaker') : $('reading-grid');
    if ($('detail').parentElement !== home) home.append($('detail'));
}

function step(by) {
    const all = [...document.querySelectorAll('.sentence')];
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(page.chosen) + by))];
    if (next && next !== page.chosen) choose(...placeOf(next), false);
    if (next) next.scrollIntoView({ block: 'nearest' });
}

function moveBetweenSentences(event) {
    const here = event.target.closest('.sentence');
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!here || by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const all = [...document.querySelectorAll('.sentence')];
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(here) + by))];
    choose(...placeOf(next), true);
}

function clear() {
    $('conversation').value = '';
    hideResult();
    say('');
    $('conversation').focus();
}

// Start

/** Reads what another page of this server handed over, once. */
function takeOver() {
    let text = null;
    try {
        text = sessionStorage.getItem('mien-posture');
        sessionStorage.removeItem('mien-posture');
    } catch (storageIsOff) { /* then nothing was handed over */ }
    if (!text) return;
    $('conversation').value = text;
    showCount();
    read();
}

async function askConfig(tries = 60) {
    try {
        const { is_posture_open: isOpen, email } = await ask('/login/config');
        if (!isOpen && !email) throw Object.assign(new Error('For members only.'), { status: 401 });
        return await ask('/posture/config');
    } catch (error) {
        if (error.status !== 503 || tries === 0) throw error;
        say('The server is getting ready …');
        await new Promise(resolve => setTimeout(resolve, 1000));
        return askConfig(tries - 1);
    }
}

async function start() {
    $('about').replaceChildren(...about());
    $('examples').replaceChildren(...EXAMPLES.map(example => h('button', { class: 'button small', type: 'button', onclick: () => {
        if (page.isBusy) return;
        $('conversation').value = example.text;
        showCount();
        read();
    } }, example.name)));
    $('paste-form').addEventListener('submit', read);
    $('conversation').addEventListener('input', showCount);
    $('conversation').addEventListener('keydown', event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) read(event); });
    $('clear').addEventListener('click', clear);
    $('turns').addEventListener('keydown', moveBetweenSentences);
    $('turns').addEventListener('click', event => {
        const sentence = event.target.closest('.sentence');
        if (sentence && !String(getSelection())) choose(...placeOf(sentence), true);
    });
    // A tip can be put away without leaving its figure.
    document.addEventListener('keydown', event => {
        const metric = event.key === 'Escape' && document.activeElement && document.activeElement.closest('.metric');
        if (metric) metric.classList.add('is-quiet');
    });
    document.addEventListener('focusout', event => { if (event.target.classList) event.target.classList.remove('is-quiet'); });
    matchMedia('(max-width: 62rem)').addEventListener('change', placeDetail);
    $('go').disabled = true;
    try {
        page.config = await askConfig();
        say('');
        $('go').disabled = false;
        showCount();
        takeOver();
    } catch (error) {
        if (error.status === 401) {
            // Where the page is for members, there is no form that could only fail.
            $('closed').hidden = false;
            $('paste-card').hidden = true;
            return;
        }
        document.querySelectorAll('#examples button').forEach(button => { button.disabled = true; });
        say('This page cannot reach its server. Reload it once the server runs.', 'bad');
    }
}

start();
