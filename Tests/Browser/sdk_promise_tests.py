"""The privacy promise of docs/sdk.md, proved on a table of page constructions: a secret is put in, and no byte that leaves may tell it."""
import base64
import binascii
import urllib.parse

import browser
from checks import Checks, equal, true

promise = Checks()

# What a construction does: `build` makes the page, `focus` says which field the secret is typed into, `after` happens once it is typed.
# `names` are those under which the page then hands the secret to complete(). The scripts see `stage`, `soon`, `inside` and `fill`.
CONSTRUCTIONS = [
    {"what": "a password field", "build": "stage.innerHTML = `<form><input type=password name=s1 id=s1></form>`", "focus": "s1", "names": ["s1"]},
    {"what": "a password field known by its id alone", "build": "stage.innerHTML = `<input type=password id=s1>`", "focus": "s1", "names": ["s1"]},
    {"what": "an open shadow root", "build": "stage.innerHTML = `<div id=host></div>`; document.getElementById('host')"
     ".attachShadow({mode: 'open'}).innerHTML = `<input type=password name=s1>`",
     "field": "inside('host')", "names": ["s1"]},
    {"what": "a shadow root in a shadow root", "build": "stage.innerHTML = `<div id=host></div>`; const outer = document.getElementById('host')"
     ".attachShadow({mode: 'open'}); outer.innerHTML = `<section></section>`; outer.firstChild.attachShadow({mode: 'open'}).innerHTML = "
     "`<input autocomplete=cc-csc name=s1>`", "field": "inside('host', 'section').shadowRoot.querySelector('input')", "names": ["s1"]},
    {"what": "a closed shadow root", "build": "stage.innerHTML = `<div id=host></div>`; window.closedRoot = document.getElementById('host')"
     ".attachShadow({mode: 'closed'}); closedRoot.innerHTML = `<input type=password name=s1>`",
     "field": "closedRoot.querySelector('input')", "names": ["s1"]},
    {"what": "a component that draws its field late into a closed root", "build": "stage.innerHTML = `<div id=host></div>`; window.closedRoot = "
     "document.getElementById('host').attachShadow({mode: 'closed'}); await soon(); closedRoot.innerHTML = `<p><input type=password name=s1></p>`",
     "field": "closedRoot.querySelector('input')", "after": "closedRoot.querySelector('p').remove()", "names": ["s1"]},
    {"what": "a slot in a protected part of a component", "build": "stage.innerHTML = `<div id=host><input id=s1 name=s1></div>`; "
     "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = `<div data-stm-protected><slot></slot></div>`",
     "focus": "s1", "names": ["s1"]},
    {"what": "a protected area around a component", "build": "stage.innerHTML = `<div data-stm-protected><div id=host></div></div>`; "
     "document.getElementById('host').attachShadow({mode: 'open'}).innerHTML = `<input name=s1>`", "field": "inside('host')", "names": ["s1"]},
    {"what": "a custom element that the form knows by its own name", "build": "customElements.get('secret-box') || customElements.define("
     "'secret-box', class extends HTMLElement { static formAssociated = true; constructor() { super(); this.attachShadow({mode: 'open'})"
     ".innerHTML = `<input type=password>`; } }); stage.innerHTML = `<form><secret-box id=host name=s1></secret-box></form>`",
     "field": "inside('host')", "names": ["s1"]},
    {"what": "a field added late", "build": "stage.innerHTML = ''; await soon(); stage.insertAdjacentHTML('beforeend', "
     "`<input type=password name=s1 id=s1>`)", "focus": "s1", "names": ["s1"]},
    {"what": "a field removed before the form is sent", "build": "stage.innerHTML = `<input type=password name=s1 id=s1>`", "focus": "s1",
     "after": "document.getElementById('s1').remove()", "names": ["s1"]},
    {"what": "a field that came and went at once", "build": "stage.innerHTML = `<input type=password name=s1 id=x><input id=s2>`; "
     "document.getElementById('x').remove()", "focus": "s2", "names": ["s1"], "plain": True},
    {"what": "a removed shadow tree", "build": "stage.innerHTML = `<div id=host></div>`; document.getElementById('host')"
     ".attachShadow({mode: 'open'}).innerHTML = `<input type=password name=s1>`", "field": "inside('host')",
     "after": "document.getElementById('host').remove()", "names": ["s1"]},
    {"what": "a field re-typed to text by a show-password button", "build": "stage.innerHTML = `<input type=password name=s1 id=s1>`; "
     "await soon(); document.getElementById('s1').type = 'text'", "focus": "s1", "names": ["s1"]},
    {"what": "a field re-typed to text and removed in one go", "build": "stage.innerHTML = `<input type=password name=s1 id=s1>`",
     "focus": "s1", "after": "const f = document.getElementById('s1'); f.type = 'text'; f.remove()", "names": ["s1"]},
    {"what": "a show-password button that swaps in another field of the name", "build": "stage.innerHTML = "
     "`<input type=password name=s1 id=s1>`; await soon(); stage.innerHTML = `<input type=text name=s1 id=s1>`", "focus": "s1", "names": ["s1"]},
    {"what": "a swap between fields without a name", "build": "stage.innerHTML = `<input type=password>`; await soon(); "
     "const shown = document.createElement('input'); stage.firstChild.replaceWith(shown)", "field": "stage.querySelector('input')", "names": []},
    {"what": "a field that becomes a password field while its keys wait", "build": "stage.innerHTML = `<input name=s1 id=s1>`", "focus": "s1",
     "after": "document.getElementById('s1').type = 'password'", "names": ["s1"]},
    {"what": "a field renamed after it was typed into", "build": "stage.innerHTML = `<input type=password name=s1 id=a1>`", "field":
     "stage.querySelector('input')", "after": "const f = stage.querySelector('input'); f.name = 's2'; await soon(); f.name = 's3'",
     "names": ["s1", "s2", "s3", "a1"]},
    {"what": "a field renamed before it was protected", "build": "stage.innerHTML = `<input name=s1>`; await soon(); const f = "
     "stage.querySelector('input'); f.name = 's2'; await soon(); f.type = 'password'", "field": "stage.querySelector('input')",
     "names": ["s1", "s2"]},
    {"what": "a field moved between forms", "build": "stage.innerHTML = `<form id=f1><input type=password name=s1 id=s1></form><form id=f2>"
     "</form>`; await soon(); document.getElementById('s1').type = 'text'; document.getElementById('f2').append(document.getElementById('s1'))",
     "focus": "s1", "names": ["s1"]},
    {"what": "a field moved out of a protected area", "build": "stage.innerHTML = `<div data-stm-protected><input name=s1 id=s1></div>`; "
     "await soon(); stage.append(document.getElementById('s1'))", "focus": "s1", "names": ["s1"]},
    {"what": "an area that was marked late, then no longer", "build": "stage.innerHTML = `<div id=area><input name=s1 id=s1></div>`; const area "
     "= document.getElementById('area'); area.setAttribute('data-stm-protected', ''); await soon(); area.removeAttribute('data-stm-protected')",
     "focus": "s1", "names": ["s1"]},
    {"what": "a wizard that throws its steps away", "build": "stage.innerHTML = `<form><input type=password name=s1 id=s1></form>`", "focus":
     "s1", "after": "stage.innerHTML = `<form><input type=hidden name=s1 value=kept><input name=email></form>`", "names": ["s1"]},
    {"what": "a mask that formats a card number", "build": "stage.innerHTML = `<input autocomplete=cc-number name=s1 id=s1>`; const f = "
     "document.getElementById('s1'); f.addEventListener('input', event => { if (!event.isTrusted) return; f.value = f.value.replace(/(.{4})$/, "
     "'$1 '); f.dispatchEvent(new Event('input', {bubbles: true})); })", "focus": "s1", "names": ["s1"]},
    {"what": "a password whose characters a style hides", "build": "stage.innerHTML = `<input name=s1 id=s1 style='-webkit-text-security: "
     "disc'>`", "focus": "s1", "names": ["s1"]},
    {"what": "one-character boxes", "build": "stage.innerHTML = '<form>' + [1, 2, 3, 4, 5, 6].map(n => `<input maxlength=1 name=s${n} id=s${n} "
     "oninput='this.nextElementSibling && this.nextElementSibling.focus()'>`).join('') + '</form>'", "focus": "s1",
     "names": ["s1", "s2", "s3", "s4", "s5", "s6"]},
    {"what": "a field with a clobbered form", "build": "stage.innerHTML = `<form><input type=hidden name=id><input type=hidden "
     "name=getAttribute><input type=hidden name=closest><input type=hidden name=nodeType><input type=hidden name=parentNode><input "
     "type=password name=s1 id=s1></form>`", "focus": "s1", "names": ["s1"]},
    {"what": "a component of a library with a type of its own", "build": "stage.innerHTML = `<x-input type=password name=s1></x-input><input "
     "id=s2>`", "focus": "s2", "names": ["s1"], "plain": True},
    {"what": "nested names", "build": "stage.innerHTML = `<input type=password name='user[secret][s1]' id=x1>`", "focus": "x1",
     "values": "{user: {secret: {s1: SECRET, mail: 'kept'}}, 'user.secret.s1': SECRET, list: [{name: 'user[secret][s1]', value: SECRET}]}"},
    {"what": "contenteditable", "build": "stage.innerHTML = `<div contenteditable id=s1></div>`", "focus": "s1", "names": [], "silent": True},
    {"what": "a frame of the same origin", "build": "stage.innerHTML = `<iframe srcdoc='<input type=password name=s1 id=s1>'></iframe>`; await "
     "new Promise(done => { stage.firstChild.onload = done; })", "field": "stage.firstChild.contentDocument.getElementById('s1')",
     "names": ["s1"], "silent": True},
    {"what": "a frame that is gone", "build": "stage.innerHTML = `<iframe srcdoc='<input type=password name=s1 id=s1>'></iframe>`; await "
     "new Promise(done => { stage.firstChild.onload = done; })", "field": "stage.firstChild.contentDocument.getElementById('s1')",
     "after": "stage.innerHTML = ''", "names": ["s1"], "silent": True},
    {"what": "a password manager's fill", "build": "stage.innerHTML = `<input name=user id=u1><input type=password name=s1 id=s1>`",
     "focus": "u1", "way": "fill", "field": "document.getElementById('s1')", "names": ["s1"]},
    {"what": "an input method", "build": "stage.innerHTML = `<input type=password name=s1 id=s1>`", "focus": "s1", "way": "compose", "names": ["s1"]},
    {"what": "an input method in a plain field", "build": "stage.innerHTML = `<input name=plain id=s1>`", "focus": "s1", "way": "compose",
     "names": []},
    {"what": "dictation", "build": "stage.innerHTML = `<input type=password name=s1 id=s1>`", "focus": "s1", "way": "insert", "names": ["s1"]},
    {"what": "dictation into a plain field", "build": "stage.innerHTML = `<textarea name=plain id=s1></textarea>`", "focus": "s1",
     "way": "insert", "names": []},
    {"what": "a plain field", "build": "stage.innerHTML = `<input name=plain id=s1>`", "focus": "s1", "names": [], "plain": True},
    {"what": "a page that changed toJSON and the iterators of arrays", "build": "String.prototype.toJSON = function () { return "
     "document.querySelector('input').value }; Array.prototype.extra = () => 1; stage.innerHTML = `<input type=password name=s1 id=s1>`",
     "focus": "s1", "names": ["s1"]},
]
SECRETS = ["Qz7Kx9", "wJ4vXq", "Vk8zQj", "xW3qZk"]


