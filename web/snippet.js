// A snippet comes as text with <mark> in it, everything else escaped. It is taken apart and built anew, so that nothing else can come through.

import { h } from './html.js';

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#x27': "'", '#34': '"' };

function plain(text) {
    return text.replace(/&(#?\w{1,6});/g, (whole, name) => NAMED[name] || whole);
}

/** The nodes of a snippet: text, and `mark` elements that hold text alone. */
export function snippet(source) {
    const out = [];
    String(source).split(/<mark>([^<]*)<\/mark>/).forEach((part, index) => {
        if (part) out.push(index % 2 ? h('mark', {}, plain(part)) : plain(part));
    });
    return out;
}
