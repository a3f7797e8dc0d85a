// What is shown this once: a key with a button that copies it.

import { h, icon } from './html.js';

/** Puts the text on the clipboard and says so on the button for two seconds. */
export async function copy(button, text) {
    const before = [...button.childNodes];
    let word = 'Copied';
    try {
        await navigator.clipboard.writeText(text);
    } catch (refused) {
        word = 'Not allowed here';
    }
    button.replaceChildren(word);
    setTimeout(() => button.replaceChildren(...before), 2000);
}

/** One value with its name, selectable as a whole, and its copy button. */
export function once(name, value) {
    const button = h('button', { class: 'button small', type: 'button', 'aria-label': `Copy: ${name}`, onclick: () => copy(button, value) },
        icon('copy'), 'Copy');
    return h('div', { class: 'once' }, h('p', { class: 'small muted' }, name), h('div', { class: 'once-row' },
        h('code', { class: 'once-value' }, value), button));
}

/** A block of code with its language and a button that copies it. */
export function codeBlock(text, language) {
    const button = h('button', { class: 'button plain small', type: 'button', onclick: () => copy(button, text) }, icon('copy'), 'Copy');
    return h('div', { class: 'code-block' }, h('div', { class: 'code-head' }, h('span', {}, language || 'text'), button),
        h('pre', { class: 'code', tabindex: 0, role: 'group', 'aria-label': language ? `Code: ${language}` : 'Code' }, h('code', {}, text)));
}
