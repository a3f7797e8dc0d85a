"""The page /settings: everything that a person looks after of themselves, and an admin of the organization."""
import time

import browser
from accessibility import audit
from checks import Checks, equal, true
from page_tests import open_page, shot, size
from signed_in import PASSWORD, account, ask, begin, count, fetch, js, press, put, text, wait, wait_text

settings = Checks()


def show(site, path="/settings", name="ada", width=1280):
    begin(site, path, name, width)
    wait(site, "return document.querySelector('#account .values') && !/Loading …/.test(document.querySelector('#settings').innerText)",
        "the sections")


@settings("every section is there, passes the accessibility checks, and fits a phone")
def sections(site):
    show(site)
    refused = js(site, """return [...document.querySelectorAll('#settings section')]
        .filter(e => /does not have it|could not|does not show|Try again/.test(e.innerText))
        .map(e => e.id + ': ' + e.innerText)""")
    equal(refused, [], "sections that did not load")
    audit(site.driver, "/settings")
    shot(site, "settings")
    js(site, "document.documentElement.dataset.theme = 'dark'")
    shot(site, "settings-dark")
    for width in (390, 320):
        size(site, width, 844)
        true(js(site, "return document.documentElement.scrollWidth") <= width, f"wider than {width}")
    size(site, 390, 844)
    audit(site.driver, "/settings on a phone")
    shot(site, "settings-phone")
    size(site, 1280)
    equal(browser.console_errors(site.driver), [], "console")


@settings("a key of each family is shown once, works, and stops working when it is ended")
def keys(site):
    show(site)
    uses = {
        "pairs": lambda key: ask(site, "/api/v1/analysis/trigger", {"session_id": "none"}, {"X-Stradum-Key": key})[0],
        "posture": lambda key: ask(site, "/api/v2/psa/analyze", {"response_text": "Two minutes.", "dry_run": True},
                                   headers={"Authorization": f"Bearer {key}"})[0],
        "personal": lambda key: ask(site, "/api/vault/list", headers={"Authorization": f"Bearer {key}"})[0],
    }
    for family, use in uses.items():
        put(site, f"#label-{family}", f"For {family}")
        press(site, f"#keys-{family} form .button")
        wait(site, "return document.querySelector(arguments[0])", f"the key of {family}", 10, f"#keys-{family} .once")
        key = js(site, "return [...document.querySelectorAll(arguments[0])].pop().textContent", f"#keys-{family} .once-value")
        wait_text(site, f"#keys-{family} .lines", f"For {family}")
        status = use(key)
        true(status not in (401, 403), f"a key of {family} is answered {status}")
        audit(site.driver, f"/settings with a key of {family}") if family == "personal" else None
        open_page(site, "/settings")
        wait_text(site, f"#keys-{family}", f"For {family}")
        true(key not in js(site, "return document.documentElement.outerHTML"), f"the key of {family} is shown again")
        row = f"#keys-{family} .line:has(.sure)"
        js(site, "[...document.querySelectorAll(arguments[0])].find(e => e.innerText.includes(arguments[1])).querySelector('.sure button').click()",
            row, f"For {family}")
        wait(site, "return document.querySelector('.button.danger')", "the question")
        equal(js(site, "return document.activeElement.className.includes('danger')"), True, "the focus is on the answer")
        press(site, ".button.danger")
        browser.wait_for(lambda: f"For {family}" not in text(site, f"#keys-{family} .lines") , what="the key to go")
        true(use(key) in (401, 403), f"a key of {family} that was ended is answered {use(key)}")
    browser.console_errors(site.driver)


