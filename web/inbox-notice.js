// What stands above the composer: a sentence, and what can be done about it.

import { sentence } from './api.js';
import { h } from './html.js';
import { modelSteps } from './model-steps.js';
import { fullTime } from './words.js';

const place = () => document.getElementById('notice');
let fading;

export function clearNotice() {
    clearTimeout(fading);
    place().replaceChildren();
}

/** Shows a sentence; a good one goes by itself. */
export function notice(tone, words, ...more) {
    clearTimeout(fading);
    place().replaceChildren(h('div', { class: 'notice', 'data-tone': tone }, h('p', {}, words), ...more));
    if (tone === 'good') fading = setTimeout(clearNotice, 4000);
}

/** No model: how to set one. Everything else goes on. */
export function noModel() {
    clearTimeout(fading);
    place().replaceChildren(h('div', { class: 'notice no-model', 'data-tone': 'kind' }, h('p', {},
        h('b', {}, 'No model is connected, so nobody can answer yet. '),
        'Conversations, search and the vault work without one.'), modelSteps()));
}

/** Tells why a message was not taken; `again` sends it once more. */
export function noticeOf(error, again) {
    const button = again && h('button', { class: 'button small', type: 'button', onclick: () => again() }, 'Send again');
    if (error.code === 'model_not_configured') return noModel();
    if (error.code === 'cap_exceeded') {
        const { used, cap, unit, resets_at: resets } = error.body;
        const figures = cap === undefined ? '' : unit === 'usd' ? ` $${used} of $${cap} are used.` : ` ${used} of ${cap} actions are used.`;
        return notice('kind', `${error.message}${figures}${resets ? ` The next ones come on ${fullTime(resets)}.` : ''}`, h('a',
            { class: 'button small', href: '/settings#usage' }, 'See usage'));
    }
    if (error.code === 'busy') return notice('kind', 'This conversation is still busy with the message before. Wait for its reply, then send again.',
        button);
    if (error instanceof TypeError) return notice('bad',
        'The connection broke, and it is not sure whether the message arrived. Look before sending it again.', button);
    return notice('bad', sentence(error), button);
}
