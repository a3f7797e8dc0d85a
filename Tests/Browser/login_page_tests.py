"""The page /login: signing in, being refused, and where it leads."""
import time

import browser
from accessibility import audit
from checks import Checks, equal, true
from page_tests import open_page, shot, size
from signed_in import PASSWORD, account, ask, begin, fetch, js, press, put, sign_in, sign_out, text, wait, wait_text

login = Checks()


def show(site, path="/login"):
    size(site, 1280)
    open_page(site, "/docs")
    sign_out(site)
    open_page(site, path)
    wait(site, "return document.activeElement.matches('#email, #org-name')", "the form")


def try_to(site, email, password):
    put(site, "#email", email)
    put(site, "#password", password)
    press(site, "#login-go")


@login("a wrong password is told in words that give nothing away, and the field is marked")
def wrong(site):
    show(site, "/login#login")
    try_to(site, account(site), "not the password")
    wait_text(site, "#login-message", "Wrong email or password")
    known = text(site, "#login-message")
    equal(js(site, "return [document.activeElement.id, document.querySelector('#password').getAttribute('aria-invalid')]"), ["password", "true"],
        "field")
    audit(site.driver, "/login with a wrong password")
    shot(site, "login-wrong")
    try_to(site, "nobody@harbor.example", "not the password")
    wait(site, "return !document.querySelector('#login-go').disabled", "the answer")
    equal(text(site, "#login-message"), known, "the words for an address without account")
    true(not js(site, "return document.documentElement.hasAttribute('data-signed-in')"), "not signed in")
    browser.console_errors(site.driver)


@login("whoever guesses is told how many seconds to wait, and may try again afterwards")
def throttled(site):
    show(site, "/login#login")
    email = f"guessed-{int(time.time())}@harbor.example"
    for _ in range(40):
        status, _, headers = ask(site, "/api/v1/auth/login", {"email": email, "password": "a guess"})
        wait_seconds = int(headers.get("Retry-After") or 0)
        if wait_seconds >= 4:
            break
        time.sleep(wait_seconds)
    true(status == 429 and wait_seconds >= 4, f"the server's patience ends: {status}, {wait_seconds} s")
    try_to(site, email, "another guess")
    wait_text(site, "#login-message", "You can try again in")
    true(js(site, "return document.querySelector('#login-go').disabled"), "the button waits")
    wait(site, "return !document.querySelector('#login-go').disabled && !document.querySelector('#login-message').textContent", "the wait to end", 70)
    browser.console_errors(site.driver)


@login("signing in leads back to where one came from, and never to another site")
def back(site):
    email = account(site)
    for wish, expected in [("/settings%23keys", "/settings#keys"), ("/inbox?thread=x", "/inbox?thread=x"), ("//evil.example/a", "/inbox"),
                           ("https://evil.example/", "/inbox"), ("/%5Cevil.example", "/inbox"), ("javascript:alert(1)", "/inbox"),
                           ("/login?next=/login", "/inbox"), ("/.//evil.example", "//evil.example")]:
        show(site, f"/login?next={wish}#login")
        try_to(site, email, PASSWORD)
        browser.wait_for(lambda: "/login" not in site.driver.current_url, what=f"to leave for {wish}")
        equal(site.driver.current_url, site.url + expected, f"after {wish}")
    browser.console_errors(site.driver)


@login("the session is out of reach of scripts, and the header shows that one is signed in")
def session(site):
    sign_in(site)
    cookie = next(one for one in site.driver.get_cookies() if one["name"] == "stratam_session")
    equal([cookie["httpOnly"], cookie["sameSite"], cookie["path"]], [True, "Strict", "/"], "the cookie")
    true("stratam_session" not in js(site, "return document.cookie"), "no script reads it")
    open_page(site, "/posture")
    shown = "return [...document.querySelectorAll('.head .account')].filter(e => e.getClientRects().length).map(e => e.textContent.trim())"
    equal(js(site, shown), [account(site)], "who is signed in")
    open_page(site, "/login")
    browser.wait_for(lambda: "/inbox" in site.driver.current_url, what="the login page to pass on who is signed in")
    open_page(site, "/posture")
    press(site, "#account-button")
    wait_text(site, "#account-menu", f"Signed in as {account(site)}")
    audit(site.driver, "/posture with the account's menu")
    shot(site, "account-menu")
    press(site, "#account-menu [data-sign-out]")
    browser.wait_for(lambda: "/login" in site.driver.current_url, what="the login page")
    equal(fetch(site, "/api/account")[0], 401, "the session has ended")
    open_page(site, "/posture")
    equal(js(site, shown), ["Sign in"], "signed out")
    site.person = None
    browser.console_errors(site.driver)


@login("Tab goes from the email to the password, then to what shows it; the rule for a new one is told with its field")
def order(site):
    show(site, "/login#login")
    js(site, "document.querySelector('#email').focus()")
    seen = []
    for _ in range(3):
        browser.key(site.driver, "\t")
        seen.append(js(site, "return document.activeElement.id || document.activeElement.textContent"))
    equal(seen, ["password", "Show", "login-go"], "the order")
    js(site, "location.hash = 'register'")
    wait(site, "return !document.querySelector('#register-card').hidden", "the other form")
    rule = js(site, "return document.getElementById(document.querySelector('#new-password').getAttribute('aria-describedby')).textContent")
    true("8 characters" in rule, f"the rule: {rule}")


