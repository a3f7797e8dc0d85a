// The flow of the page: a person, a phrase, an attempt, a verdict.

import { h } from './html.js';
import { scoreAxis } from './dial.js';
import { enrolment, verdict, timelineTable, waiting } from './verdict.js';
import { presses, rhythmStrips } from './rhythm.js';
import { sentRequests, proof } from './sent.js';
import { robotTypes } from './robot.js';
import { sure } from './sure.js';

const { Stradum } = window;
const ENROL_AT = 3;
/** An attempt that was opened but not begun is opened anew after this long: the server ends sessions that lie idle. */
const STALE_AFTER_MS = 10 * 60 * 1000;
const $ = id => document.getElementById(id);

const page = {
    config: null,
    people: [],         // { name, identity_id, learned_sessions }
    name: null,
    kind: 'self',
    attempt: null,      // { sessionId, requests, openedAt }
    attempts: [],       // of this visit, oldest first
    isBusy: false
};

async function ask(path, body) {
    const answer = await fetch(path, body === undefined ? {} : {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body)
    });
    const content = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (answer.ok) return content;
    const detail = content && typeof content.detail === 'string' ? content.detail : `The server answered ${answer.status}.`;
    throw Object.assign(new Error(detail), { status: answer.status });
}

/** The page's settings; a server that has only just started is asked again each second, for a minute. */
async function askConfig(tries = 60) {
    try {
        return await ask('/try/config');
    } catch (error) {
        if (error.status !== 503 || tries === 0) throw error;
        $('verdict').replaceChildren(h('p', { class: 'muted' }, 'The server is getting ready …'));
        await new Promise(resolve => setTimeout(resolve, 1000));
        return askConfig(tries - 1);
    }
}

// People

/** Names that differ in case alone are one person to the server. */
function known(name) {
    return page.people.find(someone => someone.name.toLowerCase() === name.toLowerCase());
}

function person() {
    return known(page.name || '') || { name: page.name, learned_sessions: 0 };
}

function showPeople() {
    $('people').replaceChildren(...page.people.map(someone => {
        const learned = Math.min(ENROL_AT, someone.learned_sessions);
        const known = learned >= ENROL_AT ? 'known' : `${learned} of ${ENROL_AT} learned`;
        return h('button', { class: 'chip', type: 'button', 'aria-pressed': String(someone.name === page.name), onclick: () => choose(someone.name) },
            h('span', {}, someone.name), h('span', { class: 'dots', 'aria-hidden': 'true' },
                [1, 2, 3].map(step => h('i', { class: step <= learned ? 'on' : null }))), h('span', { class: 'for-readers' }, known));
    }));
    $('people').hidden = page.people.length === 0;
    showClear();
    $('name-label').textContent = page.people.length ? 'Somebody new' : 'Your name, or any name you like';
    $('name-go').classList.toggle('main', !page.name);
    $('name-go').textContent = page.people.length ? 'Add' : 'Begin';
}

/** The page is everyone's: whoever clears it is told whose attempts go. */
function showClear() {
    const learned = page.people.filter(someone => someone.identity_id);
    $('clear').hidden = learned.length === 0;
    const names = learned.length <= 3 ? learned.map(someone => someone.name).join(', ') : `${learned.length} people`;
    const isOnlyMe = learned.length === 1 && learned[0].name === page.name;
    const question = isOnlyMe ? `Delete all attempts of ${names}?` : `Delete the attempts of everyone who tried here (${names})?`;
    $('clear').replaceChildren(sure('Clear and start over', question, 'Delete all', clearAll, { class: 'button plain small' }));
}

function choose(name) {
    if (page.isBusy) return;
    if (!known(name)) page.people.push({ name, identity_id: null, learned_sessions: 0 });
    page.name = known(name).name;
    const url = new URL(location.href);
    url.searchParams.set('name', page.name);
    history.replaceState(null, '', url);
    $('phrase-card').hidden = false;
    setKind('self');
    showPeople();
    showStanding();
    say('');
    $('phrase-input').focus();
}

function setKind(kind) {
    page.kind = kind;
    document.querySelector(`#modes input[value="${kind}"]`).checked = true;
    $('modes').hidden = person().learned_sessions < 1;
    $('mode-self').textContent = `I am ${page.name}`;
    $('mode-claim').textContent = `I only say I am ${page.name}`;
    $('phrase-title').textContent = kind === 'claim' ? `Pretend to be ${page.name}` : `Type this phrase, ${page.name}`;
    clearAttempt();
}

