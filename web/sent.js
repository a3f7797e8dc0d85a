// Shows every request of the SDK as it left the page, and searches it for what was typed.

import { h, icon } from './html.js';

const NAMES = { '/sessions': 'Session opened', '/sessions/events': 'Events', complete: 'Session completed', metadata: 'Metadata' };

function nameOf(request) {
    return NAMES[request.path] || NAMES[request.path.split('/').pop()] || request.path;
}

function eventTable(events) {
    const start = events[0].timestamp;
    const rows = events.map(event => h('tr', {},
        h('td', { class: 'number' }, ((event.timestamp - start) * 1000).toFixed(1)), h('td', {}, event.event_type),
        h('td', {}, event.field_name || ''), h('td', {}, Object.entries(event.data || {}).map(([key, value]) => `${key} ${value}`).join(', '))));
    return h('table', {}, h('caption', {}, `${events.length} events`),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'number' }, 'ms'), h('th', { scope: 'col' }, 'event_type'),
            h('th', { scope: 'col' }, 'field_name'), h('th', { scope: 'col' }, 'data'))),
        h('tbody', {}, rows));
}

/** One folded block per request: events as a table, everything else as the JSON it was. */
export function sentRequests(requests) {
    return requests.map(request => {
        const { events, ...rest } = request.body;
        const size = new TextEncoder().encode(JSON.stringify(request.body)).length;
        const label = events ? `${nameOf(request)}: ${events.length}` : nameOf(request);
        return h('details', { class: 'request' },
            h('summary', {}, h('span', {}, label), h('code', { class: 'muted' }, `POST /api/v1${request.path.replace(/stm_\w+/, 'stm_…')}`),
                h('span', { class: 'size' }, `${size.toLocaleString('en')} bytes`)),
            h('div', { class: 'inner', tabindex: 0, role: 'region', 'aria-label': `Content of ${label}` },
                h('pre', {}, JSON.stringify(rest, null, 2)), events && eventTable(events)));
    });
}

/** Looks for each longer word of the phrase in all that was sent, and says so either way. */
export function proof(requests, phrase) {
    const text = JSON.stringify(requests.map(request => request.body)).toLowerCase();
    const words = phrase.toLowerCase().split(/\W+/).filter(word => word.length >= 4);
    const found = words.filter(word => text.includes(word));
    const bytes = text.length.toLocaleString('en');
    return h('p', { class: 'proof', 'data-found': String(found.length > 0) }, icon(found.length ? 'cross' : 'check'),
        h('span', {}, found.length
            ? `In ${bytes} bytes we found: ${found.join(', ')}. That should not be: please report it.`
            : `We have just searched these ${bytes} bytes for “${words.join('”, “')}”: not one of them is in there.`));
}
