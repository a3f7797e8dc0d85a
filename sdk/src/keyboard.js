// Keys and what they do to fields: presses by zone, changes of length, pastes, autofill. Never a key, a code or a character.

/** A change of value counts as typed when a key, paste or composition touched the field within this many milliseconds. */
const TYPED_WITHIN_MS = 1000;

function keyboardListeners(record) {
    /** Keys that are down now: physical code → what its keyup will say. Emptied at keyup, never sent. */
    const held = new Map();
    let presses = 0;
    let lastCause = { field: null, at: -Infinity };

    const caused = (field, event) => { lastCause = { field, at: event.timeStamp }; };
    const wasTyped = (field, event) =>
        held.size > 0 || (lastCause.field === field && Math.abs(event.timeStamp - lastCause.at) < TYPED_WITHIN_MS);

    function keydown(event) {
        const field = targetOf(event);
        if (!isField(field)) return;
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
        const down = held.get(event.code);
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
        const isFilled = event.inputType === 'insertReplacementText' || isAutofilled(field) || isScripted ||
            (event.isTrusted && !event.inputType && !isPickedNotTyped(field));
        const data = isProtected(field) ? {} : { delta, input_type: event.inputType || undefined };
        record(isFilled && !(event.isTrusted && wasTyped(field, event)) ? 'autofill' : 'input', event, field, data);
    }

    function change(event) {
        const field = targetOf(event);
        if (isField(field)) record('change', event, field);
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

/** Date pickers and number spinners change the value without saying how. */
function isPickedNotTyped(field) {
    return field.type === 'number' || DATE_TYPES.test(field.type);
}

/** How long the pasted text or the selection is; the text itself is not kept. */
function clipboardLength(event, field) {
    if (event.type === 'paste') return event.clipboardData ? event.clipboardData.getData('text').length : 0;
    try {
        return field.selectionEnd - field.selectionStart;
    } catch (noSelectionInThisType) {
        return 0;
    }
}
