"""The page /posture: pasting, reading, and everything that can be pointed at or reached by keyboard."""
import json
import time

import re

import browser
from accessibility import audit
from checks import Checks, equal, true
from page_tests import open_page, shot, size

posture = Checks()

CAPITULATION = "A capitulation"
LEVELS = ["green", "yellow", "orange", "red", "critical"]


def js(site, script, *arguments):
    return site.driver.execute_script(script, *arguments)


def text(site, selector):
    return js(site, "return (document.querySelector(arguments[0]) || {innerText: ''}).innerText", selector)


def begin(site, width=1280, height=900):
    size(site, width, height)
    open_page(site, "/posture")
    browser.wait_for(lambda: js(site, "return !document.querySelector('#go').disabled"), what="the page to be ready")


def settled(site):
    return js(site, "return document.querySelector('#paste-card').getAttribute('aria-busy') === 'false'")


def ask(site, start):
    """Starts a reading and waits for its end; a server that asks for patience gets it."""
    for _ in range(20):
        start()
        browser.wait_for(lambda: settled(site), 20, "the reading")
        if "That was quick" not in text(site, "#message"):
            return
        time.sleep(2.1)
    raise AssertionError("the server keeps asking for patience")


def example(site, name):
    ask(site, lambda: js(site, "[...document.querySelectorAll('#examples button')].find(e => e.textContent === arguments[0]).click()", name))
    true(js(site, "return !document.querySelector('#result').hidden"), "a result: " + text(site, "#message"))


def read(site, words):
    def start():
        js(site, "const e = document.querySelector('#conversation'); e.value = arguments[0]; e.dispatchEvent(new Event('input'))", words)
        js(site, "document.querySelector('#go').click()")
    ask(site, start)


GIVING_IN = """User: You are wrong. Admit it.
Assistant: You're absolutely right, I apologize. I take back what I said."""


def connect(site, is_online):
    site.driver.execute_cdp_cmd("Network.enable", {})
    site.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": not is_online, "latency": 0, "downloadThroughput": -1 if is_online else 0, "uploadThroughput": -1 if is_online else 0})


def alerts(site):
    return js(site, "return [...document.querySelectorAll('.turn-head .level')].map(e => e.dataset.level)")


@posture("a capitulation is told: marked sentences with codes, and the rule in words with value and limit")
def capitulation(site):
    begin(site)
    example(site, CAPITULATION)
    levels = alerts(site)
    equal(len(levels), 2, "turns")
    true(LEVELS.index(levels[1]) >= LEVELS.index("orange"), f"the alert of the second turn: {levels}")
    equal(text(site, ".outcome .level").strip(), max(levels, key=LEVELS.index), "the outcome is the gravest")
    marked = js(site, """return [...document.querySelectorAll('#turn-2 .sentence[data-side=response] .marked')].map(e => {
        const style = getComputedStyle(e);
        return [e.dataset.family, style.textDecorationStyle, style.textDecorationLine];
    })""")
    true(["yield", "wavy", "underline"] in marked, f"what gives way has a wavy line: {marked}")
    equal(len({family for family, *_ in marked}), len({style for _, style, _ in marked}), "each family has a line of its own")
    codes = js(site, """return [...document.querySelectorAll('#turn-2 .sentence[data-side=response]')]
        .map(e => [!!e.dataset.family, e.querySelector('.codes').textContent])""")
    true(all(bool(shown) == is_marked for is_marked, shown in codes), f"every mark has its code: {codes}")
    rules = js(site, "return [...document.querySelectorAll('#turn-2 .rule')].map(e => e.innerText)")
    true(any("DPI" in rule and "0.53" in rule and "sentences" in rule for rule in rules), f"rules: {rules}")
    equal(js(site, "return document.querySelector('#turn-2 .rule .level').dataset.level"), levels[1], "the first rule brings the level")
    js(site, "document.querySelector('#turn-2 .rule .link').click()")
    equal(js(site, "return document.activeElement.closest('.sentence') && document.activeElement.dataset.turn"), "2", "a rule leads to its sentence")
    true("Takes part in" in text(site, "#detail"), "and the sentence tells of the rule")
    audit(site.driver, "/posture with a capitulation")
    shot(site, "posture-capitulation")
    js(site, "document.documentElement.dataset.theme = 'dark'")
    shot(site, "posture-capitulation-dark")
    js(site, "document.documentElement.dataset.theme = 'light'")
    equal(browser.console_errors(site.driver), [], "console")


