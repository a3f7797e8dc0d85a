// What a form field is called, of which kind it is, and whether it must be protected. Values are looked at for their length only.

const NOT_FIELDS = /^(button|submit|reset|image|hidden|file)$/;
const DATE_TYPES = /^(date|datetime-local|month|week|time)$/;
const PROTECTED_AUTOCOMPLETE = /(^|\s)(cc-[a-z-]+|one-time-code|new-password|current-password)(\s|$)/i;
const CLICKABLE = 'input,textarea,select,button,a,label,summary,[role=button],[role=tab],[role=option]';

/** Fields once seen as protected stay so: a "show password" button turns the type to text. */
const seenProtected = new WeakSet();
/** The length that each field's value had when we last looked. */
const knownLength = new WeakMap();
const namelessFields = new WeakMap();
let namelessCount = 0;

/** The element an event began at, also inside an open shadow tree. */
function targetOf(event) {
    const path = event.composedPath ? event.composedPath() : [];
    const target = path[0] || event.target;
    return target && target.nodeType === 1 ? target : null;
}

function isField(element) {
    if (!element) return false;
    if (element.tagName === 'INPUT') return !NOT_FIELDS.test(element.type);
    return element.tagName === 'TEXTAREA' || element.tagName === 'SELECT';
}

function hasText(element) {
    return element.tagName === 'TEXTAREA' || (element.tagName === 'INPUT' && !/^(checkbox|radio|range|color)$/.test(element.type));
}

/** Inside an area that the page marked with `data-stm-protected`. */
function isInProtectedArea(element) {
    return Boolean(element && element.closest && element.closest('[data-stm-protected]'));
}

function isProtected(element) {
    if (seenProtected.has(element)) return true;
    const found = element.type === 'password' || PROTECTED_AUTOCOMPLETE.test(element.getAttribute('autocomplete') || '') ||
        isInProtectedArea(element);
    if (found) seenProtected.add(element);
    return found;
}

/** Remembers today's password fields before a "show password" button can turn them into plain ones. */
function noteProtectedFields() {
    document.querySelectorAll('input').forEach(isProtected);
}

function fieldName(element) {
    const given = element.getAttribute('data-stm-name') || element.getAttribute('name') || element.id;
    if (given) return String(given).slice(0, 128);
    if (!isField(element)) return undefined;
    if (!namelessFields.has(element)) namelessFields.set(element, 'field-' + (++namelessCount));
    return namelessFields.get(element);
}

function fieldType(element) {
    if (!isField(element)) return undefined;
    if (isProtected(element)) return 'protected_input';
    if (element.tagName === 'SELECT') return 'dropdown';
    if (element.tagName === 'TEXTAREA') return 'textarea';
    if (element.type === 'checkbox' || element.type === 'radio') return element.type;
    return DATE_TYPES.test(element.type) ? 'date_selector' : 'text_input';
}

function valueLength(element) {
    return hasText(element) ? element.value.length : 0;
}

/** By how many characters the value grew since the last look, which this look becomes. */
function lengthChange(element) {
    const before = knownLength.has(element) ? knownLength.get(element) : (element.defaultValue || '').length;
    const now = valueLength(element);
    knownLength.set(element, now);
    return now - before;
}

function isAutofilled(element) {
    return [':autofill', ':-webkit-autofill'].some(selector => {
        try {
            return element.matches(selector);
        } catch (unknownSelector) {
            return false;
        }
    });
}

/** The lower end of the length bucket 0, 1–8, 9–32, 33 and more. */
function lengthBucket(length) {
    return length >= 33 ? 33 : length >= 9 ? 9 : length >= 1 ? 1 : 0;
}

/** True when the page has a protected field of this name, so its value must not be sent even if the page hands it over. */
function isProtectedName(name) {
    return Array.from(document.querySelectorAll('input,textarea,select')).some(element =>
        (element.name === name || element.id === name || element.getAttribute('data-stm-name') === name) && isProtected(element));
}