@settings("other sessions are listed and can be ended, here or everywhere")
def sessions(site):
    show(site, name="cleo")
    email = account(site, "cleo")
    _, _, headers = ask(site, "/api/v1/auth/login", {"email": email, "password": PASSWORD},
        {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    equal(ask(site, "/api/account", headers=cookie)[0], 200, "the other session")
    open_page(site, "/settings")
    wait_text(site, "#sessions", "Firefox on Windows")
    true("this one" in text(site, "#sessions .line:has(.badge)"), "the current one is marked")
    js(site, "[...document.querySelectorAll('#sessions .line')].find(e => e.innerText.includes('Firefox')).querySelector('button').click()")
    press(site, "#sessions .button.danger")
    browser.wait_for(lambda: "Firefox on Windows" not in text(site, "#sessions"), what="it to go")
    equal(ask(site, "/api/account", headers=cookie)[0], 401, "the ended session")
    press(site, "#sessions .section-foot button")
    press(site, "#sessions .button.danger")
    browser.wait_for(lambda: "/login" in site.driver.current_url, what="the login page")
    equal(fetch(site, "/api/account")[0], 401, "this session has ended too")
    site.person = None
    browser.console_errors(site.driver)


@settings("the password is changed with the old one, and other sessions end")
def password(site):
    show(site, name="dora")
    email, better = account(site, "dora"), "a better password"
    _, _, headers = ask(site, "/api/v1/auth/login", {"email": email, "password": PASSWORD},
        {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    open_page(site, "/settings")
    wait_text(site, "#sessions", "Firefox on Windows")
    press(site, "#sessions .fold summary")
    put(site, "#sessions [name=current_password]", "not my password")
    put(site, "#sessions [name=new_password]", better)
    press(site, "#sessions .fold .button")
    wait_text(site, "#sessions .fold", "That is not your password")
    audit(site.driver, "/settings with a refused password")
    shot(site, "settings-password")
    put(site, "#sessions [name=current_password]", PASSWORD)
    press(site, "#sessions .fold .button")
    wait_text(site, "#sessions .fold", "Your password is changed")
    true("Firefox on Windows" not in text(site, "#sessions"), "the other session is gone from the list")
    equal(ask(site, "/api/account", headers=cookie)[0], 401, "the other session")
    equal(fetch(site, "/api/account")[0], 200, "this session goes on")
    equal(ask(site, "/api/v1/auth/login", {"email": email, "password": PASSWORD})[0], 401, "the old password")
    equal(ask(site, "/api/v1/auth/login", {"email": email, "password": better})[0], 200, "the new password")
    site.person = None
    browser.console_errors(site.driver)


@settings("an owner adds people, changes roles and takes accounts away; a viewer is offered none of it")
def people(site):
    show(site)
    email = f"ben-{int(time.time() * 1000)}@harbor.example"
    put(site, "#members input[name=email]", email)
    put(site, "#members .make select", "viewer")
    press(site, "#members .make .button")
    wait_text(site, "#members .fresh", f"{email} can sign in now")
    equal(js(site, "return document.querySelector('#members input[name=email]').value"), "", "the field is empty again")
    password = text(site, "#members .once-value")
    equal(ask(site, "/api/v1/auth/login", {"email": email, "password": password})[1]["role"], "viewer", "the role of the new person")
    shot(site, "settings-people")
    js(site, """const e = [...document.querySelectorAll('#members .line')].find(e => e.innerText.includes(arguments[0])).querySelector('select');
        e.value = 'member'; e.dispatchEvent(new Event('change'))""", email)
    role = lambda: next(one["role"] for one in fetch(site, "/api/v1/auth/users?page_size=200")[1]["users"] if one["email"] == email)
    browser.wait_for(lambda: role() == "member", what="the role to change")
    js(site, """const e = [...document.querySelectorAll('#members .line')].find(e => e.innerText.includes(arguments[0])).querySelector('select');
        e.value = 'viewer'; e.dispatchEvent(new Event('change'))""", email)
    browser.wait_for(lambda: role() == "viewer", what="the role to change back")

    site.driver.delete_all_cookies()
    site.driver.execute_async_script("""fetch('/api/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: arguments[0], password: arguments[1] }) }).then(arguments[2])""", email, password)
    open_page(site, "/settings")
    wait_text(site, "#members", "Admins add people")
    wait_text(site, "#keys", "Admins make these")
    equal([count(site, "#members form"), count(site, "#members select"), count(site, "#keys-pairs form"), count(site, "#keys-personal form")], [0, 0,
        0, 1], "what a viewer is offered")
    audit(site.driver, "/settings of a viewer")
    site.person = None
    show(site)
    js(site, "[...document.querySelectorAll('#members .line')].find(e => e.innerText.includes(arguments[0])).querySelector('.sure button').click()",
        email)
    press(site, "#members .button.danger")
    browser.wait_for(lambda: email not in text(site, "#members .lines"), what="the account to go")
    browser.console_errors(site.driver)


@settings("the organization gets another name, and the audit log tells who did what")
def organization(site):
    show(site)
    put(site, "#organization input", "Harbor & Sons <b>")
    press(site, "#organization .button")
    wait_text(site, "#organization", "It is called Harbor & Sons <b> now.")
    open_page(site, "/settings#audit")
    wait_text(site, "#account", "Harbor & Sons <b>")
    wait_text(site, "#audit", "changed the organization")
    rows = js(site, "return [...document.querySelectorAll('#audit tbody tr')].map(e => [...e.cells].map(c => c.innerText))")
    true(not any(word.startswith(("key_", "usr_")) for row in rows for cell in row for word in cell.split()), f"names, not ids: {rows}")
    true(any(account(site) in row[1] and "signed in" in row[2] for row in rows), f"a login of {account(site)}: {rows[:4]}")
    put(site, "#organization input", "Harbor Foods")
    press(site, "#organization .button")
    wait_text(site, "#organization", "Harbor Foods now")


@settings("on a phone every section can be reached without scrolling sideways")
def tabs(site):
    show(site, width=390)
    edges = js(site, "return [...document.querySelectorAll('#sections a')].map(e => [e.textContent, e.getBoundingClientRect().right])")
    true(all(right <= 390 for _, right in edges), f"cut: {edges}")
    show(site)


@settings("the model is named and can be tested; usage is counted")
def model(site):
    show(site)
    press(site, "#test-model")
    wait_text(site, "#model .test-outcome", "It answers:", 20)
    true("ms" in text(site, "#model .test-outcome") or " s" in text(site, "#model .test-outcome"), "how long it took")
    press(site, "#model .model-steps summary")
    true("--model-provider" in text(site, "#model .model-steps"), "how another one is connected")
    true("this month" in text(site, "#usage") and "no cap" in text(site, "#usage"), text(site, "#usage"))
    shot(site, "settings-model")
    equal(browser.console_errors(site.driver), [], "console")
