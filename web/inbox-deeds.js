// What can be done with the open conversation: marks, another title, and its end.

import { ask, sentence } from './api.js';
import { h } from './html.js';
import { load } from './inbox-list.js';
import { clearNotice, notice } from './inbox-notice.js';
import { drawHead, openNew, talk } from './inbox-talk.js';

const $ = id => document.getElementById(id);

/** Turns a mark of the open conversation around: pin, star or archive. */
export async function mark(name) {
    const { thread } = talk;
    const field = { pin: 'pinned', star: 'starred', archive: 'archived' }[name];
    if (!thread || !field) return;
    try {
        await ask(`/api/conversations/${name}`, { body: { thread_id: thread.thread_id, value: !thread[field] } });
        thread[field] = !thread[field];
        if (talk.thread === thread) {
            const hadFocus = document.activeElement && document.activeElement.dataset.mark === name;
            drawHead();
            if (hadFocus) document.querySelector(`[data-mark="${name}"]`).focus();
        }
        const words = { pinned: ['Pinned.', 'No longer pinned.'], starred: ['Starred.', 'No longer starred.'],
            archived: ['In the archive. Search still finds it.', 'Out of the archive.'] }[field];
        notice('good', words[thread[field] ? 0 : 1]);
        load();
    } catch (error) {
        notice('bad', sentence(error));
    }
}

/** Lets the title be written over. */
export function rename() {
    const { thread } = talk;
    const field = h('input', { class: 'field', value: thread.title, maxlength: 200, 'aria-label': 'Title' });
    const done = async event => {
        event.preventDefault();
        const title = field.value.trim();
        if (title && title !== thread.title) {
            try {
                await ask('/api/conversations/rename', { body: { thread_id: thread.thread_id, title } });
                thread.title = title;
                load();
            } catch (error) {
                notice('bad', sentence(error));
            }
        }
        drawHead();
        $('talk-title').focus();
    };
    $('talk-title').replaceChildren(h('form', { onsubmit: done, onkeydown: event => { if (event.key === 'Escape') drawHead(); } }, field));
    field.select();
}

/** Asks whether the conversation shall go, and lets it go. */
export function remove() {
    const { thread } = talk;
    const yes = h('button', { class: 'button small danger', type: 'button', onclick: async () => {
        try {
            await ask('/api/conversations/delete', { body: { thread_id: thread.thread_id } });
            history.pushState(null, '', '/inbox');
            openNew();
            notice('good', 'The conversation is deleted.');
            load();
        } catch (error) {
            notice('bad', sentence(error));
        }
    } }, 'Delete it');
    document.querySelectorAll('details.menu[open]').forEach(menu => { menu.open = false; });
    notice('kind', `Delete “${thread.title}” with all of its messages? This cannot be undone.`, yes, h('button',
        { class: 'button plain small', type: 'button', onclick: clearNotice }, 'Keep it'));
    yes.focus();
}