def run_script(page, script, secret=""):
    failed = page.wait_js("const [SECRET, run] = arguments; Object.getPrototypeOf(async () => {}).constructor('SECRET', 'stage', 'soon', "
                          "'inside', 'fill', run)(SECRET, stage, soon, inside, fill).then(result => done({result}), error => "
                          "done({error: String(error)}))", secret, script)
    assert "error" not in failed, failed["error"]
    return failed["result"]


def forms(secret):
    """The ways a secret may be written: plain, in the codes of keys, in base64 at each offset, in hexadecimal and as part of an address."""
    raw = secret.encode()
    found = {secret, secret[::-1], raw.hex(), urllib.parse.quote(secret)}
    found |= {"".join(f"%{byte:02x}" for byte in raw), "".join("\\u%04x" % byte for byte in raw)}
    for offset in range(3):
        packed = base64.b64encode(b"\0" * offset + raw).decode()
        found.add(packed[4 if offset else 0:].rstrip("=")[:-1])
    found |= {",".join(str(byte) for byte in raw), ",".join(f'"{letter}"' for letter in secret), str(binascii.crc32(raw))}
    found |= {secret[at:at + 3] for at in range(len(secret) - 2)}
    return {form.lower() for form in found if len(form) >= 3}


def put_in(page, case, secret):
    field = case.get("field") or f"document.getElementById('{case['focus']}')"
    way = case.get("way", "keys")
    if way == "fill":
        run_script(page, f"fill({field}, SECRET)", secret)
        return
    run_script(page, f"{field}.focus()")
    if way == "insert":
        page.driver.execute_cdp_cmd("Input.insertText", {"text": secret})
    elif way == "compose":
        page.driver.execute_cdp_cmd("Input.imeSetComposition", {"text": secret, "selectionStart": len(secret), "selectionEnd": len(secret)})
        page.driver.execute_cdp_cmd("Input.insertText", {"text": secret})
    else:
        browser.type_text(page.driver, secret)


