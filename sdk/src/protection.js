// Which fields are protected: by what they are, by where they stand, and by every name they ever had. What was protected once stays so
// for as long as the page lives, also when it is re-typed, renamed, moved, replaced by a field of the same name, or gone.

const PROTECTED_AUTOCOMPLETE = /(^|\s)(cc-[a-z-]+|one-time-code|new-password|current-password)(\s|$)/i;
/** Names of secrets by convention, as `folded` writes them: for what was gone before we came, or cannot be looked into. */
const SECRET_NAME = new RegExp('(password|passwd|passphrase|passcode|pwd)(confirm(ation)?|again|repeat|check|\\d+)?$' +
    '|^(card|cc)?(cvv|cvc|csc)\\d?$|^(card|cc)number$');
const NAMES = ['data-stm-name', 'name', 'id'];
const PROTECTABLE = 'input,textarea,select,[name],[data-stm-name],[autocomplete],[type=password i]';
/** So many boxes of one character in one form are a code that was cut up. */
const CODE_BOXES = 4;

/** As the page spells them, by their folded form. */
const protectedNames = new Map();
const seenProtected = new WeakSet();
const seenAreas = new WeakSet();
const watched = new WeakSet();
const pastNames = new WeakMap();

const isElement = node => Boolean(node) && dom.nodeType(node) === 1;

