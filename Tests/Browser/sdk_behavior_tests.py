"""The SDK does what the document says of it, and what a page on a bad network needs."""
import re
import subprocess
import sys
import time

import browser
from checks import Checks, equal, true
from recording_api import ROOT

behavior = Checks()

ZONES = {"L0": "qwert", "L1": "asdfg", "L2": "zxcvb", "R0": "yuiop", "R1": "hjkl", "R2": "nm",
         "D": "0123456789", "S": " ", "P": ",.-/;'=", "E": "\b→←"}
# Fills the buffer without typing: key events that a script makes, each with a time of its own.
FLOOD = """
    const field = document.querySelector('#full_name');
    field.focus();
    for (let i = 0; i < arguments[0]; i++) {
        const kind = i % 4 === 0 ? new PointerEvent('pointermove', {bubbles: true, clientX: i % 500, clientY: 40})
            : new KeyboardEvent(i % 2 ? 'keydown' : 'keyup', {bubbles: true, code: 'KeyA'});
        Object.defineProperty(kind, 'timeStamp', {value: Math.max(1, performance.now() - 50000 + i * 25)});
        field.dispatchEvent(kind);
    }
"""


@behavior("stradum.min.js is what the sources give, and below 14 KB gzipped")
def build(page):
    checked = subprocess.run([sys.executable, ROOT / "scripts/build-sdk", "--check"], capture_output=True, text=True)
    equal(checked.returncode, 0, checked.stderr)


@behavior("init answers a session id at once and opens the session in the background")
def init(page):
    page.open(metadata={"candidate_id": "c_1"})
    identifier = page.js("return window.sessionId")
    true(re.fullmatch("stm_[0-9A-Za-z]{22}", identifier), f"id: {identifier}")
    equal(page.js("return [Stradum.getSessionId(), Stradum.isActive(), Stradum.init({apiUrl: 'x', apiKey: 'pk_test_x'})]"),
          [identifier, True, identifier])
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    request = page.recording.requests[0]
    equal((request["path"], request["headers"].get("X-Stradum-Key")), ("/api/v1/sessions", "pk_test_browser"))
    equal((request["body"]["session_id"], request["body"]["metadata"]), (identifier, {"candidate_id": "c_1"}))


@behavior("a session id of the page's own is kept, and a session that is there already is no error")
def own_session_id(page):
    page.open(sessionId="order-17", autoStart=False)
    equal(page.js("return [Stradum.getSessionId(), Stradum.isActive()]"), ["order-17", False])
    page.open(skip=True)
    page.recording.refusals.append(("/sessions", 409, {}))
    page.js("Stradum.init({apiUrl: location.origin, apiKey: 'pk_test_x', sessionId: 'order-17'})")
    page.type_in("#full_name", "ab")
    true(page.complete(), "completed")
    equal(len(page.events("keydown")), 2, "keys")


@behavior("every key tells the zone of its place on the keyboard, and a press pairs its two events")
def zones(page):
    page.open()
    page.type_in("#full_name", "".join(ZONES.values()))
    page.complete()
    expected = [zone for zone, keys in ZONES.items() for _ in keys]
    downs, ups = page.events("keydown"), page.events("keyup")
    equal([event["data"]["zone"] for event in downs], expected, "zones")
    equal([event["data"]["press"] for event in downs], list(range(1, len(downs) + 1)), "presses")
    released = {event["data"]["press"]: event for event in ups}
    true(all(released[event["data"]["press"]]["timestamp"] >= event["timestamp"] for event in downs), "each is released after it was pressed")
    times = [event["timestamp"] for event in page.events()]
    equal(times, sorted(times), "times in order")
    true(abs(times[-1] - time.time()) < 60 and any(round(moment * 1e4) % 10 for moment in times), "Unix seconds, finer than a millisecond")


@behavior("a rolled-over pair of keys keeps its overlap")
def rollover(page):
    page.open()
    page.focus("#full_name")
    for name, kind in (("a", "keyDown"), ("l", "keyDown"), ("a", "keyUp"), ("l", "keyUp")):
        key, code, number, text = browser.key_event(name)
        event = {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number}
        page.driver.execute_cdp_cmd("Input.dispatchKeyEvent", dict(event, text=text) if kind == "keyDown" else event)
        time.sleep(0.03)
    page.complete()
    equal([(event["event_type"], event["data"]["zone"], event["data"]["press"]) for event in page.events("keydown", "keyup")],
          [("keydown", "L1", 1), ("keydown", "R1", 2), ("keyup", "L1", 1), ("keyup", "R1", 2)])


