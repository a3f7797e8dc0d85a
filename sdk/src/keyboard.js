// Keys and what they do to fields: presses by zone, changes of length, pastes, autofill. Never a key, a code or a character.

/** A change of value counts as typed when a key, paste or composition touched the field within this many milliseconds. */
const TYPED_WITHIN_MS = 1000;

function keyboardListeners(record) {
    /** Keys that are down now: physical code → what its keyup will say. Emptied at keyup, never sent. */
    const held = new Map();
    let presses = 0;
    let lastCause = { field: null, at: -Infinity };
    let lastAnnounced = { field: null, at: -Infinity };

    const caused = (field, event) => {
        if (event.isTrusted) lastCause = { field, at: event.timeStamp };
    };
    const isNear = (cause, field, event) => cause.field === field && Math.abs(event.timeStamp - cause.at) < TYPED_WITHIN_MS;
    const wasTyped = (field, event) =>
        held.size > 0 || isNear(lastCause, field, event);

    function keydown(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        if (!isKey(event)) {
            if (event.isTrusted) lastAnnounced = { field, at: event.timeStamp };
            return;
        }
        caused(field, event);
        const isSecret = isProtected(field);
        const slot = held.get(event.code);
        // A held key in a protected field would tell how much was deleted.
        if (event.repeat && (isSecret || !slot)) return;
        const zone = isSecret ? ZONE_PROTECTED : zoneOf(event.code);
        if (event.repeat) return record('keydown', event, field, { zone: slot.zone, press: slot.press, repeat: true });
        const press = ++presses;
        held.set(event.code, { field, zone, press });
        record('keydown', event, field, { zone, press });
    }

    function keyup(event) {
        const down = isKey(event) && held.get(event.code);
        if (!down) return; // pressed before capture, outside a field, or in another window
        held.delete(event.code);
        record('keyup', event, down.field, { zone: down.zone, press: down.press });
    }

    function input(event) {
        const field = targetOf(event);
        if (!isField(field) || !hasText(field)) return;
        const delta = lengthChange(field);
        // Page scripts that format the value run after us; what they add is theirs, not the person's.
        setTimeout(() => lengthChange(field), 0);
        const isScripted = !event.isTrusted && Math.abs(delta) > 1;
        const isAnnounced = event.isTrusted && !event.inputType && isNear(lastAnnounced, field, event);
        const isFilled = event.inputType === 'insertReplacementText' || isAutofilled(field) || isScripted ||
            (event.isTrusted && !event.inputType && !isPickedNotTyped(field));
        const data = isProtected(field) ? {} : { delta, input_type: event.inputType || undefined };
        const isTyped = event.isTrusted && wasTyped(field, event);
        record(isAnnounced || (isFilled && !isTyped) ? 'autofill' : 'input', event, field, data);
    }

    function change(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        if (event.isTrusted && !hasText(field) && isNear(lastAnnounced, field, event)) record('autofill', event, field);
        record('change', event, field);
    }

    function clipboard(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        caused(field, event);
        record(event.type, event, field, isProtected(field) ? {} : { length: lengthBucket(clipboardLength(event, field)) });
    }

    function composition(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        caused(field, event);
        record(event.type, event, field);
    }

    function focusin(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        protectHidden(field);
        lengthChange(field);
        record('focus', event, field);
    }

    function focusout(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
        reportSilentChange(field, event);
        record('blur', event, field);
    }

    /** A value that grew with no event at all: the browser filled it, or a script set it. */
    function reportSilentChange(field, event) {
        const delta = lengthChange(field);
        if (delta <= 0) return;
        const data = isProtected(field) ? {} : { delta };
        record(isAutofilled(field) ? 'autofill' : 'input', event, field, data);
    }

    return {
        keydown, keyup, input, change, compositionstart: composition, compositionend: composition,
        paste: clipboard, cut: clipboard, copy: clipboard, focusin, focusout,
        forgetHeldKeys: () => held.clear()
    };
}

/** Chrome announces a value it fills in by trusted events named keydown and keyup that are no keyboard events. */
function isKey(event) {
    return typeof event.code === 'string';
}

/** Date pickers and number spinners change the value without saying how. */
function isPickedNotTyped(field) {
    const type = control(field, 'type');
    return type === 'number' || DATE_TYPES.test(type);
}

/** How long the pasted text or the selection is; the text itself is not kept. */
function clipboardLength(event, field) {
    if (event.type === 'paste') return event.clipboardData ? event.clipboardData.getData('text').length : 0;
    return (control(field, 'selectionEnd') || 0) - (control(field, 'selectionStart') || 0);
}