def assert_kept(page, case, secret):
    page.open("promise.html")
    run_script(page, case["build"])
    put_in(page, case, secret)
    if "after" in case:
        run_script(page, case["after"])
    values = case.get("values") or "Object.fromEntries(%r.map(name => [name, SECRET]))" % (case.get("names", []),)
    taken = run_script(page, f"return Stradum.complete({{fieldValues: {values}}}).sent", secret)
    true(taken, "the session was completed")
    sent = page.sent_text().replace(page.js("return window.sessionId"), "").lower()
    equal(sorted(form for form in forms(secret) if form in sent), [], f"forms of the secret among {len(sent)} bytes")
    keys = page.events("keydown", "keyup")
    members = {name for event in page.events() if event.get("field_type") == "protected_input" for name in event.get("data", {})}
    equal(members & {"delta", "input_type", "length", "repeat", "offset_x", "offset_y"}, set(), "members told of a protected field")
    if case.get("silent"):
        equal(keys, [], "keys")
    elif not case.get("plain"):
        equal({event["data"]["zone"] for event in keys} - {"*"}, set(), "zones")
    equal(page.host_errors(), [], "errors in the page")


def add(number, case):
    @promise(f"the secret stays: {case['what']}")
    def kept(page):
        assert_kept(page, case, SECRETS[number % len(SECRETS)])


for position, construction in enumerate(CONSTRUCTIONS):
    add(position, construction)


@promise("what is not protected is handed over as it is")
def handed_over(page):
    page.open("promise.html")
    run_script(page, "stage.innerHTML = `<input name=mail id=mail><input type=password name=s1>`")
    values = "{mail: 'a@b.example', age: 7, tags: ['x', 'y'], at: new Date(0), 'passport_number': 'P1', s1: 'gone', nested: {mail: 1, s1: 2}}"
    true(run_script(page, f"return Stradum.complete({{fieldValues: {values}}}).sent"), "completed")
    equal(page.recording.requests[-1]["body"]["field_values"], {
        "mail": "a@b.example", "age": 7, "tags": ["x", "y"], "at": "1970-01-01T00:00:00.000Z", "passport_number": "P1", "nested": {"mail": 1}})
