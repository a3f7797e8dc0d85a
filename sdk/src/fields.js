// What a form field is called and of which kind it is. Values are looked at for their length only.

const NOT_FIELDS = /^(button|submit|reset|image|hidden|file)$/;
const DATE_TYPES = /^(date|datetime-local|month|week|time)$/;
const CLICKABLE = 'input,textarea,select,button,a,label,summary,[role=button],[role=tab],[role=option]';
/** Longer names are cut; the server takes 256 characters. */
const MOST_NAME = 128;

/** The length that each field's value had when we last looked. */
const knownLength = new WeakMap();
const namelessFields = new WeakMap();
let namelessCount = 0;

/** The element an event began at, also inside an open shadow tree. */
function targetOf(event) {
    const path = event.composedPath ? event.composedPath() : [];
    const target = path[0] || event.target;
    return isElement(target) ? target : null;
}

function isField(element) {
    const kind = element && dom.kind(element);
    return kind === 'input' ? !NOT_FIELDS.test(control(element, 'type')) : kind === 'textarea' || kind === 'select';
}

function hasText(element) {
    const kind = dom.kind(element);
    return kind === 'textarea' || (kind === 'input' && !/^(checkbox|radio|range|color)$/.test(control(element, 'type')));
}

function fieldName(element) {
    const given = dom.attribute(element, 'data-stm-name') || dom.attribute(element, 'name') || dom.attribute(element, 'id');
    if (given) return given.slice(0, MOST_NAME);
    if (!isField(element)) return undefined;
    if (!namelessFields.has(element)) namelessFields.set(element, 'field-' + (++namelessCount));
    return namelessFields.get(element);
}

function fieldType(element) {
    if (!isField(element)) return undefined;
    if (isProtected(element)) return 'protected_input';
    const kind = dom.kind(element);
    if (kind !== 'input') return kind === 'select' ? 'dropdown' : 'textarea';
    const type = control(element, 'type');
    if (type === 'checkbox' || type === 'radio') return type;
    return DATE_TYPES.test(type) ? 'date_selector' : 'text_input';
}

function valueLength(element) {
    return hasText(element) ? control(element, 'value').length : 0;
}

/** By how many characters the value grew since the last look, which this look becomes. */
function lengthChange(element) {
    const before = knownLength.has(element) ? knownLength.get(element) : (control(element, 'defaultValue') || '').length;
    const now = valueLength(element);
    knownLength.set(element, now);
    return now - before;
}

function isAutofilled(element) {
    return Boolean(dom.matches(element, ':autofill') || dom.matches(element, ':-webkit-autofill'));
}

/** The lower end of the length bucket 0, 1–8, 9–32, 33 and more. */
function lengthBucket(length) {
    return length >= 33 ? 33 : length >= 9 ? 9 : length >= 1 ? 1 : 0;
}
