// Draws the API reference from /openapi.json.

import { h, icon } from './html.js';
import { members, resolver } from './schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const CREDENTIALS = {
    publishableKey: { word: 'publishable key', header: 'X-Stradum-Key: pk_live_…' },
    secretKey: { word: 'secret key', header: 'X-Stradum-Key: sk_live_…' },
    memberToken: { word: 'member', header: 'Authorization: Bearer eyJ…' },
    psaKey: { word: 'psa_ key', header: 'Authorization: Bearer psa_…' },
    stratamKey: { word: 'skk_ key', header: 'Authorization: Bearer skk_…' },
    sessionCookie: { word: 'signed-in browser' }
};
const $ = id => document.getElementById(id);

/** Paragraphs with `code`, **bold** and [links](…); nothing else of Markdown is known here. */
export function prose(text) {
    return String(text || '').trim().split(/\n\s*\n/).filter(Boolean).map(paragraph => h('p', {},
        paragraph.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map(piece => {
            if (piece.startsWith('`')) return h('code', {}, piece.slice(1, -1));
            if (piece.startsWith('**')) return h('strong', {}, piece.slice(2, -2));
            const link = /^\[([^\]]+)\]\(((?:https?:\/\/|\/|#)[^)]*)\)$/.exec(piece);
            return link ? h('a', { href: link[2] }, link[1]) : piece;
        })));
}

function operationsOf(description) {
    return Object.entries(description.paths).flatMap(([path, item]) => METHODS.filter(method => item[method]).map(method => ({
        path, method, ...item[method],
        id: item[method].operationId || `${method}${path.replace(/\W+/g, '-')}`,
        parameters: [...(item.parameters || []), ...(item[method].parameters || [])],
        security: item[method].security || description.security || []
    })));
}

function callersOf(operation) {
    const words = operation.security.flatMap(way => Object.keys(way)).map(name => (CREDENTIALS[name] || { word: name }).word);
    const role = operation['x-least-role'] && words.includes('member') ? ` (${operation['x-least-role']})` : '';
    return words.length ? words.join(', ').replace('member', `member${role}`) : 'anybody';
}

/** A command that can be pasted, with the example's values filled in. */
function curl(operation, resolve) {
    const query = operation.parameters.map(resolve).filter(parameter => parameter.in === 'query' && parameter.required)
        .map(parameter => `${parameter.name}=${encodeURIComponent(parameter.example ?? parameter.schema?.example ?? '…')}`);
    const url = location.origin + operation.path + (query.length ? `?${query.join('&')}` : '');
    const lines = [`curl${operation.method === 'get' ? '' : ` -X ${operation.method.toUpperCase()}`} '${url}'`];
    // A command line has no session cookie; of what is left a key goes before a person's token.
    const headers = operation.security.flatMap(way => Object.keys(way)).map(name => (CREDENTIALS[name] || {}).header).filter(Boolean);
    const header = headers.find(one => !one.includes('eyJ')) || headers[0];
    if (header) lines.push(`-H '${header}'`);
    const example = exampleOf(operation.requestBody && resolve(operation.requestBody));
    if (example !== undefined) {
        lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example, null, 2).replace(/'/g, "'\\''")}'`);
    }
    return lines.join(' \\\n  ');
}

function exampleOf(withContent) {
    const media = withContent && withContent.content && withContent.content['application/json'];
    if (!media) return undefined;
    if (media.example !== undefined) return media.example;
    const first = media.examples && Object.values(media.examples)[0];
    return first && first.value;
}

function sample(title, text) {
    const button = h('button', { class: 'button icon', type: 'button', 'aria-label': `Copy: ${title}` }, icon('copy'));
    button.addEventListener('click', async () => {
        // Without https the browser has no clipboard for pages; then the text is selected instead.
        const copied = navigator.clipboard ? await navigator.clipboard.writeText(text).then(() => true, () => false) : false;
        if (!copied) getSelection().selectAllChildren(button.previousElementSibling);
        button.replaceChildren(icon(copied ? 'check' : 'copy'));
        $('found').textContent = copied ? 'Copied.' : 'Selected: copy it with Ctrl+C.';
        setTimeout(() => button.replaceChildren(icon('copy')), 1500);
    });
    const block = h('pre', { class: 'code', tabindex: 0, role: 'group', 'aria-label': title }, h('code', {}, text));
    return [h('h4', {}, title), h('div', { class: 'sample' }, block, button)];
}

function parameterList(parameters) {
    return parameters.length ? [h('h4', {}, 'Parameters'), h('ul', { class: 'members' }, parameters.map(parameter => h('li', {},
        h('span', { class: 'name' }, parameter.name), h('span', { class: 'kind' }, `${parameter.in}, ${kindOfParameter(parameter)}`),
        parameter.required && h('span', { class: 'need' }, 'required'), prose(parameter.description))))] : null;
}

function kindOfParameter(parameter) {
    const schema = parameter.schema || {};
    return schema.enum ? schema.enum.filter(value => value !== null).join(' | ') : schema.type || 'text';
}

function answers(operation, resolve) {
    return [h('h4', {}, 'Answers'), h('div', { class: 'answers' }, Object.entries(operation.responses).map(([status, reference]) => {
        const answer = resolve(reference);
        const code = h('b', { class: status.startsWith('2') ? 'good' : null }, status);
        const schema = answer.content && answer.content['application/json'] && answer.content['application/json'].schema;
        const text = h('span', {}, prose(answer.description).flatMap(paragraph => [...paragraph.childNodes]));
        if (!schema || !status.startsWith('2')) return h('div', { class: 'answer flat' }, code, text);
        return h('details', { class: 'answer' }, h('summary', {}, code, text), members(schema, resolve, prose));
    }))];
}

function inside(operation, resolve) {
    const body = operation.requestBody && resolve(operation.requestBody);
    const schema = body && body.content && body.content['application/json'] && body.content['application/json'].schema;
    const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
    const example = success && exampleOf(resolve(success[1]));
    return h('div', { class: 'inside' },
        h('div', {}, h('div', { class: 'prose' }, prose(operation.description || operation.summary)),
            parameterList(operation.parameters.map(resolve)), schema && [h('h4', {}, 'Body'), members(schema, resolve, prose)],
            answers(operation, resolve)),
        h('div', {}, sample('Request', curl(operation, resolve)),
            example !== undefined && sample(`Answer ${success[0]}`, JSON.stringify(example, null, 2))));
}

function block(operation, resolve) {
    const details = h('details', { class: 'operation', id: operation.id },
        h('summary', {}, h('span', { class: `method ${operation.method}` }, operation.method.toUpperCase()),
            h('h3', {}, operation.summary || operation.id, h('code', {}, operation.path)), h('span', { class: 'callers' }, callersOf(operation))));
    // Drawn when first opened, so that the page is there at once.
    const draw = () => { if (details.children.length === 1) details.append(inside(operation, resolve)); };
    details.addEventListener('toggle', () => { if (details.open) draw(); });
    details.draw = draw;
    return details;
}

function openAsked() {
    const asked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    document.querySelectorAll('.contents a').forEach(link => {
        if (link.getAttribute('href') === location.hash) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
    });
    if (!asked) return;
    if (asked.draw) {
        asked.hidden = false;
        asked.draw();
        asked.open = true;
    }
    asked.scrollIntoView({ block: 'start' });
}

/** Shows the operations that hold every word of the query, in path, summary, description, tag or caller. */
function filter(operations, query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const operation of operations) {
        const isFound = words.every(word => operation.text.includes(word));
        count += isFound;
        operation.block.hidden = !isFound;
        operation.link.hidden = !isFound;
    }
    document.querySelectorAll('[data-group]').forEach(group => {
        group.hidden = !operations.some(operation => operation.group === group.dataset.group && !operation.block.hidden);
    });
    $('found').textContent = words.length ? `${count} of ${operations.length} endpoints` : '';
    const url = new URL(location.href);
    if (query) url.searchParams.set('q', query);
    else url.searchParams.delete('q');
    history.replaceState(null, '', url);
}

async function start() {
    const answer = await fetch('/openapi.json').catch(() => null);
    if (!answer || !answer.ok) {
        $('intro').replaceChildren(h('p', {}, 'The description /openapi.json could not be read. Is the server still there?'));
        return;
    }
    const description = await answer.json();
    const resolve = resolver(description);
    const operations = operationsOf(description);
    $('intro').replaceChildren(...prose(description.info.description));
    const groups = [...(description.tags || [])];
    for (const operation of operations) {
        operation.group = (operation.tags && operation.tags[0]) || 'Other';
        if (!groups.some(group => group.name === operation.group)) groups.push({ name: operation.group });
        operation.block = block(operation, resolve);
        operation.link = h('li', {}, h('a', { href: `#${operation.id}` }, operation.summary || operation.path));
        operation.text = [operation.method, operation.path, operation.summary, operation.description, operation.group, callersOf(operation),
            ...operation.parameters.map(parameter => resolve(parameter).name)].join(' ').toLowerCase();
    }
    for (const group of groups) {
        const own = operations.filter(operation => operation.group === group.name);
        if (!own.length) continue;
        const id = `tag-${group.name.toLowerCase().replace(/\W+/g, '-')}`;
        $('contents').append(h('section', { 'data-group': group.name }, h('p', {}, h('a', { href: `#${id}` }, group.name)),
            h('ul', {}, own.map(operation => operation.link))));
        $('operations').append(h('section', { class: 'group', id, 'data-group': group.name }, h('h2', {}, group.name),
            group.description && h('p', {}, group.description), own.map(operation => operation.block)));
    }
    const search = $('search');
    search.value = new URLSearchParams(location.search).get('q') || '';
    search.addEventListener('input', () => filter(operations, search.value.trim()));
    document.addEventListener('keydown', event => {
        if (event.key === 'Escape' && document.activeElement === search) {
            search.value = '';
            filter(operations, '');
        }
        if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
        event.preventDefault();
        search.focus();
    });
    if (search.value) filter(operations, search.value.trim());
    window.addEventListener('hashchange', openAsked);
    openAsked();
}

start();
