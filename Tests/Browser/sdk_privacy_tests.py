"""Proves what the SDK does not send: types known text into every kind of field and reads every byte that leaves."""
import json
import re

import browser
from checks import Checks, equal, true

privacy = Checks()

# Every letter and digit, and the punctuation of a keyboard. No three neighbours of it occur in the SDK's own vocabulary.
TEXT = "qjxzkv wpfgbh, ymtdlr. cnzuo-ea7i q4z9x0/k5v3; j2q8w'6p=1h"
SECRET = "Zw8kQx5vJp"
CARD = "4z1q9x7w3v5k"
KEY_NAMES = ["Backspace", "Delete", "ArrowLeft", "ArrowRight", "Enter", "Tab", "Shift", "Control", "Escape", "Space", "Digit", "Comma", "Slash",
             "Semicolon", "Quote", "Equal", "Minus", "Period", '"key"', '"code"', '"which"', '"keyCode"', '"value"']


def fragments(text, size=3):
    """Every run of `size` characters that holds a letter: a run of digits alone may stand in any time."""
    low = text.lower()
    runs = {low[at:at + size] for at in range(len(low) - size + 1)}
    return {run for run in runs if re.search("[a-z]", run) and not run.isspace()}


def without_ids(text, page):
    return text.replace(page.js("return window.sessionId") or "-", "")


def assert_absent(page, *texts):
    sent = without_ids(page.sent_text(), page).lower()
    for text in texts:
        found = sorted(run for run in fragments(text) if run in sent)
        equal(found, [], f"fragments of {text!r} among {len(sent)} bytes")


@privacy("no typed text, no key name and no key code leaves the page")
def typed_text(page):
    page.open()
    browser.click(page.driver, "#full_name")
    browser.type_text(page.driver, TEXT + "\b\b→←")
    page.type_in("#password", SECRET + "\b")
    page.type_in("#card", CARD)
    page.type_in("#national_number", SECRET)
    page.type_in("#about", TEXT + "\n" + TEXT.upper())
    page.focus("#city")
    browser.type_text(page.driver, "c")
    page.focus("#terms")
    browser.key(page.driver, " ")
    page.type_in("#born", "02031990")
    true(page.complete(), "the session was completed")
    kinds = {event["event_type"] for event in page.events()}
    true({"keydown", "keyup", "input", "focus", "blur", "change", "form_submit"} <= kinds, f"every kind was captured: {kinds}")
    true(len(page.events("keydown")) > 200, "all keys were captured")
    assert_absent(page, TEXT, SECRET, CARD)
    sent = "".join(request["text"] for request in page.recording.requests)
    equal([name for name in KEY_NAMES if name in sent], [], "key names, codes and values")
    true("Celle" not in sent and "1990" not in sent, "neither the choice nor the date is sent")
    equal(page.host_errors(), [], "errors in the page")


@privacy("a protected field tells its keys as * alone, and nothing of lengths, deletions or places")
def protected_fields(page):
    page.open()
    for field in ("#password", "#card", "#national_number"):
        browser.click(page.driver, field)
        browser.type_text(page.driver, "ab\b7 ")
    page.complete()
    events = [event for event in page.events() if event.get("field_name") in ("password", "card", "national_number")]
    equal({event["field_type"] for event in events}, {"protected_input"}, "field types")
    equal({event["data"]["zone"] for event in events if event["event_type"].startswith("key")}, {"*"}, "zones")
    told = {member for event in events for member in event.get("data", {})}
    equal(told & {"delta", "input_type", "length", "offset_x", "offset_y", "repeat"}, set(), "members")
    off = [event["timestamp"] for event in events if abs(event["timestamp"] * 200 - round(event["timestamp"] * 200)) > 1e-3]
    equal(off, [], "times off the grid of 5 ms")


@privacy("a password that is shown stays protected")
def shown_password(page):
    page.open()
    page.type_in("#password", "ab")
    browser.click(page.driver, "#show")
    page.type_in("#password", "cdef")
    page.complete()
    zones = {event["data"]["zone"] for event in page.events("keydown") if event["field_name"] == "password"}
    equal(zones, {"*"}, "zones")


@privacy("a protected area tells no place of the pointer")
def protected_area(page):
    page.open()
    browser.click(page.driver, "#pin7")
    page.complete()
    clicks = [event for event in page.events("click", "mousedown", "mouseup") if event.get("field_name") == "pin7"]
    true(len(clicks) == 3, f"press, release and click were captured: {clicks}")
    equal({member for event in clicks for member in event["data"]} & {"x", "y", "offset_x", "offset_y"}, set(), "places")


