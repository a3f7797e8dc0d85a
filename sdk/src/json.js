// JSON of our own: pages define `toJSON` on built-in prototypes or replace JSON.stringify, and events must not change with that.

/** Deeper than this is taken for a circle. */
const MOST_NESTED = 64;
const ESCAPES = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const tagOf = uncurried(Object.prototype.toString);
const isoTime = uncurried(Date.prototype.toISOString);
const primitives = { '[object String]': String, '[object Number]': Number, '[object Boolean]': Boolean };

function quoted(text) {
    // Half of a surrogate pair is no text: servers refuse it.
    return '"' + text.replace(/[\ud800-\udfff]/gu, '\ufffd').replace(/["\\\u0000-\u001f]/g, character =>
        ESCAPES[character] || '\\u' + ('000' + character.charCodeAt(0).toString(16)).slice(-4)) + '"';
}

/** The JSON text of a value, undefined for what has none (functions, files). No `toJSON` is called. Throws for a circle. */
function jsonText(value, depth) {
    const level = depth || 0;
    if (level > MOST_NESTED) throw new TypeError('circular data');
    if (value === null) return 'null';
    if (typeof value === 'string') return quoted(value);
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    if (typeof value === 'number') return isFinite(value) ? '' + value : 'null';
    if (typeof value === 'bigint') return quoted('' + value);
    if (typeof value !== 'object') return undefined;
    const tag = tagOf(value);
    if (tag === '[object Blob]' || tag === '[object File]') return undefined;
    if (tag === '[object Date]') return isNaN(value) ? 'null' : quoted(isoTime(value));
    if (primitives[tag]) return jsonText(primitives[tag](value), level);
    let text = '';
    if (Array.isArray(value)) {
        for (let at = 0; at < value.length; at++) text += (at ? ',' : '') + (jsonText(value[at], level + 1) || 'null');
        return '[' + text + ']';
    }
    const names = Object.keys(value);
    for (let at = 0; at < names.length; at++) {
        const member = jsonText(value[names[at]], level + 1);
        if (member !== undefined) text += (text ? ',' : '') + quoted(names[at]) + ':' + member;
    }
    return '{' + text + '}';
}

/** The value as plain data that nothing else holds. */
function copyOf(value) {
    return parseJSON(jsonText(value));
}