/** `user[password]`, `user.password` and `userPassword` are one name. */
function folded(name) {
    const text = String(name).toLowerCase();
    return text.replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

function isProtectedName(name) {
    const text = folded(name);
    return protectedNames.has(text) || SECRET_NAME.test(text);
}

function protectName(name) {
    if (!protectedNames.has(folded(name))) protectedNames.set(folded(name), name);
}

/** Keeps a name that an element has or had. */
function rememberName(element, name) {
    if (!name) return;
    const cut = name.slice(0, MOST_NAME);
    if (!pastNames.has(element)) pastNames.set(element, new Set());
    pastNames.get(element).add(cut);
    if (seenProtected.has(element)) protectName(cut);
}

function rememberNames(element) {
    NAMES.forEach(name => rememberName(element, dom.attribute(element, name)));
}

function protect(element) {
    seenProtected.add(element);
    rememberNames(element);
    (pastNames.get(element) || []).forEach(protectName);
    // A form knows a custom element by the element's own name, not by that of the field inside.
    const root = rootOf(element);
    const host = dom.host(root);
    if (!host) return;
    if (all(root, 'input,textarea,select,[name]').length < 2) return protect(host);
    ['name', 'data-stm-name'].forEach(name => { if (dom.attribute(host, name)) protectName(dom.attribute(host, name)); });
}

/** Also true for what was inside such an area when it was first seen. */
function isProtected(element) {
    if (seenProtected.has(element)) {
        rememberNames(element);
        return true;
    }
    rememberNames(element);
    const type = control(element, 'type') || dom.attribute(element, 'type') || '';
    const found = type.toLowerCase() === 'password' || PROTECTED_AUTOCOMPLETE.test(dom.attribute(element, 'autocomplete') || '') ||
        isInProtectedArea(element) || (isField(element) && (hasProtectedName(element) || isCodeBox(element)));
    if (found) protect(element);
    return found;
}

function hasProtectedName(element) {
    let found = false;
    (pastNames.get(element) || []).forEach(name => { found = found || isProtectedName(name); });
    return found;
}

function isCodeBox(element) {
    if (dom.attribute(element, 'maxlength') !== '1' || !hasText(element)) return false;
    return all(dom.closest(element, 'form') || rootOf(element), 'input[maxlength="1"]').length >= CODE_BOXES;
}

/** A field whose characters the page's style hides, as a password field would. */
function protectHidden(element) {
    const security = getComputedStyle(element).webkitTextSecurity;
    if (security && security !== 'none') protect(element);
}

/** Inside an area that the page marked with `data-stm-protected`, as the page is drawn: through slots and out of shadow trees. */
function isInProtectedArea(element) {
    for (let node = element; node; node = dom.slot(node) || dom.parent(node) || dom.host(node)) {
        if (!isElement(node)) continue;
        if (seenAreas.has(node)) return true;
        if (typeof dom.attribute(node, 'data-stm-protected') === 'string') {
            seenAreas.add(node);
            return true;
        }
    }
    return false;
}

function rootOf(node) {
    let root = node;
    for (let parent = dom.parent(root); parent; parent = dom.parent(root)) root = parent;
    return root;
}

// ---- Watching the page, from before the first session on: names alone, nothing of it is sent until a session tells them.

const WATCHED = {
    subtree: true, childList: true, attributes: true, attributeOldValue: true,
    attributeFilter: [...NAMES, 'type', 'autocomplete', 'maxlength', 'data-stm-protected']
};
const observer = new MutationObserver(records => guard(() => records.forEach(noticeChange))());

/** A document or shadow root: what is in it now, and what will come. */
function watch(root) {
    if (!watched.has(root)) {
        watched.add(root);
        observer.observe(root, WATCHED);
    }
    look(root);
}

/** Sees what is protected in a part of the page, in the open shadow trees and the frames in it too. */
function look(root) {
    const within = all(root, '*');
    if (isElement(root)) lookAt(root);
    for (let at = 0; at < within.length; at++) lookAt(within[at]);
}

function lookAt(element) {
    const inner = dom.shadow(element) || dom.frameDocument(element);
    if (inner) watch(inner);
    if (dom.matches(element, PROTECTABLE)) isProtected(element);
}

function noticeChange(record) {
    const element = record.target;
    const before = record.oldValue;
    if (record.type === 'childList') {
        record.addedNodes.forEach(look);
        record.removedNodes.forEach(look);
        return noticeSwap(record);
    }
    const name = record.attributeName;
    if (name === 'data-stm-protected') {
        if (before !== null) seenAreas.add(element);
        return look(element);
    }
    if (!seenProtected.has(element) && !dom.matches(element, PROTECTABLE)) return;
    if (NAMES.includes(name)) rememberName(element, before);
    else if (name === 'type' ? /^password$/i.test(before) : name === 'autocomplete' && PROTECTED_AUTOCOMPLETE.test(before)) protect(element);
    isProtected(element);
}

/** A "show password" button may put a new field without a name in the old one's place. */
let swappedOut = { at: -Infinity, parent: null };
function noticeSwap(record) {
    const now = performance.now();
    record.removedNodes.forEach(node => { if (seenProtected.has(node)) swappedOut = { at: now, parent: record.target }; });
    if (swappedOut.parent !== record.target || now - swappedOut.at > 50) return;
    record.addedNodes.forEach(node => {
        if (isElement(node) && isField(node) && hasText(node) && !dom.attribute(node, 'name') && !dom.attribute(node, 'id')) protect(node);
    });
}

/** Begins to watch; for shadow trees that their component closes this is the only way to know their fields. */
function watchPage() {
    watch(document);
    listenTo(document, 'load', guard(event => { if (dom.kind(event.target) === 'iframe') lookAt(event.target); }), true);
    const attach = Element.prototype.attachShadow;
    if (!attach) return;
    Element.prototype.attachShadow = function attachShadow() {
        const root = attach.apply(this, arguments);
        guard(watch)(root);
        return root;
    };
}

/** Everything once more, before values leave: also what has changed in this very moment. */
function lookAgain() {
    observer.takeRecords().forEach(noticeChange);
    look(document);
}

/** The page's own data without what stands under a protected name, at any depth; `path` is where it stands. */
function withoutProtected(data, path) {
    if (Array.isArray(data)) {
        return data.filter(item => !(item && typeof item.name === 'string' && isProtectedName(item.name)))
            .map(item => withoutProtected(item, path));
    }
    if (!data || typeof data !== 'object') return data;
    const kept = {};
    Object.keys(data).forEach(name => {
        const place = path + name;
        if (!isProtectedName(name) && !isProtectedName(place)) kept[name] = withoutProtected(data[name], place);
    });
    return kept;
}