@privacy("a paste tells the bucket of its length, nothing more")
def pasted_text(page):
    page.open()
    page.focus("#full_name")
    browser.paste(page.driver, TEXT[:20])
    page.focus("#password")
    browser.paste(page.driver, SECRET)
    page.complete()
    equal([(event["field_name"], event.get("data")) for event in page.events("paste")], [("full_name", {"length": 9}), ("password", None)], "pastes")
    assert_absent(page, TEXT[:20], SECRET)


@privacy("keys outside form fields are not observed")
def outside_fields(page):
    page.open()
    page.type_in("#elsewhere", "hello")
    page.focus("#send")
    browser.type_text(page.driver, "x")
    page.complete()
    equal(page.events("keydown", "keyup", "input"), [], "keys")


@privacy("field values leave only through complete({fieldValues}), once, and protected ones never")
def field_values(page):
    page.open()
    page.type_in("#full_name", TEXT[:12])
    values = {"full_name": TEXT[:12], "password": SECRET, "card": CARD, "national_number": SECRET, "amount": 12}
    true(page.complete(fieldValues=values), "completed")
    holding = [request["path"] for request in page.recording.requests if "field_values" in request["text"]]
    equal([path.rsplit("/", 1)[-1] for path in holding], ["complete"], "requests with field values")
    body = page.recording.requests[-1]["body"]
    equal(body, {"field_values": {"full_name": TEXT[:12], "amount": 12}}, "the body of complete")
    assert_absent(page, SECRET, CARD)


@privacy("captureValues works with a test key and is refused with a live key")
def capture_values(page):
    page.open(captureValues=True, apiKey="pk_live_browser")
    page.type_in("#full_name", "qjxzkv")
    true(page.complete(), "completed")
    true("field_values" not in page.sent_text(), "a live key sends no values")
    warned = [entry for entry in page.driver.get_log("browser") if "captureValues" in entry["message"]]
    equal(len(warned), 1, "console warnings")
    page.open(captureValues=True)
    page.type_in("#full_name", "qjxzkv")
    page.type_in("#password", SECRET)
    page.complete()
    values = page.recording.requests[-1]["body"]["field_values"]
    equal((values["full_name"], "password" in values, "card" in values), ("qjxzkv", False, False), "values of a test key")


@privacy("without consent nothing leaves; with it capture begins; taken back, what waits is forgotten")
def consent(page):
    page.open(consent=False)
    page.type_in("#full_name", "abc")
    page.js("Stradum.setMetadata({a: 1}); Stradum.stop();")
    equal(page.wait_js("Stradum.complete({}).sent.then(done)"), False, "completed")
    equal(page.recording.requests, [], "requests")
    page.open(consent=False)
    page.js("Stradum.setMetadata({plan: 'x'}); Stradum.setConsent(true)")
    page.type_in("#full_name", "abc")
    equal(page.js("return Stradum.isActive()"), True, "active with consent")
    page.js("Stradum.setConsent(false); Stradum.stop(); Stradum.reset()")
    browser.wait_for(lambda: page.recording.requests, what="the session")
    page.driver.get("about:blank")
    equal([request["path"] for request in page.recording.requests], ["/api/v1/sessions"], "requests")
    equal(page.recording.requests[0]["body"]["metadata"], {"plan": "x"}, "metadata set before consent")


@privacy("Global Privacy Control is honoured where the page asks for it")
def privacy_control(page):
    script = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true, configurable: true})"})
    try:
        page.open(respectGlobalPrivacyControl=True)
        page.type_in("#full_name", "abc")
        page.js("Stradum.stop()")
        equal((page.recording.requests, page.js("return Stradum.isActive()")), ([], False), "requests and activity")
        page.open()
        equal(page.js("return Stradum.isActive()"), True, "active where it is not asked for")
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script["identifier"]})


@privacy("the page's query string, its cookies and its referrer do not leave")
def address_of_the_page(page):
    page.open()
    page.js("document.cookie = 'visitor=qjxzkv'")
    page.type_in("#full_name", "abc")
    page.complete()
    true("secret.example" not in page.sent_text(), "the query is not sent")
    for request in page.recording.requests:
        equal({"Cookie", "Referer"} & set(request["headers"]), set(), "headers")
    equal({request["body"]["page_url"] for request in page.recording.accepted("/events")}, {page.address + "/form.html"}, "page_url")


@privacy("device_info holds what the engine reads and no fingerprint")
def device_info(page):
    page.open()
    page.complete()
    device = page.recording.requests[0]["body"]["device_info"]
    read = {"webdriver", "automation", "plugins", "languages", "color_depth", "timer_grid_ms", "coarse_pointer"}
    equal(read - set(device), set(), "missing members")
    true(0 < device["timer_grid_ms"] <= 1, f"the clock's grid: {device['timer_grid_ms']}")
    true(isinstance(device["plugins"], int) and isinstance(device["languages"], int), "counts are counts")
    true(not re.search("canvas|webgl|fonts|audio", json.dumps(device), re.IGNORECASE), "no fingerprint")
