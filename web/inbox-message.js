// One message: its words, what it took, which tools it used, and how it stands.

import { ask, sentence } from './api.js';
import { h, icon } from './html.js';
import { markdown } from './markdown.js';
import { copy } from './once.js';
import { LEVELS } from './posture-codes.js';
import { levelMark } from './posture-marks.js';
import { clockTime, count, duration, fullTime, money } from './words.js';

const SPEAKERS = { user: 'You', assistant: 'Mien', system: 'System', tool: 'Tool' };
const TOOL_WORDS = {
    remember: 'Remembered', recall: 'Looked into the vault', current_time: 'Looked at the clock', http_fetch: 'Fetched a page',
        web_search: 'Searched the web',
    recent_alerts: 'Looked at recent alerts', get_session: 'Looked at a session', get_incident: 'Looked at an incident'
};

const isFine = call => !['failed', 'error', 'refused'].includes(call.status) && call.ok !== false && !call.error;

function toolChip(call) {
    const isRunning = ['started', 'running'].includes(call.status);
    const words = TOOL_WORDS[call.name] || call.name.replaceAll('_', ' ');
    return h('li', { class: 'tool', 'data-state': isRunning ? 'running' : isFine(call) ? 'fine' : 'failed', title: call.name },
        icon(isRunning ? 'dot' : isFine(call) ? 'check' : 'cross'), isRunning ? `${words} …` : isFine(call) ? words : `${words}: failed`);
}

/** The tools of a message, the last word of each call. */
function tools(message) {
    const calls = message.tool_calls || [];
    return calls.length ? h('ul', { class: 'tools', 'aria-label': 'Tools used' }, calls.map(toolChip)) : null;
}

