// Draws the Markdown of a reply as elements. Nothing in a text can become markup: every element is made here, every word is set as text, and a link
// leads to http, https or mail alone. Any text gives some drawing, in time that grows with its length.

import { h } from './html.js';
import { codeBlock } from './once.js';

/** Quotes and lists inside one another, and emphasis inside emphasis, are drawn to this depth; what is deeper is plain text. */
const DEEPEST = 6;
/** Longer texts are shown as they are. */
const LONGEST = 200_000;

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,8})([-*+]|\d{1,9}[.)])(?:[ \t]+|$)/;
const SIDE = /^:?-+:?$/;

/** The elements of a text. `level` is the heading level that its highest heading gets. */
export function markdown(text, level = 4) {
    if (text.length > LONGEST) return [h('p', { class: 'as-is' }, text)];
    return blocks(text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n'), { level, last: level - 1 }, 0);
}

function blocks(lines, page, depth) {
    const out = [];
    let at = 0;
    while (at < lines.length) {
        const line = lines[at];
        if (!line.trim()) {
            at += 1;
            continue;
        }
        const taken = depth < DEEPEST && (fence(lines, at) || heading(line, page) || rule(line) || quote(lines, at, page, depth)
            || list(lines, at, page, depth) || table(lines, at)) || paragraph(lines, at, depth);
        out.push(taken.element);
        at += taken.lines || 1;
    }
    return out;
}

function fence(lines, at) {
    const open = FENCE.exec(lines[at]);
    if (!open) return null;
    let end = at + 1;
    while (end < lines.length && !(lines[end].trim().startsWith(open[1]) && !lines[end].trim().replaceAll(open[1][0], ''))) end += 1;
    return { element: codeBlock(lines.slice(at + 1, end).join('\n'), open[2]), lines: end - at + 1 };
}

function heading(line, page) {
    const found = HEADING.exec(line);
    if (!found) return null;
    // No level is skipped, whatever the model wrote.
    page.first = page.first || found[1].length;
    page.last = Math.min(6, page.last + 1, Math.max(page.level, page.level + found[1].length - page.first));
    return { element: h(`h${page.last}`, {}, inline(withoutTail(found[2]), 0)) };
}

/** A heading's words without the signs that may close it. */
function withoutTail(text) {
    const words = text.trimEnd();
    const bare = cut(words, '#');
    return bare.length < words.length && /[ \t]$/.test(bare) ? bare.trimEnd() : words;
}

/** The text without these characters at its end. An expression that looks for them takes time that grows with the square of the length. */
function cut(text, characters) {
    let end = text.length;
    while (end > 0 && characters.includes(text[end - 1])) end -= 1;
    return text.slice(0, end);
}

function rule(line) {
    return RULE.test(line) ? { element: h('hr') } : null;
}

function quote(lines, at, page, depth) {
    let end = at;
    while (end < lines.length && QUOTE.test(lines[end])) end += 1;
    if (end === at) return null;
    return { element: h('blockquote', {}, blocks(lines.slice(at, end).map(line => line.replace(QUOTE, '')), page, depth + 1)), lines: end - at };
}

function list(lines, at, page, depth) {
    const first = ITEM.exec(lines[at]);
    if (!first) return null;
    const isOrdered = /\d/.test(first[2]);
    const items = [];
    let end = at;
    let inner = 0;
    while (end < lines.length) {
        const line = lines[end];
        const item = ITEM.exec(line);
        const indent = line.search(/\S/);
        if (item && indent <= first[1].length + 1 && /\d/.test(item[2]) === isOrdered && !RULE.test(line)) {
            inner = Math.min(item[0].length, item[1].length + item[2].length + 4);
            items.push([line.slice(item[0].length)]);
        } else if (indent === -1) {
            const next = lines.slice(end + 1, end + 3).find(one => one.trim());
            if (next === undefined || (next.search(/\S/) < inner && !ITEM.test(next))) break;
            items.at(-1).push('');
        } else if (indent > first[1].length + 1) {
            items.at(-1).push(line.slice(Math.min(indent, inner)));
        } else if (lines[end - 1].trim() && !item && !startsBlock(lines, end)) {
            items.at(-1).push(line.trim());
        } else {
            break;
        }
        end += 1;
    }
    const start = isOrdered ? Number.parseInt(first[2], 10) : 1;
    const drawn = items.map(own => {
        const parts = blocks(own, page, depth + 1);
        // A one-paragraph item needs no paragraph.
        const isTight = parts.length && parts[0].tagName === 'P' && parts.slice(1).every(one => ['UL', 'OL'].includes(one.tagName));
        return h('li', {}, isTight ? [...parts[0].childNodes, ...parts.slice(1)] : parts);
    });
    return { element: h(isOrdered ? 'ol' : 'ul', { start: isOrdered && start !== 1 ? start : null }, drawn), lines: end - at };
}

function cells(line) {
    const parts = line.trim().replace(/^\|/, '').replace(/\|$/, '').split(/(?<!\\)\|/);
    return parts.map(part => part.trim().replaceAll('\\|', '|'));
}

function table(lines, at) {
    if (!lines[at].includes('|') || at + 1 >= lines.length || !lines[at + 1].includes('-')) return null;
    const head = cells(lines[at]);
    const divider = cells(lines[at + 1]);
    if (!divider.every(cell => SIDE.test(cell))) return null;
    const sides = divider.map(cell => (/^:-+:$/.test(cell) ? 'middle' : /-:$/.test(cell) ? 'number' : null));
    if (sides.length !== head.length || head.length > 30) return null;
    let end = at + 2;
    while (end < lines.length && lines[end].includes('|') && lines[end].trim()) end += 1;
    const row = (tag, texts) => h('tr', {}, head.map((_, index) =>
        h(tag, { class: sides[index], scope: tag === 'th' ? 'col' : null }, inline(texts[index] || '', 0))));
    return {
        element: h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' }, h('table', {},
            h('thead', {}, row('th', head)),
            h('tbody', {}, lines.slice(at + 2, end).map(line => row('td', cells(line)))))),
        lines: end - at
    };
}

