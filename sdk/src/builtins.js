// Built-ins as they were when this script loaded, and reads of the DOM that neither the page's scripts nor its elements' names can change:
// in a form with a field named "id", `form.id` is that field.

const uncurried = method => Function.prototype.call.bind(method);

/** Calls a method or reads a property of `type` as its prototype defines it; undefined for a node that is of another type. */
function member(type, name) {
    const found = type && Object.getOwnPropertyDescriptor(type.prototype, name);
    const read = found && uncurried(found.get || found.value);
    return (node, argument) => {
        try {
            return read(node, argument);
        } catch (ofAnotherType) {
            return undefined;
        }
    };
}

const dom = {
    nodeType: member(Node, 'nodeType'),
    parent: member(Node, 'parentNode'),
    host: member(window.ShadowRoot, 'host'),
    slot: member(Element, 'assignedSlot'),
    shadow: member(Element, 'shadowRoot'),
    kind: member(Element, 'localName'),
    attribute: member(Element, 'getAttribute'),
    closest: member(Element, 'closest'),
    matches: member(Element, 'matches'),
    box: member(Element, 'getBoundingClientRect'),
    scrollTop: member(Element, 'scrollTop'),
    frameDocument: member(window.HTMLIFrameElement, 'contentDocument'),
    isChecked: member(HTMLInputElement, 'checked'),
    visibility: member(Document, 'visibilityState'),
    active: member(Document, 'activeElement'),
    scroller: member(Document, 'scrollingElement')
};

const listenTo = uncurried(EventTarget.prototype.addEventListener);
const unlisten = uncurried(EventTarget.prototype.removeEventListener);
const ownFetch = window.fetch;
const parseJSON = JSON.parse;

const findAll = [Document, DocumentFragment, Element].map(type => member(type, 'querySelectorAll'));

/** Everything that the selector finds in a document, a shadow root or an element. */
function all(root, selector) {
    const type = dom.nodeType(root);
    return findAll[type === 9 ? 0 : type === 11 ? 1 : 2](root, selector) || [];
}

const controls = { input: HTMLInputElement, textarea: HTMLTextAreaElement, select: HTMLSelectElement };
const reads = {};
Object.keys(controls).forEach(kind => {
    const read = reads[kind] = {};
    ['type', 'value', 'defaultValue', 'selectionStart', 'selectionEnd'].forEach(name => { read[name] = member(controls[kind], name); });
});

/** A property of an input, a text area or a select; undefined for everything else. */
function control(element, name) {
    const read = reads[dom.kind(element)];
    return read && read[name](element);
}
