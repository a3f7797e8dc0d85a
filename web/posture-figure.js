// The course of a conversation in one drawing: the health score of each turn over its bands, and below it what every sentence does, lane by lane.

import { h, s } from './html.js';
import { BANDS, LANES, band, family, figure } from './posture-codes.js';
import { levelShape } from './posture-marks.js';

const LEFT = 40;
/** Room for the names of the bands, which no point may cover. */
const RIGHT = 52;
const GAP = 10;
const HEALTH = 168;
const LANE = 28;
const SPACE = 3;
const TOP = 10;
const LEAST_COLUMN = 6;
const LEAST_TURN = 34;

/** Where each turn begins and how wide its sentences are. */
function columns(turns, width) {
    const counts = turns.map(turn => ({ user: turn.c0 ? turn.c0.postures.length : 0, response: turn.c1.postures.length }));
    const total = counts.reduce((sum, count) => sum + Math.max(1, count.user + count.response), 0);
    const column = Math.max(LEAST_COLUMN, (width - LEFT - RIGHT - GAP * turns.length) / total);
    let x = LEFT;
    return turns.map((turn, index) => {
        const count = counts[index];
        const own = Math.max(1, count.user + count.response);
        const room = Math.max(LEAST_TURN, column * own);
        const place = { turn, x, width: room, column: room / own, user: count.user, middle: x + room / 2 };
        x += room + GAP;
        return place;
    });
}

function healthY(value) {
    return TOP + (1 - value) * HEALTH;
}

function bands(width) {
    return BANDS.map(one => [
        s('rect', { class: 'band', 'data-level': one.level, x: LEFT, y: healthY(one.to), width: width - LEFT, height: (one.to - one.from) * HEALTH }),
        one.from > 0 && s('text', { class: 'axis-label', x: LEFT - 6, y: healthY(one.from) + 4, 'text-anchor': 'end' }, one.from.toFixed(2)),
        s('text', { class: 'band-label', 'data-level': one.level, x: width - 6, y: healthY(one.to) + 13, 'text-anchor': 'end' }, one.level)
    ]);
}

function cellText(width, code, name) {
    if (width > 7.2 * name.length + 42) return `${code} ${name}`;
    return width > 25 ? code : null;
}

/** One lane's cells of one turn. Holding is drawn as a frame, giving way filled; everything else filled in its family's colour. */
function cells(place, lane, row, config, pick) {
    const read = place.turn[lane];
    if (!read) return [];
    const side = lane === 'c0' ? 'user' : 'response';
    const start = place.x + (side === 'user' ? 0 : place.user * place.column);
    const y = TOP + HEALTH + 22 + row * (LANE + SPACE);
    return read.postures.map((code, index) => {
        const x = start + index * place.column;
        const kind = family(lane, code);
        const room = Math.max(2, place.column - 1.5);
        const entry = config.codes[lane][code] || { code: String(code), name: '' };
        const unsure = (lane === 'c2' || lane === 'c3') && (read.confidences || [])[index] < config.thresholds.sentence_confidence;
        const words = kind && cellText(room, entry.code, entry.name);
        return s('g', {
            class: 'cell', 'data-family': kind, 'data-unsure': unsure && kind ? '' : null, 'data-turn': place.turn.turn, 'data-side': side, 'data-index': index,
            onclick: () => pick(place.turn.turn, side, index)
        },
        s('rect', { class: 'target', x, y, width: place.column, height: LANE }),
        kind ? s('rect', { class: 'fill', x: x + 0.75, y: y + 1, width: room, height: LANE - 2, rx: Math.min(5, room / 3) })
            : s('circle', { class: 'rest', cx: x + place.column / 2, cy: y + LANE / 2, r: Math.min(1.8, room / 2) }),
        words && s('text', { class: 'cell-text', x: x + place.column / 2, y: y + LANE / 2 + 4, 'text-anchor': 'middle' }, words));
    });
}

/** What is said of a turn when it is pointed at. */
export function turnInWords(turn) {
    const own = band(turn.bhs);
    return `Turn ${turn.turn}: health ${figure(turn.bhs)}, in the ${own.level} band (${own.from.toFixed(2)} to ${own.to.toFixed(2)}). Alert ${turn.alert}${
        turn.details ? `: ${turn.details}` : ''}`.replace(/[.]?$/, '.');
}

function cellInWords(turns, target, config) {
    const turn = turns.find(one => String(one.turn) === target.dataset.turn);
    const index = Number(target.dataset.index);
    const lanes = target.dataset.side === 'user' ? ['c0'] : LANES.slice(1);
    const found = lanes.filter(lane => turn[lane].postures[index] > 0).map(lane => {
        const entry = config.codes[lane][turn[lane].postures[index]];
        const confidence = (turn[lane].confidences || [])[index];
        return `${entry.code} ${entry.name}${confidence === undefined ? '' : ` ${Math.round(confidence * 100)} %`}`;
    });
    return `Turn ${turn.turn}, ${target.dataset.side === 'user' ? 'user' : 'answer'}, sentence ${index + 1}: ${found.join(', ') || 'neutral'}.`;
}

