// A script that types as scripts do: events made by code, every key the same length, every gap the same.

const STEP_MS = 80;
const HOLD_MS = 30;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

function codeOf(letter) {
    if (/[a-z]/i.test(letter)) return 'Key' + letter.toUpperCase();
    if (/\d/.test(letter)) return 'Digit' + letter;
    return letter === ' ' ? 'Space' : 'Period';
}

/** Types the text into the field, telling `onKey` after each letter. */
export async function robotTypes(field, text, onKey) {
    for (const letter of text) {
        const key = { key: letter, code: codeOf(letter), bubbles: true, composed: true };
        field.dispatchEvent(new KeyboardEvent('keydown', key));
        field.value += letter;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText' }));
        onKey();
        await pause(HOLD_MS);
        field.dispatchEvent(new KeyboardEvent('keyup', key));
        await pause(STEP_MS - HOLD_MS);
    }
}
