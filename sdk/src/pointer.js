// Pointer, touch and scroll: where the hand goes on the page, thinned to what the engine needs.

/** At most 50 points a second; a frame's coalesced points are thinned to the same step. */
const MOVE_STEP_MS = 20;
const SCROLL_STEP_MS = 100;

function pointerListeners(record) {
    let lastMoveAt = -Infinity;
    let lastTouchAt = -Infinity;
    let lastPointer = 'mouse';
    const scrolled = new WeakMap();

    /** Nothing is told of where the pointer is inside a protected area: on a drawn keypad that would be the secret. */
    function place(point, element) {
        return isInProtectedArea(element) ? {} : { x: round(point.pageX, 1), y: round(point.pageY, 1) };
    }

    function pointermove(event) {
        if (event.pointerType === 'touch') return;
        const element = targetOf(event);
        if (isInProtectedArea(element)) return;
        const coalesced = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        (coalesced.length ? coalesced : [event]).forEach(point => {
            if (point.timeStamp - lastMoveAt < MOVE_STEP_MS) return;
            lastMoveAt = point.timeStamp;
            const moment = { timeStamp: point.timeStamp, isTrusted: event.isTrusted };
            record('mousemove', moment, null, Object.assign(place(point, element), { pointer: pointerKind(event) }));
        });
    }

    function button(kind) {
        return event => {
            lastPointer = pointerKind(event);
            if (event.pointerType === 'touch') return;
            const element = targetOf(event);
            record(kind, event, clickTarget(element), Object.assign(place(event, element), { button: event.button, pointer: lastPointer }));
        };
    }

    function click(event) {
        const element = targetOf(event);
        const target = clickTarget(element);
        const data = { button: event.button, pointer: event.pointerType ? pointerKind(event) : lastPointer };
        // detail 0: activated by the keyboard or by assistive technology, so there is no place to tell.
        if ((event.detail > 0 || !event.isTrusted) && element && !isInProtectedArea(element)) {
            Object.assign(data, place(event, element));
            const box = dom.box(target || element);
            if (box.width > 0 && box.height > 0 && !(isField(target) && isProtected(target))) {
                data.offset_x = fraction((event.clientX - box.left) / box.width);
                data.offset_y = fraction((event.clientY - box.top) / box.height);
                data.width = Math.round(box.width);
                data.height = Math.round(box.height);
            }
        }
        record('click', event, target, data);
    }

    function touch(event) {
        const point = event.changedTouches && event.changedTouches[0];
        if (!point) return;
        if (event.type === 'touchmove') {
            if (event.timeStamp - lastTouchAt < MOVE_STEP_MS) return;
            lastTouchAt = event.timeStamp;
        }
        const element = targetOf(event);
        const kind = event.type === 'touchcancel' ? 'touchend' : event.type;
        record(kind, event, clickTarget(element), Object.assign(place(point, element), {
            pointer: 'touch',
            pressure: point.force > 0 ? round(point.force, 3) : undefined,
            contact_size: point.radiusX > 0 ? round(2 * Math.max(point.radiusX, point.radiusY), 1) : undefined
        }));
    }

    function scroll(event) {
        const node = event.target === document || !event.target ? dom.scroller(document) : event.target;
        if (!node || isField(node)) return;
        const seen = scrolled.get(node) || { top: 0, at: -Infinity };
        if (event.timeStamp - seen.at < SCROLL_STEP_MS) return;
        const top = dom.scrollTop(node) || 0;
        scrolled.set(node, { top, at: event.timeStamp });
        record('scroll', event, null, { delta: Math.round(top - seen.top) });
    }

    return {
        pointermove, pointerdown: button('mousedown'), pointerup: button('mouseup'), click, scroll,
        touchstart: touch, touchmove: touch, touchend: touch, touchcancel: touch
    };
}

function pointerKind(event) {
    return event.pointerType === 'touch' || event.pointerType === 'pen' ? event.pointerType : 'mouse';
}

/** The field or button that a press was meant for; null for the page itself. */
function clickTarget(element) {
    return element ? dom.closest(element, CLICKABLE) : null;
}

function round(number, digits) {
    const scale = Math.pow(10, digits);
    return Math.round(number * scale) / scale;
}

function fraction(number) {
    return round(Math.min(1, Math.max(0, number)), 3);
}
