// Alert levels as marks: each has a word, a colour and a shape of its own.

import { h, s } from './html.js';

const SHAPES = {
    green: ['M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z', 'm5.2 8.2 2 2 3.7-4.2'],
    yellow: ['M8 1.4 14.6 8 8 14.6 1.4 8Z', 'M8 5.2v3.4M8 10.9v.1'],
    orange: ['M8 1.8 15 14H1Z', 'M8 6v3.6M8 11.8v.1'],
    red: ['M5.2 1.6h5.6l3.6 3.6v5.6l-3.6 3.6H5.2l-3.6-3.6V5.2Z', 'M8 4.6v4.2M8 11.2v.1'],
    critical: ['M5.2 1.6h5.6l3.6 3.6v5.6l-3.6 3.6H5.2l-3.6-3.6V5.2Z', 'm5.6 5.6 4.8 4.8m0-4.8-4.8 4.8']
};

/** The outline of a level around the origin, for drawings. */
export function levelShape(level, x, y, size = 7) {
    const points = {
        green: null,
        yellow: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
        orange: [[0, -1.2], [1.25, 0.95], [-1.25, 0.95]],
        red: [[-0.45, -1.1], [0.45, -1.1], [1.1, -0.45], [1.1, 0.45], [0.45, 1.1], [-0.45, 1.1], [-1.1, 0.45], [-1.1, -0.45]],
        critical: [[-0.9, -1.2], [0, -0.35], [0.9, -1.2], [1.2, -0.9], [0.35, 0], [1.2, 0.9], [0.9, 1.2], [0, 0.35], [-0.9, 1.2], [-1.2, 0.9], [-0.35, 0], [-1.2, -0.9]]
    }[level];
    if (!points) return s('circle', { class: 'point', 'data-level': level, cx: x, cy: y, r: size });
    return s('polygon', { class: 'point', 'data-level': level, points: points.map(([dx, dy]) => `${x + dx * size},${y + dy * size}`).join(' ') });
}

/** The level as a pill: shape and word. */
export function levelMark(level, extra) {
    return h('span', { class: 'level', 'data-level': level },
        s('svg', { viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.7, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' },
            SHAPES[level].map(d => s('path', { d }))),
        level, extra);
}