@behavior("input tells by how much a field grew, and autofill is told apart from typing")
def input_and_autofill(page):
    page.open()
    page.type_in("#full_name", "ab\b")
    page.js("const f = document.querySelector('#about'); f.focus(); f.value = 'filled in by a password manager';"
            "f.dispatchEvent(new Event('input', {bubbles: true}))")
    page.complete()
    equal([(event["data"]["delta"], event["data"]["input_type"]) for event in page.events("input")],
          [(1, "insertText"), (1, "insertText"), (-1, "deleteContentBackward")], "inputs")
    filled = page.events("autofill")
    equal([(event["field_name"], event["data"]["trusted"], event["data"]["delta"]) for event in filled], [("about", False, 31)], "autofill")


@behavior("events that a script makes say so, and a person's do not")
def trusted(page):
    page.open()
    page.type_in("#full_name", "a")
    page.js("document.querySelector('#full_name').dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyB', bubbles: true}))")
    page.complete()
    equal([event["data"].get("trusted") for event in page.events("keydown")], [None, False], "trusted")


@behavior("the pointer is told at most fifty times a second, a click with its place in the target")
def pointer(page):
    page.open()
    browser.click(page.driver, "#full_name", off=(20, 3), steps=60)
    page.complete()
    moves = page.events("mousemove")
    gaps = [later["timestamp"] - earlier["timestamp"] for earlier, later in zip(moves, moves[1:])]
    true(len(moves) >= 10 and min(gaps) >= 0.0199, f"{len(moves)} moves, smallest gap {min(gaps):.4f}")
    click = page.events("click")[0]
    equal((click["field_name"], click["field_type"], click["data"]["pointer"], click["data"]["button"]), ("full_name", "text_input", "mouse", 0))
    true(0.5 < click["data"]["offset_x"] < 0.75 and 0 <= click["data"]["offset_y"] <= 1 and click["data"]["width"] > 50, f"place: {click['data']}")


@behavior("a click that the keyboard makes has no place")
def keyboard_click(page):
    page.open()
    page.focus("#send")
    browser.key(page.driver, "\n")
    page.complete()
    equal([sorted(event["data"]) for event in page.events("click")], [["button", "pointer"]], "members")
    equal(len(page.events("form_submit")), 1, "the browser's submit and complete() are one")


@behavior("scrolling is told every 100 ms at most")
def scroll(page):
    page.open("tall.html")
    page.js("Stradum.init({apiUrl: location.origin, apiKey: 'pk_test_x'})")
    page.wait_js("let n = 0; const t = setInterval(() => { scrollBy(0, 10); if (++n === 40) { clearInterval(t); done(1); } }, 12)")
    page.complete()
    moments = [event["timestamp"] for event in page.events("scroll")]
    true(3 <= len(moments) <= 7 and all(b - a >= 0.0999 for a, b in zip(moments, moments[1:])), f"{len(moments)} scroll events")


