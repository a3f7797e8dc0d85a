// Building elements without markup in strings, so that no text from elsewhere can become markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value === undefined || value === null || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
    return element;
}

/** An HTML element: `h('p', { class: 'muted' }, 'text', otherElement)`. */
export function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

const ICONS = {
    check: ['M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4Z', 'm8 12.4 2.8 2.8 5.4-6'],
    question: ['M12 2.2 21.8 12 12 21.8 2.2 12Z', 'M9.8 9.9c.2-1.3 1.1-2 2.3-2 1.3 0 2.2.8 2.2 1.9 0 1.6-2.3 1.9-2.3 3.4', 'M12 16.1v.1'],
    cross: ['M8 2.8h8L21.2 8v8L16 21.2H8L2.8 16V8Z', 'm8.9 8.9 6.2 6.2m0-6.2-6.2 6.2'],
    flag: ['M5.5 21V3.5', 'M5.5 4.5h12l-2.4 3.8 2.4 3.8h-12'],
    dot: ['M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z'],
    copy: ['M9 9h10.5v11.5H9Z', 'M15 9V4H4.5v11.5H9']
};

/** A line icon of 24 units; decoration, so hidden from screen readers: a word always stands beside it. */
export function icon(name) {
    return s('svg', { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round',
        'stroke-linejoin': 'round', 'aria-hidden': 'true' }, ICONS[name].map(d => s('path', { d })));
}
