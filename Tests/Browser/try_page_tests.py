"""The page /try from the first name to the robot, as people use it."""
import json
import time
import urllib.request

import browser
from accessibility import audit
from checks import Checks, equal, true
from page_tests import open_page, shot, size

tryout = Checks()

ADA = browser.Typist(11, speed=1.35, hold_ms=78, scatter=0.1)
BOB = browser.Typist(29, speed=0.85, hold_ms=125, scatter=0.1)


def ask(site, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(site.url + path, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


def js(site, script, *arguments):
    return site.driver.execute_script(script, *arguments)


def text(site, selector):
    return js(site, "return (document.querySelector(arguments[0]) || {innerText: ''}).innerText", selector)


def begin(site, name="Ada"):
    """A page without people, then with one."""
    ask(site, "/try/reset", {})
    open_page(site, "/try")
    browser.wait_for(lambda: js(site, "return document.querySelector('.big-dots') !== null"), what="the page to be ready")
    browser.click(site.driver, "#name")
    browser.type_text(site.driver, name + "\n")
    browser.wait_for(lambda: js(site, "return document.activeElement.id") == "phrase-input", what="the cursor in the phrase field")
    return ask(site, "/try/config")["phrase"]


def submissions(site):
    return js(site, "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('/try/submit')).length")


def wait_for_answer(site, before):
    browser.wait_for(lambda: submissions(site) > before and not js(site, "return document.querySelector('#phrase-input').readOnly"), 20, "the answer")
    true(not js(site, "return document.querySelector('#message').textContent"), "no complaint: " + text(site, "#message"))


def attempt(site, phrase, typist):
    before = submissions(site)
    browser.type_text(site.driver, phrase + "\n", typist)
    wait_for_answer(site, before)


def score(site):
    return float(text(site, ".dial .number") or js(site, "return document.querySelector('.dial .number').textContent"))


def learned(site, name="Ada"):
    return next((person["learned_sessions"] for person in ask(site, "/try/people")["people"] if person["name"] == name), 0)


@tryout("three times learns a rhythm, the fourth gives a score; a colleague is told apart, and a robot unmasked")
def whole_story(site):
    size(site, 1280)
    phrase = begin(site)
    for time_ in (1, 2, 3):
        equal(js(site, "return document.querySelectorAll('.big-dots .on').length"), time_ - 1, "dots before")
        attempt(site, phrase, ADA)
        equal(js(site, "return document.querySelectorAll('.big-dots .on').length"), time_, "dots after")
        if time_ == 2:
            audit(site.driver, "/try while learning")
            shot(site, "try-learning")
    attempt(site, phrase, ADA)
    own = score(site)
    own_status = js(site, "return document.querySelector('.status').dataset.status")
    true(own_status == "match", f"Ada as Ada: {own} {own_status}, {text(site, '.reasons')}")
    true(text(site, ".status").strip() == "Match" and js(site, "return !!document.querySelector('.status svg')"), "the status is a word with an icon")
    true(js(site, "return document.querySelectorAll('.reasons li').length") >= 1, "reasons")
    equal(js(site, "return [...document.querySelectorAll('.dial .scale')].map(e => e.textContent)"), ["0", "40", "72", "100"], "lines of the dial")
    known = learned(site)
    audit(site.driver, "/try with a score")
    shot(site, "try-match")

    browser.click(site.driver, "#mode-claim")
    browser.click(site.driver, "#phrase-input")
    attempt(site, phrase, BOB)
    other, other_status = score(site), js(site, "return document.querySelector('.status').dataset.status")
    true(other < own - 15 and other_status != "match", f"Bob as Ada: {other} {other_status}, Ada: {own}")
    equal(learned(site), known, "a claim is not learned")

    before = submissions(site)
    browser.click(site.driver, "#robot")
    wait_for_answer(site, before)
    equal(js(site, "return document.querySelector('.status').dataset.status"), "mismatch", "the robot")
    flags = js(site, "return [...document.querySelectorAll('.reasons .tag code')].map(e => e.textContent)")
    true("untrusted_events" in flags, f"red flags: {flags}")
    equal(learned(site), known, "a robot is not learned")
    time.sleep(1)
    js(site, "document.querySelectorAll('details').forEach(e => { e.open = true })")
    audit(site.driver, "/try after a robot")
    shot(site, "try-robot")
    js(site, "document.documentElement.dataset.theme = 'dark'")
    shot(site, "try-robot-dark")
    size(site, 390, 844)
    true(js(site, "return document.documentElement.scrollWidth") <= 390, "it fits a phone")
    shot(site, "try-robot-phone")
    size(site, 1280)
    equal(browser.console_errors(site.driver), [], "console")


@tryout("the page shows exactly what was sent, and no part of the phrase is in it")
def sent_panel(site):
    phrase = begin(site)
    attempt(site, phrase, ADA)
    equal(js(site, "return document.querySelector('.proof').dataset.found"), "false", "found in what was sent")
    titles = js(site, "return [...document.querySelectorAll('details.request summary code')].map(e => e.textContent)")
    true(titles[0] == "POST /api/v1/sessions" and titles[-1].endswith("/complete"), f"requests: {titles}")
    true("POST /api/v1/sessions/events" in titles, f"requests: {titles}")
    rows = js(site, "return [...document.querySelectorAll('details.request tbody tr')].map(e => e.children[1].textContent)")
    equal(rows.count("keydown"), len(phrase) + 1, "keys shown: the phrase and Enter")
    equal(js(site, "return document.querySelectorAll('#rhythms .bar').length"), len(phrase) + 1, "bars of the rhythm")
    true(js(site, "return document.querySelectorAll('#timeline tbody tr').length") >= 1, "the field timeline")


@tryout("a mistyped phrase gets a kind word and is not analysed")
def mistyped(site):
    phrase = begin(site)
    browser.type_text(site.driver, phrase[:-2] + "zz\n", ADA)
    browser.wait_for(lambda: "Not quite" in text(site, "#message"), what="the kind word")
    equal((submissions(site), js(site, "return document.querySelector('#phrase-input').value")), (0, ""), "submissions and field")
    browser.type_text(site.driver, phrase[:6] + "x\b" + phrase[6:] + "\n", ADA)
    browser.wait_for(lambda: submissions(site) == 1, what="a corrected slip to be taken")


@tryout("everything works by keyboard, with the focus always to be seen")
def keyboard(site):
    size(site, 1280)
    ask(site, "/try/reset", {})
    open_page(site, "/try")
    browser.wait_for(lambda: js(site, "return document.querySelector('.big-dots') !== null"), what="the page to be ready")
    phrase = ask(site, "/try/config")["phrase"]

    def tab_to(identifier, most=25):
        for _ in range(most):
            browser.key(site.driver, "\t")
            name, seen = js(site, """const e = document.activeElement;
                const isOutlined = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                return [e.id || e.value, [e, e.parentElement].some(one => isOutlined(getComputedStyle(one)))]""")
            true(seen, f"the focus on {name} cannot be seen")
            if name == identifier:
                return
        raise AssertionError(f"{identifier} is not reached by Tab")

    tab_to("name")
    browser.type_text(site.driver, "Ada\n")
    browser.wait_for(lambda: js(site, "return document.activeElement.id") == "phrase-input", what="the cursor in the phrase field")
    attempt(site, phrase, ADA)
    equal(js(site, "return document.activeElement.id"), "phrase-input", "focus after an attempt")
    js(site, "document.querySelector('#main').focus()")
    tab_to("self")
    browser.key(site.driver, "→")
    equal(js(site, "return document.querySelector('#modes input:checked').value"), "claim", "the mode by arrow key")
    tab_to("phrase-input")
    attempt(site, phrase, BOB)
    js(site, "document.querySelector('#main').focus()")
    tab_to("robot")
    before = submissions(site)
    browser.key(site.driver, "\n")
    wait_for_answer(site, before)


@tryout("people are chips to switch between, a name in the address is remembered, and clearing forgets all")
def people(site):
    phrase = begin(site, "Ada")
    attempt(site, phrase, ADA)
    browser.click(site.driver, "#name")
    browser.type_text(site.driver, "Bob <b>\n")
    browser.wait_for(lambda: js(site, "return document.querySelectorAll('.chip').length") == 2, what="two chips")
    true("Bob <b>" in text(site, "#phrase-title"), "a name is text, never markup")
    true("name=Bob" in site.driver.current_url, "in the address")
    attempt(site, phrase, BOB)
    js(site, "document.querySelector('.chip').click()")
    true("Ada" in text(site, "#phrase-title"), "switched")
    open_page(site, "/try?name=Ada")
    browser.wait_for(lambda: "Ada" in text(site, "#phrase-title"), what="the remembered person")
    equal((learned(site, "Ada"), learned(site, "Bob <b>")), (1, 1), "learned")
    browser.click(site.driver, "#clear button")
    true("everyone" in text(site, "#clear") and "Ada" in text(site, "#clear") and "Bob <b>" in text(site, "#clear"),
         f"whose attempts go is said first: {text(site, '#clear')}")
    equal(len(ask(site, "/try/people")["people"]), 2, "people before the answer")
    browser.click(site.driver, "#clear .danger")
    browser.wait_for(lambda: js(site, "return document.querySelector('#phrase-card').hidden"), what="the clear start")
    equal(ask(site, "/try/people")["people"], [], "people")
    equal(browser.console_errors(site.driver), [], "console")