@behavior("setMetadata merges, answers what holds now, and tells the server")
def metadata(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    equal(page.js("return Stradum.setMetadata({a: 1, b: 1})"), {"a": 1, "b": 1})
    equal(page.js("return Stradum.setMetadata({b: 2})"), {"a": 1, "b": 2})
    browser.wait_for(lambda: any(request["body"]["metadata"].get("b") == 2 for request in page.recording.accepted("/metadata")), what="the metadata")


@behavior("getStats, stop and reset answer as documented")
def stats(page):
    page.open()
    page.type_in("#full_name", "abc")
    before = page.js("return Stradum.getStats()")
    equal(set(before), {"sessionId", "eventCount", "summary", "isActive"}, "members")
    equal((before["isActive"], before["summary"]["keystrokes"], before["summary"]["field_count"]), (True, 3, 1))
    page.js("Stradum.stop()")
    equal(page.js("return Stradum.isActive()"), False, "active after stop")
    browser.wait_for(lambda: page.events("keydown"), what="the flush")
    true(page.recording.accepted("/events")[-1]["body"].get("ended") is True, "the last batch says that capture ended")
    page.type_in("#full_name", "x")
    equal(page.js("return Stradum.getStats().eventCount"), before["eventCount"], "events after stop")
    page.js("Stradum.reset()")
    equal(page.js("return [Stradum.getSessionId(), Stradum.isActive(), Stradum.setMetadata({a: 1})]"), [None, False, None])
    equal(page.js("return Stradum.getStats()"), {"sessionId": None, "eventCount": 0, "summary": None, "isActive": False})


@behavior("complete answers at once, flushes before it completes, and is not sent twice")
def complete(page):
    page.open()
    page.type_in("#full_name", "abc")
    result = page.js("window.first = Stradum.complete({}); return [first, Object.keys(first), first === Stradum.complete({}), Stradum.isActive()]")
    equal((sorted(result[1]), result[2], result[3]), (["eventCount", "sessionId", "summary"], True, False))
    true(page.wait_js("first.sent.then(done)"), "sent")
    paths = [request["path"].rsplit("/", 1)[-1] for request in page.recording.requests]
    equal(paths, ["sessions", "events", "complete"], "order")
    equal(len(page.recording.events()), result[0]["eventCount"], "every event arrived")


@behavior("a batch that was refused with 503 comes again with the same number, not before Retry-After")
def retry(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    page.recording.refusals.append(("/events", 503, {"Retry-After": "2"}))
    page.type_in("#full_name", "abc")
    begun = time.monotonic()
    page.js("window.last = Stradum.complete({})")
    true(page.wait_js("last.sent.then(done)"), "sent")
    true(time.monotonic() - begun >= 2, "Retry-After was waited for")
    batches = [request["body"] for request in page.recording.requests if "/events" in request["path"]]
    equal([batch["batch_seq"] for batch in batches], [0, 0], "numbers")
    equal(batches[0]["events"], batches[1]["events"], "events")


@behavior("batches are numbered from 0 and hold at most 250 events; large ones travel as gzip, small ones plain")
def batches(page):
    page.open()
    page.js(FLOOD, 700)
    true(page.complete(), "completed")
    sent = page.recording.accepted("/events")
    equal([request["body"]["batch_seq"] for request in sent], list(range(len(sent))), "numbers")
    true(len(sent) >= 3 and max(len(request["body"]["events"]) for request in sent) == 250, "sizes")
    equal({request["headers"].get("Content-Encoding") for request in sent if len(request["text"]) > 2000}, {"gzip"}, "large")
    equal(page.recording.accepted("/complete")[0]["headers"].get("Content-Encoding"), None, "small")


@behavior("offline the buffer keeps its bound, drops pointer moves first, and says how many")
def offline(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    page.recording.is_down = True
    page.js(FLOOD, 12500)
    waiting = page.js("return Stradum.getStats().summary.unsent_events")
    true(9000 <= waiting <= 10250, f"{waiting} events wait")
    page.recording.is_down = False
    page.js("window.dispatchEvent(new Event('online'))")
    page.js("window.last = Stradum.complete({})")
    browser.wait_for(lambda: page.recording.accepted("/complete"), 30, "the completion")
    arrived = page.recording.events()
    dropped = sum(request["body"].get("dropped_events", 0) for request in page.recording.accepted("/events") if request["status"] == 200)
    total = page.js("return last.eventCount")
    equal(len(arrived) + dropped, total, "what arrived and what was said to be dropped")
    keys = [event for event in arrived if event["event_type"].startswith("key")]
    expected = page.js("return last.summary.keystrokes")
    equal(sum(event["event_type"] == "keydown" for event in keys), expected, "no key was dropped")


@behavior("leaving the page sends what waits")
def leaving(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    page.type_in("#full_name", "abcd")
    page.driver.get("about:blank")
    browser.wait_for(lambda: len(page.events("keydown")) == 4, what="the last events")
    equal(page.recording.accepted("/events")[-1]["headers"].get("X-Stradum-Key"), "pk_test_browser", "the key stays in the header")


@behavior("stop delivers everything, also what is more than a browser takes at once")
def stop_delivers(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    page.js(FLOOD + "window.total = Stradum.getStats().eventCount; Stradum.stop()", 3000)
    browser.wait_for(lambda: len(page.recording.events()) == page.js("return total"), 15, "every event")


@behavior("without fetch the last events go by beacon, in parts below 64 kB, with the key in the body")
def beacon(page):
    page.open()
    browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
    page.js("""
        window.beacons = [];
        const send = navigator.sendBeacon.bind(navigator);
        navigator.sendBeacon = (url, blob) => { beacons.push(blob.size); return beacons.length > 1 || send(url, blob); };
        window.fetch = () => { throw new Error('no network'); };
    """)
    page.js(FLOOD, 900)
    page.js("Stradum.stop()")
    sizes = page.js("return beacons")
    true(len(sizes) >= 3 and max(sizes) < 64000, f"parts: {sizes}")
    browser.wait_for(lambda: page.recording.accepted("/events"), what="the beacon")
    first = page.recording.accepted("/events")[0]
    equal((first["headers"]["Content-Type"].lower().startswith("text/plain"), first["body"]["publishable_key"]), (True, "pk_test_browser"))
    true("X-Stradum-Key" not in first["headers"], "a beacon has no header of ours")


@behavior("a refusal for good ends capture with one line on the console")
def refused(page):
    for status in (401, 402, 403):
        page.open()
        browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
        page.recording.refusals.append(("/events", status, {}))
        page.js(FLOOD, 400)
        browser.wait_for(lambda: not page.js("return Stradum.isActive()"), what=f"the end of capture after {status}")
        notes = [entry for entry in page.driver.get_log("browser") if "[Stradum]" in entry["message"]]
        equal(len(notes), 1, f"lines on the console after {status}")
        equal(page.wait_js("Stradum.complete({}).sent.then(done)"), False, "completed")
        equal([request["path"] for request in page.recording.requests].count("/api/v1/sessions/events"), 1, "requests")


@behavior("a wrong configuration is told on the console and never thrown into the page")
def wrong_configuration(page):
    page.open(skip=True)
    answers = page.js("""return [Stradum.init(), Stradum.init({apiUrl: 'x'}), Stradum.init({apiUrl: location.origin, apiKey: 'sk_live_x'}),
        Stradum.getSessionId(), Stradum.isActive(), Stradum.setMetadata(null), Stradum.complete().sessionId, Stradum.stop(), Stradum.reset()]""")
    equal(answers, [None, None, None, None, False, None, None, None, None])
    equal(page.recording.requests, [], "requests")
    equal(page.host_errors(), [], "errors")


@behavior("a circular value or a file in the page's own data does not break the page")
def odd_values(page):
    page.open()
    page.js("const loop = {}; loop.self = loop; window.odd = Stradum.setMetadata(loop)")
    page.js("window.last = Stradum.complete({fieldValues: {cv: new File(['x'], 'cv.pdf'), go() {}, full_name: 'A'}})")
    true(page.wait_js("last.sent.then(done)"), "sent")
    equal(page.recording.requests[-1]["body"], {"field_values": {"full_name": "A"}})
    equal(page.host_errors(), [], "errors")


@behavior("another origin's API works: nothing is asked for beyond the documented headers")
def other_origin(page):
    page.open(apiUrl=page.address, host="localhost")
    page.js(FLOOD, 300)
    true(page.complete(), "completed across origins")
    true(any(request["headers"].get("Content-Encoding") == "gzip" for request in page.recording.accepted("/events")), "gzip across origins")


@behavior("a new session after reset begins anew")
def new_session(page):
    page.open()
    page.type_in("#full_name", "ab")
    page.complete()
    page.js("Stradum.reset(); window.sessionId = Stradum.init({apiUrl: location.origin, apiKey: 'pk_test_x'})")
    page.type_in("#full_name", "c")
    true(page.complete(), "completed")
    last = page.recording.accepted("/events")[-1]["body"]
    equal((last["session_id"], last["batch_seq"]), (page.js("return window.sessionId"), 0))
    equal([event["data"]["press"] for event in last["events"] if event["event_type"] == "keydown"], [1])


# ---- Pages with changes and names of their own

def open_changed(page, script, name="form.html"):
    """Opens the form with a script that ran before everything else on the page."""
    before = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        page.open(name)
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": before["identifier"]})


def warnings(page):
    return [entry["message"] for entry in page.driver.get_log("browser") if "[Stradum]" in entry["message"]]


CHANGES = {
    "toJSON of arrays": "Array.prototype.toJSON = function () { return JSON.stringify(this.slice()) }",
    "toJSON of every kind": "[String, Number, Boolean, Date, Object].forEach(type => { type.prototype.toJSON = () => 'changed' })",
    "members that arrays and objects inherit": "Array.prototype.first = function () {}; Object.prototype.extra = 'x'",
    "JSON.stringify": "JSON.stringify = () => '{}'",
    "JSON.stringify that throws": "JSON.stringify = () => { throw new Error('no') }",
    "Array.prototype.reduce": "Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] }",
    "fetch that answers with text": "const real = fetch; window.fetch = (...all) => real(...all).then(answer => answer.text())",
    "fetch that answers nothing": "window.fetch = () => Promise.resolve()",
    "a missing fetch": "delete window.fetch",
    "a missing console": "window.console = undefined",
}


TYPE_AND_COMPLETE = """;
    addEventListener('load', () => {
        document.querySelector('#full_name').focus();
        const timer = setInterval(() => {
            if (Stradum.getStats().summary.keystrokes < 3) return;
            clearInterval(timer);
            setTimeout(() => Stradum.complete({ fieldValues: { full_name: 'abc', tags: ['x', 1, true, null] } }), 100);
        }, 20);
    });
"""


def add_change(what, script):
    @behavior(f"a page that changed {what} loses no event")
    def changed(page):
        # The page does by itself what needs a script: the driver's own scripts would break on some changes.
        open_changed(page, script + TYPE_AND_COMPLETE)
        time.sleep(0.1)
        browser.type_text(page.driver, "abc")
        browser.wait_for(lambda: page.recording.accepted("/complete"), what="the completion")
        equal([event["data"]["zone"] for event in page.events("keydown")], ["L1", "L2", "L2"], "keys")
        equal(page.recording.requests[-1]["body"], {"field_values": {"full_name": "abc", "tags": ["x", 1, True, None]}})


for title, change in CHANGES.items():
    add_change(title, change)


@behavior("a fetch that the page replaces later is passed by")
def replaced_fetch(page):
    page.open()
    page.js("window.fetch = () => Promise.resolve({ ok: true })")
    page.type_in("#full_name", "abc")
    true(page.complete(), "completed")
    equal(len(page.events("keydown")), 3, "keys")


@behavior("a batch that the server refuses is told: once on the console, by sent, and to the server with the next batch")
def refused_batch(page):
    for status in (422, 413, 400):
        page.open()
        browser.wait_for(lambda: page.recording.accepted("/sessions"), what="the session")
        page.recording.refusals.append(("/events", status, {}))
        page.js(FLOOD, 300)
        browser.wait_for(lambda: any(request["status"] == status for request in page.recording.requests), what="the refusal")
        page.type_in("#full_name", "abc")
        equal(page.complete(), False, "sent")
        equal(len(warnings(page)), 1, "lines on the console")
        lost = sum(len(request["body"]["events"]) for request in page.recording.requests if request["status"] == status)
        equal(sum(request["body"].get("dropped_events", 0) for request in page.recording.accepted("/events")), lost, "events told as lost")
        equal(len(page.recording.accepted("/complete")), 1, "completions")


@behavior("half of a character in a name or a value is no reason to lose a batch")
def lone_surrogate(page):
    page.open()
    page.js("document.querySelector('#full_name').setAttribute('name', 'x'.repeat(127) + String.fromCodePoint(0x1F600))")
    page.type_in("#full_name", "a")
    true(page.complete(fieldValues={"note": "x"}), "completed")
    text = "".join(request["text"] for request in page.recording.accepted("/events"))
    true("\\ud83d" not in text and "x" * 127 + "\ufffd" in text, "the name as it was sent")


CLOBBERS = ["id", "name", "getAttribute", "closest", "matches", "nodeType", "tagName", "localName", "parentNode", "type", "value",
            "getBoundingClientRect", "composedPath", "shadowRoot", "assignedSlot", "querySelectorAll"]


@behavior("fields named like members of the DOM change nothing")
def clobbered_form(page):
    page.open()
    page.js("const form = document.querySelector('form'); form.setAttribute('id', 'order'); for (const name of arguments[0]) {"
            "const field = document.createElement('input'); field.type = 'hidden'; field.name = name; form.append(field); }", CLOBBERS)
    browser.click(page.driver, "#full_name")
    browser.type_text(page.driver, "ab")
    page.type_in("#password", "cd")
    page.focus("#send")
    browser.key(page.driver, "\n")
    page.js("document.querySelector('form').click()")
    true(page.complete(fieldValues={"password": "cd", "full_name": "ab"}), "completed")
    names = {event["field_name"] for event in page.events() if "field_name" in event}
    true(names <= {"full_name", "password", "order", "send", "card", "national_number"}, f"names: {names}")
    equal([event["field_name"] for event in page.events("form_submit")], ["order"], "the form's name")
    equal(page.recording.requests[-1]["body"], {"field_values": {"full_name": "ab"}})
    equal(page.host_errors(), [], "errors in the page")


@behavior("elements named like members of the document or of the window change nothing")
def clobbered_document(page):
    open_changed(page, """
        addEventListener('DOMContentLoaded', () => { for (const name of ['querySelectorAll', 'activeElement', 'visibilityState',
            'addEventListener', 'scrollingElement', 'awesomium', '_phantom']) {
            const image = document.createElement('img'); image.setAttribute('name', name); image.id = name; document.body.append(image); } });
        document.documentElement.insertAdjacentHTML('beforeend', '<a id=Stradum></a>');
    """)
    page.type_in("#full_name", "ab")
    page.type_in("#password", "cd")
    true(page.complete(fieldValues={"password": "cd", "full_name": "ab"}), "completed")
    equal(len(page.events("keydown")), 4, "keys")
    equal(page.recording.requests[0]["body"]["device_info"]["automation"], False, "automation")
    equal(page.recording.requests[-1]["body"], {"field_values": {"full_name": "ab"}})


# Chrome's autofill sends trusted plain events; a page cannot make those, so its listeners are called as the browser would call them.
KEEP_LISTENERS = """
    window.kept = {};
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (this === document) (kept[type] = kept[type] || []).push(listener);
        return add.call(this, type, listener, options);
    };
    window.browserEvent = (type, target, members) => {
        const event = Object.assign({ type, target, isTrusted: true, timeStamp: performance.now(), composedPath: () => [target] }, members);
        (kept[type] || []).forEach(listener => listener.call(document, event));
    };
    window.autofill = (selector, value) => {
        const field = document.querySelector(selector);
        browserEvent('keydown', field);
        field.value = value;
        browserEvent('input', field);
        browserEvent('keyup', field);
        browserEvent('change', field);
    };
"""


@behavior("what Chrome fills in is autofill and no keystroke, in every kind of field and after a typed letter too")
def chrome_autofill(page):
    open_changed(page, KEEP_LISTENERS)
    page.js("autofill('#about', 'Ada Lovelace'); autofill('#password', 'qjxzkv'); autofill('#born', '1990-01-02'); autofill('#city', 'Celle')")
    page.type_in("#full_name", "a")
    page.js("autofill('#full_name', 'Ada')")
    summary = page.js("window.last = Stradum.complete({}); return last.summary")
    true(page.wait_js("last.sent.then(done)"), "completed")
    equal((summary["keystrokes"], summary["autofills"]), (1, 5), "summary")
    equal([event["field_name"] for event in page.events("autofill")], ["about", "password", "born", "city", "full_name"], "autofills")
    equal([event["field_name"] for event in page.events("keydown", "keyup")], ["full_name"] * 2, "keys")


@behavior("a plain event that a script names keydown is no keystroke")
def plain_event(page):
    page.open()
    page.js("const field = document.querySelector('#full_name'); for (const type of ['keydown', 'keyup', 'keydown', 'keyup'])"
            "field.dispatchEvent(new Event(type, {bubbles: true}))")
    page.complete()
    equal(page.events("keydown", "keyup"), [], "keys")