/** What the right side says before the next attempt. */
function showStanding() {
    const learned = person().learned_sessions;
    $('verdict').replaceChildren(page.name ? enrolment(page.name, learned, ENROL_AT) : waiting());
}

// One attempt

function openAttempt() {
    if (page.attempt && Date.now() - page.attempt.openedAt < STALE_AFTER_MS) return;
    if (page.attempt && $('phrase-input').value) return;
    dropAttempt();
    const attempt = { requests: [], openedAt: Date.now() };
    attempt.sessionId = Stradum.init({
        apiUrl: location.origin,
        apiKey: page.config.publishable_key,
        metadata: { page: 'try' },
        onSend: (path, body) => attempt.requests.push({ path, body })
    });
    page.attempt = attempt;
}

/** Ends the attempt and forgets what was not sent yet. */
function dropAttempt() {
    Stradum.setConsent(false);
    Stradum.reset();
    page.attempt = null;
}

function clearAttempt() {
    dropAttempt();
    $('phrase-input').value = '';
    showProgress();
    if (document.activeElement === $('phrase-input')) openAttempt();
}

function showProgress() {
    const typed = $('phrase-input').value;
    const phrase = page.config.phrase;
    $('phrase').replaceChildren(...Array.from(phrase, (letter, index) => {
        const state = index < typed.length ? (typed[index] === letter ? 'done' : 'wrong') : (index === typed.length && typed ? 'next' : null);
        return h('span', { class: state }, letter);
    }));
}

function say(text, tone) {
    $('message').textContent = text;
    if (tone) $('message').dataset.tone = tone;
    else delete $('message').dataset.tone;
}

function setBusy(isBusy) {
    page.isBusy = isBusy;
    $('phrase-input').readOnly = isBusy;
    $('phrase-card').setAttribute('aria-busy', String(isBusy));
    for (const id of ['phrase-go', 'robot', 'name-go']) $(id).disabled = isBusy;
    document.querySelectorAll('#modes input, #clear button').forEach(input => { input.disabled = isBusy; });
}

async function submitPhrase(event) {
    event.preventDefault();
    if (page.isBusy) return;
    const typed = $('phrase-input').value;
    if (!typed.trim()) return say('Type the phrase first.', 'kind');
    if (typed !== page.config.phrase) {
        clearAttempt();
        $('phrase-input').focus();
        return say('Not quite the phrase. No harm done: this one was not analysed. Once more, please.', 'kind');
    }
    await finish(page.kind);
}

/** Completes the session, lets the server judge it and shows everything. */
async function finish(kind) {
    setBusy(true);
    say('Reading the rhythm …');
    const attempt = page.attempt;
    try {
        const { sent } = Stradum.complete();
        if (!(await sent)) throw new Error('The events could not be delivered. Is the server still there?');
        const answer = await ask('/try/submit', { name: page.name, session_id: attempt.sessionId, claim: kind !== 'self' });
        const someone = person();
        someone.identity_id = answer.identity_id;
        someone.learned_sessions = answer.learned_sessions;
        remember(attempt, kind, answer);
        show(kind, answer);
        say('');
    } catch (error) {
        say(`That did not work: ${error.message}`, 'bad');
    }
    setBusy(false);
    Stradum.reset();
    page.attempt = null;
    setKind(kind === 'robot' ? page.kind : kind);
    // Where the verdict lies below the field, show it; a finger's keyboard would hide it again.
    if (matchMedia('(max-width: 58rem)').matches) $('verdict-card').scrollIntoView({ block: 'start' });
    if (matchMedia('(pointer: coarse)').matches) $('phrase-input').blur();
    else $('phrase-input').focus({ preventScroll: true });
}

function remember(attempt, kind, answer) {
    const events = attempt.requests.flatMap(request => request.body.events || []);
    const count = page.attempts.filter(other => other.name === page.name && other.kind === kind).length + 1;
    const who = { self: page.name, claim: `Somebody as ${page.name}`, robot: `Robot as ${page.name}` }[kind];
    const result = answer.analysis && answer.analysis.result;
    const baseline = answer.analysis ? answer.analysis.context.baseline_sessions : 0;
    page.attempts.push({
        name: page.name, kind, label: `${who}, ${count}`, presses: presses(events), requests: attempt.requests,
        score: result && baseline > 0 ? result.score : null, status: result ? result.match_status : null
    });
}

