"""What the tests of the pages behind the login share: an account, a browser that is signed in, and looking at the page."""
import json
import time
import urllib.error
import urllib.request

import browser
from page_tests import open_page, size

PASSWORD = "a sentence nobody guesses"
ACCOUNTS = {}


def js(site, script, *arguments):
    return site.driver.execute_script(script, *arguments)


def text(site, selector):
    return js(site, "return (document.querySelector(arguments[0]) || {innerText: ''}).innerText", selector)


def count(site, selector):
    return js(site, "return document.querySelectorAll(arguments[0]).length", selector)


def wait(site, script, what, seconds=10, *arguments):
    return browser.wait_for(lambda: js(site, script, *arguments), seconds, what)


def wait_text(site, selector, words, seconds=10):
    """Waits until the words stand in the element."""
    return browser.wait_for(lambda: words in text(site, selector), seconds, f"{words!r} in {selector}; there is {text(site, selector)[:300]!r}")


def press(site, selector):
    """Presses a button by script, wherever it stands."""
    found = js(site, "const e = document.querySelector(arguments[0]); if (e) e.click(); return Boolean(e)", selector)
    assert found, f"nothing is {selector}"


def put(site, selector, words):
    """Writes into a field at once, as pasting does."""
    js(site, """const e = document.querySelector(arguments[0]); e.focus(); e.value = arguments[1];
        e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }))""", selector, words)


def ask(site, path, body=None, headers=None, method=None):
    """Asks the server itself, as a program would: (status, decoded answer, headers)."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(site.url + path, data=data, headers={"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or b"null"), answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"null"), refused.headers


def account(site, name="ada"):
    """The email of an account of this run, made when it is first asked for."""
    if (site.url, name) not in ACCOUNTS:
        email = f"{name}-{int(time.time() * 1000)}@harbor.example"
        status, answer, _ = ask(site, "/api/v1/auth/register", {"org_name": "Harbor Foods", "email": email, "password": PASSWORD})
        assert status == 201, f"registration: {status} {answer}"
        ACCOUNTS[site.url, name] = email
    return ACCOUNTS[site.url, name]


def sign_in(site, name="ada"):
    """Signs the browser in, through the API that the login page uses."""
    email = account(site, name)
    open_page(site, "/docs")
    status = site.driver.execute_async_script("""
        const [email, password, done] = arguments;
        fetch('/api/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email, password }) })
            .then(answer => { localStorage.setItem('mien-signed-in', email); done(answer.status); })""", email, PASSWORD)
    assert status == 200, f"login: {status}"


def sign_out(site):
    site.driver.delete_all_cookies()
    if site.driver.current_url.startswith(site.url):
        js(site, "localStorage.removeItem('mien-signed-in')")


def begin(site, path, name="ada", width=1440, height=900):
    """Opens a page as a signed-in person."""
    size(site, width, height)
    if not any(cookie["name"] == "stratam_session" for cookie in site.driver.get_cookies()) or getattr(site, "person", None) != name:
        site.driver.delete_all_cookies()
        sign_in(site, name)
        site.person = name
    open_page(site, path)


def fetch(site, path, body=None):
    """Asks from inside the page, with its session: (status, decoded answer)."""
    return tuple(site.driver.execute_async_script("""
        const [path, body, done] = arguments;
        fetch(path, body === null ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
            .then(async answer => done([answer.status, await answer.json().catch(() => null)]))""", path, body))