function facts(message) {
    const posture = message.posture || {};
    const rows = [
        ['Sent', fullTime(message.created_at)],
        message.model && ['Model', message.model],
        message.tokens_in !== null && message.tokens_in !== undefined && ['Tokens',
            `${message.tokens_in.toLocaleString('en')} in, ${(message.tokens_out || 0).toLocaleString('en')} out`
            + (message.tokens_cached ? ` (${message.tokens_cached.toLocaleString('en')} from cache)` : '')],
        message.cost_usd !== null && message.cost_usd !== undefined && ['Cost', money(message.cost_usd)],
        message.latency_ms !== null && message.latency_ms !== undefined && ['Time', duration(message.latency_ms)],
        message.actions ? ['Spent', count(message.actions, 'action')] : null,
        ['Channel', message.channel],
        posture.bhs !== undefined && posture.bhs !== null && ['Health', Number(posture.bhs).toFixed(2)]
    ].filter(Boolean);
    return h('dl', { class: 'facts' }, rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** Hands the exchange over to /posture, which marks it sentence by sentence. */
function toPosture(message, on) {
    const question = on.question && on.question(message);
    const exchange = [question && { role: 'user', content: question.content }, { role: 'assistant', content: message.content }].filter(Boolean);
    return h('p', { class: 'small' }, h('a', { href: '/posture', class: 'to-posture', onclick: () => {
        try {
            sessionStorage.setItem('mien-posture', JSON.stringify(exchange, null, 2));
        } catch (storageIsOff) { /* then the page opens empty */ }
    } }, 'Read it sentence by sentence'));
}

/** Why the posture alert is what it is. */
function drivers(message) {
    const posture = message.posture || {};
    const own = (posture.drivers || []).filter(one => one && one.reason);
    const states = { pending: 'Its posture is being read.', failed: 'Its posture could not be read.', off: 'Posture reading is switched off.' };
    if (message.posture_state && message.posture_state !== 'done') return h('p', { class: 'small muted' }, states[message.posture_state]);
    if (!posture.alert) return null;
    if (!own.length) return h('p', { class: 'small muted' }, posture.alert === 'green' ? 'Posture: no rule fired.' : 'Posture: no reason was given.');
    return h('ul', { class: 'drivers', 'aria-label': 'Why this alert' }, own.map(one => h('li', {}, levelMark(LEVELS.includes(one.level) ? one.level
        : posture.alert),
        h('p', {}, sentenceCase(one.reason), figures(one)))));
}

function figures(driver) {
    if (typeof driver.value !== 'number' || typeof driver.limit !== 'number') return null;
    return h('span', { class: 'muted' }, ` ${driver.value.toFixed(2)}, limit ${driver.limit.toFixed(2)}`);
}

function sentenceCase(text) {
    return (text.charAt(0).toUpperCase() + text.slice(1)).replace(/[.]?$/, '.');
}

const STATUS = {
    interrupted: 'This reply was cut off. What had come by then is kept.',
    failed: 'No reply came.'
};

function trouble(message, on) {
    if (!STATUS[message.status]) return null;
    return h('div', { class: 'trouble' }, icon('question'), h('p', {}, message.error ? `${STATUS[message.status]} ${sentenceCase(message.error)}`
        : STATUS[message.status]),
        on.again && h('button', { class: 'button small', type: 'button', onclick: () => on.again(message) }, 'Ask again'));
}

/** A reply that says that something was done, while no tool did it. */
function unverified(message) {
    return message.unverified_claim && h('div', { class: 'trouble' }, icon('flag'),
        h('p', {}, h('b', {}, 'Not verified. '), 'The reply says that something was done, but no tool call shows it.'));
}

async function star(message, button) {
    try {
        await ask('/api/conversations/star', { body: { message_id: message.message_id, value: !message.starred } });
        message.starred = !message.starred;
        button.setAttribute('aria-pressed', String(message.starred));
    } catch (error) {
        button.title = sentence(error);
    }
}

/** What the model thought before it answered, folded; open or closed as its reader left it. */
function fillReasoning(element, message) {
    const place = element.querySelector('.reasoning-place');
    if (!place || !message.reasoning) return place && place.replaceChildren();
    const words = place.querySelector('.as-is');
    if (words) words.textContent = message.reasoning;
    else place.replaceChildren(h('details', { class: 'reasoning' }, h('summary', {}, 'Reasoning'), h('p', { class: 'as-is' }, message.reasoning)));
    return undefined;
}

/** Fills the words of a message; called again while they come. */
export function fillWords(element, message) {
    const place = element.querySelector('.words');
    if (message.role !== 'assistant') return place.replaceChildren(h('p', { class: 'as-is' }, message.content));
    const drawn = markdown(message.content);
    if (message.status === 'streaming') place.replaceChildren(...drawn, h('span', { class: 'caret', 'aria-hidden': 'true' }));
    else place.replaceChildren(...drawn);
    const used = element.querySelector('.tools-place');
    used.replaceChildren(...[tools(message)].filter(Boolean));
    fillReasoning(element, message);
    return undefined;
}

/** A message as a list item. `on.again(message)` asks the question of a failed reply once more. */
export function messageElement(message, on, isFound) {
    const isReply = message.role === 'assistant';
    const level = message.posture && LEVELS.includes(message.posture.alert) ? message.posture.alert : null;
    const starButton = h('button', { class: 'button plain small star', type: 'button', 'aria-pressed': String(Boolean(message.starred)),
        onclick: () => star(message, starButton) },
        icon('star'), h('span', { class: 'for-readers' }, 'Star'));
    const copyButton = h('button', { class: 'button plain small', type: 'button', onclick: () => copy(copyButton, message.content) }, icon('copy'),
        h('span', { class: 'for-readers' }, 'Copy'));
    const under = h('div', { class: 'under-message' },
        isReply && level && h('button', { class: 'posture-mark', type: 'button', title: 'Why, and sentence by sentence', onclick: () => {
            details.open = true;
            details.querySelector('summary').focus({ preventScroll: true });
        } }, 'Posture: ', levelMark(level)),
        isReply && !level && message.posture_state === 'pending' && message.status === 'complete' && h('span', { class: 'small muted pending' },
            'reading posture …'),
        h('time', { class: 'small muted', datetime: message.created_at, title: fullTime(message.created_at) }, clockTime(message.created_at)),
        message.channel !== 'web' && message.channel !== 'api' && h('span', { class: 'small muted' }, `by ${message.channel}`),
        h('span', { class: 'message-actions' }, copyButton, starButton));
    const details = isReply && message.status !== 'streaming'
        && h('details', { class: 'message-details', ontoggle: event => {
            // The composer stands over what opens at the end.
            if (event.target.open) event.target.scrollIntoView({ block: 'nearest' });
        } }, h('summary', {}, 'Details'), h('div', {}, drivers(message), message.content ? toPosture(message, on) : null, facts(message)));
    if (details) under.append(details);
    const element = h('li', { class: `message ${message.role}`, id: `m-${message.message_id}`, 'data-status': message.status, tabindex: -1,
        'aria-busy': String(message.status === 'streaming'),
        'data-found': isFound ? '' : null },
    h('h3', { class: 'speaker' }, SPEAKERS[message.role] || message.role), isReply && h('div', { class: 'tools-place' }),
    isReply && h('div', { class: 'reasoning-place' }), h('div', { class: 'words' }),
    isReply && unverified(message), trouble(message, on), under);
    fillWords(element, message);
    return element;
}
