// Events that wait to be sent: bounded, and honest about what it had to drop.

/** About one megabyte of events: half an hour of dense use without network. */
const MAX_WAITING = 10000;
/** Under load the oldest moves go first, this many at a time. */
const DROP_STEP = 500;
/** No batch is larger, so that each fits the 64 kB that browsers send for a page that is being left. */
const MAX_BATCH_EVENTS = 250;
const MAX_BATCH_BYTES = 60000;
/** Room for the batch's own members beside the events. */
const BATCH_ROOM_BYTES = 1500;

function eventBuffer() {
    let waiting = [];
    let dropped = 0;

    function makeRoom() {
        const before = waiting.length;
        let moves = DROP_STEP;
        waiting = waiting.filter(event => !(/^(mousemove|touchmove|scroll)$/.test(event.event_type) && moves-- > 0));
        if (waiting.length === before) waiting = waiting.slice(DROP_STEP);
        dropped += before - waiting.length;
    }

    return {
        add(event) {
            waiting.push(event);
            if (waiting.length > MAX_WAITING) makeRoom();
        },
        /** Takes the next batch out: { events, dropped } with what was dropped since the last one, or null. */
        cut() {
            if (!waiting.length) return null;
            let bytes = BATCH_ROOM_BYTES;
            let count = 0;
            while (count < waiting.length && count < MAX_BATCH_EVENTS) {
                bytes += byteLength(jsonText(waiting[count])) + 1;
                if (bytes > MAX_BATCH_BYTES && count > 0) break;
                count++;
            }
            const batch = { events: waiting.splice(0, count).map(asProtectedNow), dropped };
            dropped = 0;
            return batch;
        },
        clear() { waiting = []; },
        /** Counts events that the server refused among those that the next batch tells as lost. */
        lose(count) { dropped += count; },
        size: () => waiting.length,
        dropped: () => dropped
    };
}

/** An event as it may be told now: its field may have become protected while the event waited. */
function asProtectedNow(event) {
    if (!event.field_type || event.field_type === 'protected_input' || !isProtectedName(event.field_name)) return event;
    const timestamp = Math.round(event.timestamp * 1000 / PROTECTED_STEP_MS) * PROTECTED_STEP_MS / 1000;
    const told = Object.assign({}, event, { field_type: 'protected_input', timestamp });
    const data = Object.assign({}, event.data);
    if (/^key/.test(event.event_type)) data.zone = ZONE_PROTECTED;
    ['delta', 'input_type', 'length', 'repeat', 'offset_x', 'offset_y', 'width', 'height'].forEach(name => delete data[name]);
    delete told.data;
    if (Object.keys(data).length) told.data = data;
    return told;
}

function byteLength(text) {
    return new TextEncoder().encode(text).length;
}