/** Draws into a scrollable box and keeps it drawn when the box changes its width. `pick(turn, side, index)` is called for what is chosen. */
export function conversationFigure(turns, config, pick) {
    const rest = turns.length > 1
        ? 'Point at a turn or a sentence. With the keyboard: ← → go from turn to turn, Enter opens it.' : 'Point at the turn or at a sentence for its figures.';
    const readout = h('p', { class: 'readout small', 'aria-live': 'polite' }, rest);
    const box = h('div', { class: 'figure-scroll', tabindex: '-1' });
    let current = 0;

    function draw(width) {
        const places = columns(turns, width);
        const last = places[places.length - 1];
        const whole = Math.max(width, last.x + last.width + RIGHT);
        const height = TOP + HEALTH + 22 + LANES.length * (LANE + SPACE);
        const line = places.map(place => `${place.middle},${healthY(place.turn.bhs)}`).join(' ');
        const points = places.map((place, index) => s('g', {
            class: 'turn-point', role: 'button', tabindex: index === current ? '0' : '-1', 'data-turn': place.turn.turn, 'aria-label': turnInWords(place.turn),
            onfocus: () => { current = index; readout.textContent = turnInWords(place.turn); },
            onclick: () => pick(place.turn.turn, 'response', 0),
            onmouseenter: () => { readout.textContent = turnInWords(place.turn); },
            onkeydown: event => {
                const step = { ArrowLeft: -1, ArrowRight: 1, Home: -turns.length, End: turns.length }[event.key];
                if (step !== undefined) {
                    event.preventDefault();
                    const next = Math.min(turns.length - 1, Math.max(0, index + step));
                    points.forEach((point, place_) => point.setAttribute('tabindex', place_ === next ? '0' : '-1'));
                    points[next].focus();
                } else if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault();
                    pick(place.turn.turn, 'response', 0);
                }
            }
        },
        s('rect', { class: 'target', x: place.x, y: TOP, width: place.width, height: HEALTH + 20 }),
        s('circle', { class: 'halo', cx: place.middle, cy: healthY(place.turn.bhs), r: 13 }),
        levelShape(place.turn.alert, place.middle, healthY(place.turn.bhs), 6.5),
        place.width > 44 && s('text', { class: 'value-label', x: place.middle, y: healthY(place.turn.bhs) + (place.turn.bhs > 0.16 ? 25 : -14), 'text-anchor': 'middle' },
            place.turn.bhs.toFixed(2)),
        s('text', { class: 'turn-label', x: place.middle, y: TOP + HEALTH + 15, 'text-anchor': 'middle' }, place.width > 60 ? `Turn ${place.turn.turn}` : place.turn.turn)));
        const drawing = s('svg', { viewBox: `0 0 ${whole} ${height}`, width: whole, height, role: 'group', 'aria-label':
            `Health score of ${turns.length === 1 ? 'one turn' : `${turns.length} turns`}, with what each sentence does in the lanes C0 to C4`, class: 'figure' },
        bands(whole),
        places.slice(1).map(place => s('line', { class: 'divider', x1: place.x - GAP / 2, x2: place.x - GAP / 2, y1: TOP, y2: height })),
        LANES.map((lane, row) => s('text', { class: 'axis-label', x: 0, y: TOP + HEALTH + 22 + row * (LANE + SPACE) + LANE / 2 + 4 }, lane.toUpperCase())),
        s('g', { 'aria-hidden': 'true', onmouseover: event => {
            const target = event.target.closest('.cell');
            if (target) readout.textContent = cellInWords(turns, target, config);
        } }, LANES.map((lane, row) => places.map(place => cells(place, lane, row, config, pick)))),
        turns.length > 1 && s('polyline', { class: 'health-line', points: line }),
        points);
        drawing.addEventListener('mouseleave', () => { readout.textContent = rest; });
        box.replaceChildren(drawing);
        if (whole > width) box.setAttribute('tabindex', '0');
        const lanes = LANES.map(lane => h('span', {}, h('b', {}, lane.toUpperCase()), ` ${config.titles[lane]}`));
        laneNames.replaceChildren(...lanes);
    }

    const laneNames = h('p', { class: 'lane-names small muted' });
    let drawn = 0;
    new ResizeObserver(entries => {
        const width = Math.floor(entries[0].contentRect.width);
        if (width && width !== drawn) {
            drawn = width;
            const hadFocus = box.contains(document.activeElement);
            draw(width);
            if (hadFocus) box.querySelector('[tabindex="0"]').focus();
        }
    }).observe(box);
    return [box, readout, laneNames];
}

/** Shows in the drawing which sentence is chosen. */
export function markCell(turn, side, index) {
    document.querySelectorAll('.cell.is-chosen').forEach(cell => cell.classList.remove('is-chosen'));
    document.querySelectorAll(`.cell[data-turn="${turn}"][data-side="${side}"][data-index="${index}"]`).forEach(cell => cell.classList.add('is-chosen'));
}
