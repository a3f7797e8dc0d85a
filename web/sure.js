// A button that asks once more before it does what cannot be undone.

import { sentence } from './api.js';
import { h } from './html.js';

/**
 * `sure('End', 'End this session?', 'End it', deed)`: a button that turns into the question with its answers. While `deed` runs both rest; what it
 * throws is told in its place.
 */
export function sure(word, question, answer, deed, attributes = {}) {
    const place = h('span', { class: 'sure' });
    const begin = h('button', { class: 'button small', type: 'button', onclick: () => {
        const yes = h('button', { class: 'button small danger', type: 'button', onclick: go }, answer);
        const no = h('button', { class: 'button plain small', type: 'button', onclick: reset }, 'Keep');
        place.replaceChildren(h('span', { class: 'small' }, question), yes, no);
        yes.focus();
    }, ...attributes }, word);
    const reset = () => {
        place.replaceChildren(begin);
        begin.focus();
    };
    const go = async () => {
        place.querySelectorAll('button').forEach(button => { button.disabled = true; });
        try {
            await deed();
        } catch (error) {
            place.replaceChildren(begin, h('span', { class: 'small bad', role: 'alert' }, sentence(error)));
        }
    };
    place.addEventListener('keydown', event => {
        if (event.key !== 'Escape' || begin.isConnected) return;
        event.stopPropagation();
        reset();
    });
    place.append(begin);
    return place;
}
