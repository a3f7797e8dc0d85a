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
    star: ['m12 3.2 2.7 5.6 6.1.8-4.5 4.2 1.1 6.1L12 17l-5.4 2.9 1.1-6.1-4.5-4.2 6.1-.8Z'],
    pin: ['M9 3.5h6l-.8 6 3.3 3.5v1.5H6.5V13l3.3-3.5Z', 'M12 14.5V21'],
    archive: ['M3.5 4.5h17v4h-17Z', 'M5 8.5v11h14v-11', 'M9.5 12.5h5'],
    trash: ['M4.5 6.5h15', 'M9 6.5v-3h6v3', 'M6.5 6.5 7.5 20.5h9l1-14'],
    save: ['M12 3.5v11.5', 'm7 10.5 5 5 5-5', 'M4.5 20.5h15'],
    vault: ['M4 4.5h16v15H4Z', 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z', 'M12 8.5v-1M12 16.5v-1M8.5 12h-1M16.5 12h-1'],
    edit: ['m4.5 19.5 1-4L16 5l3 3L8.5 18.5Z', 'm14 7 3 3'],
    people: ['M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z', 'M2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5', 'M16 5a3.3 3.3 0 0 1 0 6.3', 'M18 14.5c2 .8 3.2 2.5 3.5 5'],
    back: ['m14.5 5-7 7 7 7'],
    plus: ['M12 5v14M5 12h14'],
    copy: ['M9 9h10.5v11.5H9Z', 'M15 9V4H4.5v11.5H9']
};

/** A line icon of 24 units; decoration, so hidden from screen readers: a word always stands beside it. */
export function icon(name) {
    return s('svg', { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round',
        'stroke-linejoin': 'round', 'aria-hidden': 'true' }, ICONS[name].map(d => s('path', { d })));
}