function show(kind, answer) {
    const baseline = answer.analysis ? answer.analysis.context.baseline_sessions : 0;
    const isEnrolling = kind === 'self' && baseline < ENROL_AT;
    $('verdict').replaceChildren(isEnrolling || !answer.analysis
        ? enrolment(page.name, answer.learned_sessions, ENROL_AT, answer)
        : verdict(kind, page.name, answer));
    const scored = page.attempts.filter(attempt => attempt.name === page.name && attempt.score !== null);
    $('scale-card').hidden = scored.length < 2;
    if (scored.length >= 2) $('scale').replaceChildren(scoreAxis(scored), scoreTable(scored));
    $('rhythms').replaceChildren(...rhythmStrips(page.attempts.slice(-6).reverse()));
    $('timeline-card').hidden = !(answer.timeline && answer.timeline.timeline.length);
    if (answer.timeline) $('timeline').replaceChildren(timelineTable(answer.timeline));
    const { requests } = page.attempts[page.attempts.length - 1];
    $('proof').replaceChildren(proof(requests, page.config.phrase));
    $('sent').replaceChildren(...sentRequests(requests));
    $('below').hidden = false;
    $('notes').hidden = true;
    showPeople();
}

function scoreTable(attempts) {
    const legend = `As a table; circles are ${page.name}, triangles somebody else, squares the robot`;
    const titles = ['Attempt', 'Score', 'Verdict'].map(title => h('th', { scope: 'col', class: title === 'Score' ? 'number' : null }, title));
    return h('details', {}, h('summary', { class: 'small muted' }, legend),
        h('div', { class: 'table-scroll' }, h('table', {},
            h('thead', {}, h('tr', {}, titles)),
            h('tbody', {}, attempts.map(attempt => h('tr', {}, h('td', {}, attempt.label), h('td', { class: 'number' }, attempt.score.toFixed(1)),
                h('td', {}, attempt.status)))))));
}

async function letRobotType() {
    if (page.isBusy) return;
    setBusy(true);
    dropAttempt();
    $('phrase-input').value = '';
    say('A script is typing now, one key every 80 milliseconds.');
    $('phrase-input').focus({ preventScroll: true });
    openAttempt();
    await robotTypes($('phrase-input'), page.config.phrase, showProgress);
    await finish('robot');
}

async function clearAll() {
    await ask('/try/reset', {});
    dropAttempt();
    Object.assign(page, { people: [], name: null, attempts: [] });
    history.replaceState(null, '', location.pathname);
    for (const id of ['phrase-card', 'below']) $(id).hidden = true;
    $('notes').hidden = false;
    showPeople();
    showStanding();
    $('name').focus();
}

// Start

async function start() {
    try {
        page.config = await askConfig();
        page.people = (await ask('/try/people')).people;
    } catch (error) {
        $('verdict').replaceChildren(h('p', { class: 'muted' }, `This page cannot reach its server: ${error.message}`));
        return;
    }
    $('phrase-label').textContent = `Type: ${page.config.phrase}`;
    showProgress();
    showPeople();
    showStanding();
    $('name-form').addEventListener('submit', event => {
        event.preventDefault();
        const name = $('name').value.trim().replace(/\s+/g, ' ');
        $('name').value = '';
        if (name) choose(name);
    });
    $('phrase-form').addEventListener('submit', submitPhrase);
    $('phrase-input').addEventListener('focus', () => { if (!page.isBusy) openAttempt(); });
    $('phrase-input').addEventListener('input', () => {
        showProgress();
        if (page.attempt && $('phrase-input').value.length === 1) say('');
    });
    document.querySelectorAll('#modes input').forEach(input => input.addEventListener('change', () => {
        setKind(input.value);
        showStanding();
    }));
    $('robot').addEventListener('click', letRobotType);
    setInterval(() => {
        const isIdle = page.attempt && !page.isBusy && !$('phrase-input').value && Date.now() - page.attempt.openedAt > STALE_AFTER_MS;
        if (isIdle && document.visibilityState === 'visible') clearAttempt();
    }, 30000);
    const asked = new URLSearchParams(location.search).get('name');
    if (asked) choose(asked.slice(0, 60));
}

start();