@posture("to whom it does not read the page says what to do instead of offering a form that fails")
def closed(site):
    size(site, 1280, 900)
    script = site.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": """
        const real = window.fetch;
        window.fetch = (path, ...more) => String(path).startsWith('/posture/')
            ? Promise.resolve(new Response('{"detail": "Missing"}', { status: 401 })) : real(path, ...more);"""})
    try:
        open_page(site, "/posture")
        browser.wait_for(lambda: js(site, "return !document.querySelector('#closed').hidden"), what="the notice")
        words = text(site, "#closed")
        true(all(way in words for way in ["sign in", "/api/v2/psa/analyze", "mien analyze", "mien serve --demo"]), f"four ways: {words}")
        true(js(site, "return document.querySelector('#paste-card').hidden"), "no form")
        equal(js(site, "return document.querySelector('#closed a').search"), "?next=/posture", "the way back")
        audit(site.driver, "/posture for nobody in particular")
        shot(site, "posture-closed")
        equal(browser.console_errors(site.driver), [], "console")
    finally:
        site.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script["identifier"]})


@posture("a calm answer is green, a refusal is seen as holding, flattery as flattery")
def examples(site):
    begin(site)
    example(site, "A calm answer")
    equal(alerts(site), ["green"], "a calm answer")
    true("No rule fired" in text(site, "#turn-1 .why"), "no rule")
    example(site, "A refusal under pressure")
    equal(js(site, "return document.querySelector('#turn-1 .sentence[data-side=response]').dataset.family"), "hold", "the refusal")
    true(js(site, "return document.querySelector('#turn-1 .sentence[data-side=user]').dataset.family") == "press", "the pressure")
    true(all(LEVELS.index(level) < LEVELS.index("red") for level in alerts(site)), f"a refusal is no alarm: {alerts(site)}")
    example(site, "Flattery")
    true("flatter" in js(site, "return [...document.querySelectorAll('.sentence[data-side=response]')].map(e => e.dataset.family)"), "flattery")


@posture("the drawing has a point for each turn and a cell for each reading, and tells what is pointed at")
def drawing(site):
    begin(site)
    example(site, "A slow drift")
    turns = js(site, "return document.querySelectorAll('#turns > article').length")
    equal(js(site, "return document.querySelectorAll('.turn-point').length"), turns, "points")
    cells, sentences = js(site, """return [document.querySelectorAll('.cell').length,
        [...document.querySelectorAll('.sentence')].reduce((sum, e) => sum + (e.dataset.side === 'user' ? 1 : 4), 0)]""")
    equal(cells, sentences, "cells: one for each sentence of the user, four for each of the answer")
    equal(js(site, "return [...document.querySelectorAll('.axis-label')].map(e => e.textContent)"),
          ["0.15", "0.30", "0.50", "0.70", "C0", "C1", "C2", "C3", "C4"], "limits of the bands and lanes")
    shapes = js(site, """return [...document.querySelectorAll('.turn-point .point')]
        .map(e => [e.dataset.level, e.tagName + (e.getAttribute('points') || '').split(' ').length])""")
    equal(len({level for level, _ in shapes}), len({shape for _, shape in shapes}), f"each level has a shape: {shapes}")
    js(site, "document.querySelector('.turn-point').focus()")
    true("Turn 1: health" in text(site, ".readout") and "0.70 to 1.00" in text(site, ".readout"), text(site, ".readout"))
    browser.key(site.driver, "→")
    true("Turn 2" in text(site, ".readout"), "the arrow goes to the next turn")
    browser.key(site.driver, "\n")
    equal(js(site, "return document.activeElement.dataset.turn + document.activeElement.dataset.side"), "2response", "Enter opens the turn")
    js(site, "document.querySelector('.figure-scroll').scrollIntoView({block: 'center'})")
    browser.click(site.driver, ".cell[data-turn='1'][data-side='user']", off=(0, 0))
    equal(js(site, "return document.querySelector('.sentence[aria-selected=true]').dataset.side"), "user", "a cell opens its sentence")
    true(js(site, "return document.querySelectorAll('.cell.is-chosen').length") == 1, "and is marked itself")


@posture("arrow keys go from sentence to sentence, a tip shows limits by focus and is put away by Escape")
def keyboard(site):
    begin(site)
    browser.click(site.driver, "#conversation")
    browser.type_text(site.driver, "Sure.")
    browser.key(site.driver, "\t")
    equal(js(site, "return document.activeElement.id"), "go", "Tab reaches the button")

    def start():
        js(site, "document.querySelector('#go').focus()")
        browser.key(site.driver, "\n")
    ask(site, start)
    equal(js(site, "return document.activeElement.id"), "outcome-card", "the focus goes to what came out")
    example(site, CAPITULATION)
    seen = []
    for _ in range(60):
        browser.key(site.driver, "\t")
        seen.append(js(site, "return document.activeElement.className.baseVal || document.activeElement.className || document.activeElement.id"))
        if "sentence" in str(seen[-1]).split():
            break
    true("sentence" in str(seen[-1]).split(), f"Tab reaches the sentences: {seen}")
    true(js(site, "return parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2, "the focus is seen")
    first = js(site, "return [...document.querySelectorAll('.sentence')].indexOf(document.activeElement)")
    browser.key(site.driver, "↓")
    equal(js(site, "return [...document.querySelectorAll('.sentence')].indexOf(document.activeElement)"), first + 1, "down")
    equal(js(site, "return document.querySelector('#detail blockquote').textContent"),
          js(site, "return document.activeElement.querySelector('.words').textContent"), "the panel follows")
    browser.key(site.driver, "⇱")
    equal(js(site, "return [...document.querySelectorAll('.sentence')].indexOf(document.activeElement)"), 0, "Home")
    equal(js(site, "return document.querySelectorAll('.sentence[tabindex=\"0\"]').length"), 1, "one stop for Tab")
    js(site, "document.querySelector('#turn-2 .figures-fold').open = true; document.querySelector('#turn-2 .metric').focus()")
    tip = "const e = document.querySelector('#turn-2 .metric + .tip'); return getComputedStyle(e).display !== 'none' && e.innerText"
    true("critical below 0.15" in (js(site, tip) or ""), f"the limits: {js(site, tip)}")
    browser.key(site.driver, "⎋")
    true(not js(site, tip), "Escape puts the tip away")


@posture("messages in JSON, one answer alone, and what was left out are told; markup is text")
def forms(site):
    begin(site)
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "<img src=x onerror=alert(1)> Hi <b>you</b>."},
                {"role": "assistant", "content": "Hello <script>alert(2)</script> there."}]
    read(site, json.dumps(messages))
    true("Read as a list of messages: one turn. Left out: one system message." in text(site, "#message"), text(site, "#message"))
    equal(js(site, "return document.querySelectorAll('main img, main script, main .sentence b').length"), 0, "elements made of text")
    true("<b>you</b>" in text(site, "#turn-1 .user"), text(site, "#turn-1 .user"))
    read(site, "Two minutes are enough. Taste it then.")
    true("one answer" in text(site, "#message") and js(site, "return !document.querySelector('.speaker.user')"), text(site, "#message"))
    equal(js(site, "return [...document.querySelectorAll('.sentence')].map(e => e.querySelector('.words').textContent)"),
          ["Two minutes are enough.", "Taste it then."], "sentences")
    equal(browser.console_errors(site.driver), [], "console")


@posture("a language that is not read well, and a missing encoder, are said")
def warnings(site):
    begin(site)
    encoder = js(site, "const done = arguments[0]; return fetch('/posture/config').then(r => r.json()).then(c => c.encoder)")
    read(site, "Ich kann Ihnen dabei leider nicht helfen. Bitte wenden Sie sich an jemanden, der sich damit auskennt. "
         "Das ist mir wirklich zu heikel.")
    codes = js(site, "return [...document.querySelectorAll('#warnings li')].map(e => e.dataset.code)")
    true("language_unsupported" in codes, f"warnings: {codes}")
    equal("encoder_missing" in codes, not encoder, "the encoder")
    audit(site.driver, "/posture with warnings")
    shot(site, "posture-warnings")


@posture("nothing pasted, too much pasted, and a server that is gone are told in a sentence")
def problems(site):
    begin(site)
    js(site, "document.querySelector('#go').click()")
    true("Paste something first" in text(site, "#message"), text(site, "#message"))
    equal(js(site, "return document.activeElement.id"), "conversation", "the focus")
    read(site, "word " * 10_001)
    true("50,005 of at most 50,000 characters" in text(site, "#count"), text(site, "#count"))
    true("at most 50000 characters" in text(site, "#message") and js(site, "return document.querySelector('#message').dataset.tone") == "bad",
         text(site, "#message"))
    read(site, "Assistant: \nUser: hello")
    true("no answer to read" in text(site, "#message"), text(site, "#message"))
    shot(site, "posture-problem")
    try:
        connect(site, False)
        read(site, "Two minutes are enough.")
        true("cannot be reached" in text(site, "#message"), text(site, "#message"))
    finally:
        connect(site, True)
    js(site, "document.querySelector('#clear').click()")
    true(js(site, "return document.querySelector('#result').hidden && !document.querySelector('#conversation').value"), "clearing clears")
    browser.console_errors(site.driver)


@posture("a long answer is cut where reading ends, and stays inside its box on a phone")
def long_text(site):
    begin(site)
    read(site, " ".join(f"This is sentence number {number} of a long answer." for number in range(1, 431)))
    equal(js(site, "return document.querySelectorAll('.sentence').length"), 400, "sentences")
    true("longer than 400 sentences" in text(site, "#turn-1"), "the cut is told")
    for width in (1280, 390, 320):
        size(site, width, 844)
        time.sleep(0.3)
        true(js(site, "return document.documentElement.scrollWidth") <= width, f"wider than {width} px")
        true(js(site, "const e = document.querySelector('.figure-scroll'); return e.scrollWidth > e.clientWidth && e.tabIndex === 0"),
             "the drawing scrolls by itself, with the keyboard too")
    read(site, "User: " + "long" * 400 + "\nAssistant: " + "w" * 2000)
    true(js(site, "return document.documentElement.scrollWidth") <= 320, "an endless word breaks")
    size(site, 1280)


@posture("on a phone the details stand below the sentences, and on paper the form is gone")
def elsewhere(site):
    begin(site, 390, 844)
    example(site, CAPITULATION)
    js(site, "document.querySelector('#turn-1 .sentence[data-side=response]').click()")
    true(js(site, "return !!document.querySelector('#turn-1 .speaker.response #detail')"), "details are in the speaker's block")
    audit(site.driver, "/posture on a phone")
    shot(site, "posture-phone")
    try:
        site.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        size(site, 800)
        hidden = js(site, "return ['#paste-card', '.head', '#detail', '.readout'].filter(s => document.querySelector(s).getClientRects().length)")
        equal(hidden, [], "on paper")
        true(js(site, "return document.querySelector('.sentence .chip-code').getClientRects().length") > 0, "codes are printed")
        shot(site, "posture-print")
    finally:
        site.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        size(site, 1280)


@posture("who asks too fast is told how long to wait")
def throttled(site):
    begin(site)
    statuses = js(site, """return Promise.all(Array.from({ length: 30 }, () => fetch('/posture/analyze', { method: 'POST',
        headers: { 'Content-Type': 'application/json' }, body: '{"text": "Sure."}' }).then(r => r.status)))""")
    # The checks before this one have spent part of what an address may ask for, on a fast machine all of it.
    true(429 in statuses and set(statuses) <= {200, 429}, f"statuses: {statuses}")
    js(site, "document.querySelector('#conversation').value = 'Sure.'; document.querySelector('#go').click()")
    browser.wait_for(lambda: settled(site), 20, "the answer")
    true("Try again in" in text(site, "#message"), text(site, "#message"))
    browser.console_errors(site.driver)


@posture("a refusal takes the last reading away and is told in words of the page; words stand before codes")
def refused(site):
    begin(site)
    for words, refusal in (("User: a\nAssistant: Yes.\n" * 61, "The conversation may have at most 60 turns"), ("[{\"role\": 7}]", "")):
        read(site, GIVING_IN)
        chip = js(site, "return document.querySelector('.sentence .chip-code').textContent")
        true(re.fullmatch(r"[A-Z][^0-9]+ [A-Z][0-9]+", chip), f"name and code: {chip}")
        read(site, words)
        message = text(site, "#message")
        true(message.startswith(refusal) and not message.startswith("text"), f"the words: {message}")
        equal(js(site, "return [document.querySelector('#message').dataset.tone, document.querySelector('#result').hidden]"), ["bad", True],
            "a refusal, and no old reading")
    browser.console_errors(site.driver)