function startsBlock(lines, at) {
    return FENCE.test(lines[at]) || HEADING.test(lines[at]) || RULE.test(lines[at]) || QUOTE.test(lines[at]);
}

function paragraph(lines, at, depth) {
    let end = at + 1;
    while (end < lines.length && lines[end].trim() && !startsBlock(lines, end) && !(depth < DEEPEST && ITEM.test(lines[end]))
        && !(lines[end].includes('|') && table(lines, end))) end += 1;
    return { element: h('p', {}, inline(lines.slice(at, end).map(line => line.trim()).join('\n'), 0)), lines: end - at };
}

// Inside a line

const MARKS = [['**', 'strong'], ['__', 'strong'], ['~~', 'del'], ['*', 'em'], ['_', 'em']];
const LINK = /https?:\/\/[^\s<>"'`]+/y;
const isWord = character => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
const isSpace = character => character === undefined || /\s/.test(character);

/** The nodes of a text without blocks. */
function inline(text, depth, hasLinks = true) {
    const out = [];
    const unclosed = new Set();
    let plain = '';
    let at = 0;
    const put = (node, length) => {
        if (plain) out.push(plain);
        plain = '';
        out.push(node);
        at += length;
    };
    while (at < text.length) {
        const character = text[at];
        if (character === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] || '')) {
            plain += text[at + 1];
            at += 2;
        } else if (character === '\n') {
            put(h('br'), 1);
        } else {
            const found = character === '`' ? code(text, at, unclosed) : hasLinks && (character === '[' || character === '!') ? link(text, at, depth)
                : hasLinks && character === 'h' && !isWord(text[at - 1]) ? bareLink(text, at)
                : depth < DEEPEST && '*_~'.includes(character) ? emphasis(text, at, depth, unclosed, hasLinks) : null;
            if (found) put(found.node, found.length);
            else {
                // A run of the same sign stands for itself as a whole.
                const run = character === '`' || character === '*' ? /^(`+|\*+)/.exec(text.slice(at, at + 200))[0] : character;
                plain += run;
                at += run.length;
            }
        }
    }
    if (plain) out.push(plain);
    return out;
}

function code(text, at, unclosed) {
    const ticks = /`+/y;
    ticks.lastIndex = at;
    const run = ticks.exec(text)[0];
    if (unclosed.has(run)) return null;
    for (let end = text.indexOf(run, at + run.length); end !== -1; end = text.indexOf(run, end)) {
        ticks.lastIndex = end;
        const close = ticks.exec(text)[0];
        if (close === run) {
            const inner = text.slice(at + run.length, end);
            return { node: h('code', {}, /^ .*[^ ].* $/s.test(inner) ? inner.slice(1, -1) : inner), length: end + run.length - at };
        }
        end += close.length;
    }
    unclosed.add(run);
    return null;
}

function anchor(href, content) {
    return h('a', { href, rel: 'noopener noreferrer nofollow ugc', target: '_blank' }, content);
}

function safeAddress(text) {
    try {
        const url = new URL(text);
        return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
    } catch (notAnAddress) {
        return null;
    }
}

/** `[words](address)`; a picture is shown as a link to it, never loaded. */
function link(text, at, depth) {
    const open = text[at] === '!' ? at + 1 : at;
    if (text[open] !== '[') return null;
    const close = text.slice(open, open + 1000).indexOf('](') + open;
    if (close < open || depth >= DEEPEST) return null;
    const end = text.slice(close, close + 2100).indexOf(')') + close;
    if (end < close) return null;
    const words = text.slice(open + 1, close);
    if (words.includes('\n\n') || words.includes('[')) return null;
    const href = safeAddress(text.slice(close + 2, end).trim().split(/\s/)[0].replace(/^<|>$/g, ''));
    // What leads nowhere safe stays as it was written.
    return href ? { node: anchor(href, words ? inline(words, depth + 1, false) : href), length: end + 1 - at } : null;
}

function bareLink(text, at) {
    LINK.lastIndex = at;
    const found = LINK.exec(text);
    if (!found) return null;
    let words = cut(found[0], '.,;:!?*_~');
    while (words.endsWith(')') && !words.includes('(')) words = words.slice(0, -1);
    const href = safeAddress(words);
    return href ? { node: anchor(href, words), length: words.length } : null;
}

function emphasis(text, at, depth, unclosed, hasLinks) {
    for (const [mark, tag] of MARKS) {
        if (!text.startsWith(mark, at) || unclosed.has(mark)) continue;
        const isWordMark = mark[0] === '_';
        if (isSpace(text[at + mark.length]) || (isWordMark && isWord(text[at - 1]))) continue;
        const end = closing(text, at + mark.length + 1, mark, isWordMark);
        if (end === -1) {
            unclosed.add(mark);
            continue;
        }
        return { node: h(tag, {}, inline(text.slice(at + mark.length, end), depth + 1, hasLinks)), length: end + mark.length - at };
    }
    return null;
}

/** Where the mark ends what it began, or −1. */
function closing(text, from, mark, isWordMark) {
    for (let end = text.indexOf(mark, from); end !== -1; end = text.indexOf(mark, end)) {
        let run = end;
        while (text[run] === mark[0]) run += 1;
        const length = run - end;
        const fits = mark.length === 2 ? length >= 2 : length !== 2;
        // Of `**bold *both***` the outer mark takes the last two.
        const place = mark.length === 2 ? run - 2 : end;
        if (fits && !isSpace(text[place - 1]) && !(isWordMark && isWord(text[run]))) return place;
        end = run;
    }
    return -1;
}
