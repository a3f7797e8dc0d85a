// A JSON schema as a list of members, with what lies deeper folded in.

import { h } from './html.js';

/** A function that follows `$ref` in this description. */
export function resolver(description) {
    return function resolve(node) {
        if (!node || !node.$ref) return node;
        const keys = node.$ref.replace(/^#\//, '').split('/').map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
        const found = keys.reduce((part, key) => part && part[key], description);
        return resolve(found);
    };
}

/** One schema out of `allOf` parts; `oneOf` and `anyOf` stay as they are. */
function merged(schema, resolve) {
    const whole = resolve(schema) || {};
    if (!whole.allOf) return whole;
    return whole.allOf.map(part => merged(part, resolve)).reduce((sum, part) => ({
        ...sum, ...part, properties: { ...sum.properties, ...part.properties }, required: [...(sum.required || []), ...(part.required || [])]
    }), { ...whole, allOf: undefined });
}

function nameOf(reference) {
    return reference && reference.$ref ? reference.$ref.split('/').pop() : null;
}

function kind(schema, resolve) {
    const whole = merged(schema, resolve);
    const orNull = whole.nullable ? ' or null' : '';
    if (whole.enum) return whole.enum.filter(value => value !== null).join(' | ') + orNull;
    if (whole.type === 'array') return `array of ${nameOf(whole.items) || kind(whole.items || {}, resolve)}${orNull}`;
    const choices = whole.oneOf || whole.anyOf;
    if (choices) return choices.map(choice => nameOf(choice) || kind(choice, resolve)).join(' or ') + orNull;
    const word = { 'date-time': 'time', uri: 'URL', email: 'e-mail' }[whole.format] || whole.type || 'any';
    return word + bounds(whole) + orNull;
}

function bounds(schema) {
    const low = schema.minimum ?? schema.minLength ?? schema.minItems;
    const high = schema.maximum ?? schema.maxLength ?? schema.maxItems;
    const unit = schema.type === 'string' ? ' characters' : '';
    if (low !== undefined && high !== undefined && Math.abs(high) < 1e9) return ` ${low}–${high}${unit}`;
    if (high !== undefined && Math.abs(high) < 1e9) return ` up to ${high}${unit}`;
    return '';
}

/** What lies inside a member: the object itself, or the object in the array. */
function inner(schema, resolve) {
    const whole = merged(schema, resolve);
    const item = whole.type === 'array' ? merged(whole.items || {}, resolve) : whole;
    return item.properties ? item : null;
}

/** The members of an object schema as a list; deeper objects are folded, and a schema is not opened inside itself. */
export function members(schema, resolve, prose, above = []) {
    const whole = merged(schema, resolve);
    const object = inner(schema, resolve);
    if (!object) return h('ul', { class: 'members' }, h('li', {}, h('span', { class: 'kind' }, kind(schema, resolve)), prose(whole.description)));
    const required = new Set(object.required || []);
    return h('ul', { class: 'members' }, Object.entries(object.properties).map(([name, member]) => {
        const deeper = inner(member, resolve);
        const isCircular = deeper && above.includes(deeper);
        return h('li', {}, h('span', { class: 'name' }, name), h('span', { class: 'kind' }, kind(member, resolve)),
            required.has(name) && h('span', { class: 'need' }, 'required'), prose(merged(member, resolve).description),
            deeper && !isCircular && h('details', {}, h('summary', {}, `Members of ${name}`), members(deeper, resolve, prose, [...above, deeper])));
    }));
}