@login("whoever types before the server has answered keeps the focus")
def early(site):
    show(site, "/login#login")
    js(site, "document.querySelector('#password').focus(); dispatchEvent(new HashChangeEvent('hashchange'))")
    equal(js(site, "return document.activeElement.id"), "password", "the focus")


@login("pages that nobody is signed in to ask nothing that is refused")
def quiet(site):
    bare = site.bare()
    bare.driver.delete_all_cookies()
    for path in ("/", "/posture", "/docs", "/login", "/inbox", "/settings"):
        open_page(bare, path)
        wait(bare, "return document.readyState === 'complete'", path)
        js(bare, "return new Promise(done => setTimeout(done, 400))")
        equal(browser.console_errors(bare.driver), [], f"console of {path}")
    bare.person = None


@login("outside of the demonstration the cookie is a secure one, which the browser takes on this machine")
def secure(site):
    bare = site.bare()
    begin(bare, "/inbox", "bare")
    wait(bare, "return document.querySelector('#list').childElementCount", "the inbox")
    cookie = next(one for one in bare.driver.get_cookies() if one["name"] == "stratam_session")
    equal([cookie["httpOnly"], cookie["secure"], cookie["sameSite"]], [True, True, "Strict"], "the cookie")
    equal(browser.console_errors(bare.driver), [], "console")
    site.person = None


@login("without a session the inbox and the settings lead to the login and back")
def closed(site):
    for path in ("/inbox?thread=0f8fad5b-d9cb-469f-a165-70867728950e", "/settings"):
        open_page(site, "/docs")
        sign_out(site)
        site.driver.get(site.url + path)
        browser.wait_for(lambda: "/login?next=" in site.driver.current_url, what=f"{path} to lead to the login")
        wait(site, "return document.activeElement.matches('#email, #org-name')", "the form")
        if "register" in site.driver.current_url or not js(site, "return document.querySelector('#register-card').hidden"):
            js(site, "location.hash = 'login'")
        try_to(site, account(site), PASSWORD)
        browser.wait_for(lambda: site.driver.current_url == site.url + path, what=f"to come back to {path}")
    browser.console_errors(site.driver)


@login("creating an organization signs in and shows its first keys once, with a button that copies")
def register(site):
    show(site, "/login#register")
    audit(site.driver, "/login, creating an organization")
    shot(site, "login-register")
    email = f"founder-{int(time.time() * 1000)}@new.example"
    for field, words in (("#org-name", "New & Sons"), ("#new-email", email), ("#new-password", "short")):
        put(site, field, words)
    press(site, "#register-go")
    wait(site, "return document.querySelector('#register-message').textContent", "a refusal of a short password")
    equal(js(site, "return document.activeElement.id"), "new-password", "the field")
    put(site, "#new-password", PASSWORD)
    press(site, "#register-go")
    wait_text(site, "#title", "New & Sons is ready")
    keys = js(site, "return [...document.querySelectorAll('.once-value')].map(e => e.textContent)")
    true(len(keys) == 2 and keys[0].startswith("pk_live_") and keys[1].startswith("sk_live_"), f"keys: {keys}")
    site.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    press(site, ".once:last-child .button")
    wait(site, "return [...document.querySelectorAll('.once .button')].some(e => e.textContent === 'Copied')", "the copy")
    equal(site.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])"), keys[1], "on the clipboard")
    audit(site.driver, "/login with keys")
    shot(site, "login-keys")
    press(site, "#founded-go")
    browser.wait_for(lambda: site.driver.current_url.endswith("/inbox"), what="the inbox")
    status, _, _ = ask(site, "/api/v1/auth/register", {"org_name": "Again", "email": email, "password": PASSWORD})
    equal(status, 409, "the account exists")
    site.person = None
    browser.console_errors(site.driver)


@login("the login fits a phone, in both dresses")
def phone(site):
    for width in (390, 320):
        size(site, width, 844)
        open_page(site, "/docs")
        sign_out(site)
        open_page(site, "/login#login")
        wait(site, "return document.activeElement.id === 'email'", "the form")
        true(js(site, "return document.documentElement.scrollWidth") <= width, f"wider than {width}")
    size(site, 390, 844)
    press(site, ".places-button")
    wait(site, "return document.querySelector('#places').matches(':popover-open')", "the menu")
    equal(js(site, "return [...document.querySelectorAll('#places a')].map(e => e.textContent)"), ["Assistant", "Posture", "Try it", "API"], "pages")
    audit(site.driver, "/login with the menu on a phone")
    browser.key(site.driver, "⎋")
    true(not js(site, "return document.querySelector('#places').matches(':popover-open')"), "Escape closes the menu")
    shot(site, "login-phone")
    size(site, 1280)
