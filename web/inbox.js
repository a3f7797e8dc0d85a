// The inbox: what is open, in the address; panes; and the keyboard.

import { ask, leaveIfOut, remember, sentence } from './api.js';
import { openNote } from './found-notes.js';
import { h } from './html.js';
import { mark } from './inbox-deeds.js';
import { load, startList, step, threadAddress } from './inbox-list.js';
import { noModel, notice } from './inbox-notice.js';
import { current, openNew, openThread, startTalk, suggest } from './inbox-talk.js';
import { startVault } from './vault.js';

const $ = id => document.getElementById(id);
const WIDE = matchMedia('(min-width: 76rem)');
const NARROW = matchMedia('(max-width: 52rem)');

// Panes: on a phone one at a time, on a desk the vault beside the rest or over it.

function openPane(name) {
    const main = $('main');
    if (name === 'vault') keepVault(true);
    else if (main.dataset.vault === 'open' && !NARROW.matches && name === '') keepVault(false);
    if (NARROW.matches) main.dataset.pane = name || (main.dataset.pane === 'vault' ? main.dataset.before || 'threads' : 'threads');
    if (name === 'vault') ($('vault').querySelector('input, button') || $('vault-pane').querySelector('button')).focus();
}

function keepVault(isOpen) {
    const main = $('main');
    if (NARROW.matches) {
        if (main.dataset.pane !== 'vault') main.dataset.before = main.dataset.pane;
        main.dataset.pane = 'vault';
        return;
    }
    main.dataset.vault = isOpen ? 'open' : 'closed';
    try {
        if (WIDE.matches) localStorage.setItem('mien-vault', isOpen ? 'open' : 'closed');
    } catch (storageIsOff) { /* then it is as it is on each visit */ }
}

function firstVault() {
    try {
        return WIDE.matches && localStorage.getItem('mien-vault') !== 'closed' ? 'open' : 'closed';
    } catch (storageIsOff) {
        return WIDE.matches ? 'open' : 'closed';
    }
}

function toggleVault() {
    const isOpen = NARROW.matches ? $('main').dataset.pane === 'vault' : $('main').dataset.vault === 'open';
    openPane(isOpen ? '' : 'vault');
}

// What is open

function open(threadID, messageID) {
    history.pushState(null, '', threadAddress(threadID, messageID));
    show();
    $('talk-title').focus({ preventScroll: true });
}

function begin() {
    if (location.search) history.pushState(null, '', '/inbox');
    openNew();
    $('main').dataset.pane = 'talk';
    $('words').focus();
}

function show() {
    const place = new URLSearchParams(location.search);
    const threadID = place.get('thread');
    $('main').dataset.pane = threadID ? 'talk' : 'threads';
    if (threadID) openThread(threadID, place.get('message'));
    else openNew();
    if (place.get('note')) openNote(place.get('note'));
}

const SUGGESTIONS = [
    ['Remember something', 'Remember that '], ['Ask what it knows', 'What do you know about '], ['Have a page read',
        'Fetch https:// and tell me what it says about ']
];

function welcome() {
    $('welcome').replaceChildren(h('p', { class: 'welcome-head' }, 'What is on your mind?'),
        h('p', { class: 'muted' }, 'Every reply is read for its posture, every word can be found again, and what should be remembered '
            + 'goes into the vault.'),
        h('div', { class: 'suggestions' }, SUGGESTIONS.map(([word, text]) => h('button', { class: 'button small', type: 'button',
            onclick: () => suggest(text) }, word))));
}

// Keyboard

const KEYS = [
    ['/', 'Search', () => { openPane('threads'); $('search').select(); $('search').focus(); }],
    ['n', 'New conversation', begin],
    ['j', 'Next conversation', () => step(1)],
    ['k', 'Conversation before', () => step(-1)],
    ['c', 'Write', () => { if (NARROW.matches) $('main').dataset.pane = 'talk'; $('words').focus(); }],
    ['p', 'Pin', () => mark('pin')],
    ['s', 'Star', () => mark('star')],
    ['e', 'Archive', () => mark('archive')],
    ['v', 'Vault', toggleVault],
    ['?', 'These shortcuts', () => $('keys-dialog').showModal()]
];
const MORE_KEYS = [['Enter', 'Open, or send'], ['Shift Enter', 'New line'], ['↑ ↓', 'From row to row'], ['Esc', 'Leave a field, close']];

function areKeysOn() {
    try {
        return localStorage.getItem('mien-keys') !== 'off';
    } catch (storageIsOff) {
        return true;
    }
}

function onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const isTyping = event.target.matches('input, textarea, select, [contenteditable]');
    if (event.key === 'Escape') {
        const menu = document.querySelector('details.menu[open]');
        if (menu) {
            menu.open = false;
            menu.querySelector('summary').focus();
        } else if (isTyping) {
            event.target.blur();
        }
        return;
    }
    const found = KEYS.find(([key]) => key === event.key.toLowerCase());
    if (!found || isTyping || !areKeysOn()) return;
    event.preventDefault();
    found[2]();
}

function startKeys() {
    $('keys-list').replaceChildren(...[...KEYS, ...MORE_KEYS].map(([keys, words]) =>
        h('div', {}, h('dt', {}, keys.split(' ').map(key => h('kbd', {}, key.length === 1 ? key.toUpperCase() : key))), h('dd', {}, words))));
    $('keys-on').checked = areKeysOn();
    $('keys-on').addEventListener('change', () => {
        try {
            localStorage.setItem('mien-keys', $('keys-on').checked ? 'on' : 'off');
        } catch (storageIsOff) { /* then they stay on */ }
    });
    $('keys-button').addEventListener('click', () => $('keys-dialog').showModal());
    document.addEventListener('keydown', onKey);
}

async function start() {
    if (leaveIfOut()) return;
    $('main').dataset.vault = firstVault();
    startList(open);
    startTalk();
    startVault();
    startKeys();
    welcome();
    $('new').addEventListener('click', begin);
    document.addEventListener('click', event => {
        const button = event.target.closest('[data-opens]');
        if (button) openPane(button.dataset.opens);
        document.querySelectorAll('details.menu[open]').forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
    });
    for (const event of ['mien-open-note', 'mien-find-notes']) document.addEventListener(event, () => openPane('vault'));
    addEventListener('popstate', show);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) load(); });
    document.addEventListener('mien-conversations', () => load());
    try {
        const account = await ask('/api/account');
        remember(account.user.email);
        show();
        load();
        const model = await ask('/api/model');
        $('model-name').textContent = model.configured ? `Answered by ${model.model || model.provider}` : 'No model is connected';
        if (!model.configured) noModel();
    } catch (error) {
        if (error.status !== 401) notice('bad', sentence(error));
    }
    if (!NARROW.matches && !current()) $('words').focus({ preventScroll: true });
}

start();
