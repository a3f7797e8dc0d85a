"""The landing page and the API reference, and what holds for every page."""
import base64
import gzip
import json
import re
import shlex
import time
import urllib.error
import urllib.request

import browser
from accessibility import audit
from checks import Checks, equal, true

pages = Checks()
PATHS = ("/", "/try", "/posture", "/docs", "/login")


def fetch(site, path):
    with urllib.request.urlopen(site.url + path, timeout=10) as answer:
        return dict(answer.headers), answer.read()


def size(site, width, height=900):
    site.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})


def open_page(site, path):
    site.driver.get("about:blank")
    browser.console_errors(site.driver)
    site.driver.get(site.url + path)
    browser.wait_for(lambda: site.driver.execute_script(
        "return document.readyState === 'complete' && !/Loading the description|Looking …/.test(document.body.innerText)"),
        what=f"{path} to be drawn")


def shot(site, name):
    """Keeps a picture of the whole page where screenshots are wanted."""
    if not site.shots:
        return
    width, height = site.driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
    picture = site.driver.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": min(height, 6000), "scale": 1}})
    with open(f"{site.shots}/{name}.png", "wb") as file:
        file.write(base64.b64decode(picture["data"]))


@pages("every page allows nothing from elsewhere and carries no inline script or style")
def policy(site):
    for path in PATHS:
        headers, body = fetch(site, path)
        true("default-src 'self'" in headers.get("Content-Security-Policy", ""), f"the policy of {path}")
        text = body.decode()
        equal(re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=", text), [], f"inline code in {path}")
        open_page(site, path)
        loaded = site.driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
        equal([name for name in loaded if not name.startswith(site.url)], [], f"loaded from elsewhere by {path}")
        equal(browser.console_errors(site.driver), [], f"console of {path}")


@pages("every page passes the accessibility checks, in light and in dark")
def accessible(site):
    size(site, 1280)
    for path in PATHS:
        open_page(site, path)
        audit(site.driver, path)
        shot(site, f"page{path.replace('/', '-')}")


@pages("no page is wider than a phone")
def narrow(site):
    try:
        for width in (390, 320):
            size(site, width, 844)
            for path in (*PATHS, "/docs#appendEvents"):
                open_page(site, path)
                true(site.driver.execute_script("return document.documentElement.scrollWidth") <= width, f"{path} is wider than {width} px")
                if width == 390:
                    shot(site, f"phone{re.sub('[/#]', '-', path)}")
    finally:
        size(site, 1280)


@pages("the dress follows the system, and the button changes it for good")
def dress(site):
    driver = site.driver
    theme = "return document.documentElement.dataset.theme"
    try:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        open_page(site, "/")
        equal(driver.execute_script(theme), "dark", "by the system")
        browser.click(driver, "[data-theme-toggle]")
        equal(driver.execute_script(theme), "light", "by the button")
        open_page(site, "/docs")
        equal(driver.execute_script(theme), "light", "on the next page")
    finally:
        driver.execute_script("localStorage.clear()")
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pages("nothing moves for those who asked for less motion")
def reduced_motion(site):
    driver = site.driver
    try:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        for path in PATHS:
            open_page(site, path)
            moving = driver.execute_script("""return [...document.querySelectorAll('*')].filter(e => {
                const s = getComputedStyle(e);
                return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none' || s.scrollBehavior === 'smooth';
            }).map(e => e.outerHTML.slice(0, 80))""")
            equal(moving, [], f"moving on {path}")
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pages("all scripts together stay below 150 KB gzipped, and a page that did not change is not sent again")
def budget(site):
    total = 0
    for path in PATHS:
        open_page(site, path)
        names = site.driver.execute_script("return performance.getEntriesByType('resource').map(e => e.name).filter(n => n.endsWith('.js'))")
        total += sum(len(gzip.compress(fetch(site, name[len(site.url):])[1])) for name in set(names))
    true(total < 150_000, f"{total} bytes")
    headers, _ = fetch(site, "/assets/mien.css")
    if "ETag" in headers:
        request = urllib.request.Request(site.url + "/assets/mien.css", headers={"If-None-Match": headers["ETag"]})
        try:
            status = urllib.request.urlopen(request, timeout=10).status
        except urllib.error.HTTPError as answer:
            status = answer.code
        equal(status, 304, "the second answer")


@pages("the landing page says whether the server is well, and fills in its address")
def landing(site):
    open_page(site, "/")
    equal(site.driver.execute_script("return document.querySelector('#light').dataset.state"), "ok", "the light")
    equal(set(site.driver.execute_script("return [...document.querySelectorAll('[data-origin]')].map(e => e.textContent)")), {site.url}, "addresses")


@pages("the API reference shows every operation of openapi.json under its tag")
def operations(site):
    description = json.loads(fetch(site, "/openapi.json")[1])
    expected = sorted(operation["operationId"] for item in description["paths"].values() for method, operation in item.items()
                      if method in ("get", "post", "put", "patch", "delete"))
    open_page(site, "/docs")
    equal(sorted(site.driver.execute_script("return [...document.querySelectorAll('.operation')].map(e => e.id)")), expected, "operations")
    site.driver.execute_script("document.querySelectorAll('.operation').forEach(e => { e.open = true })")
    drawn = "return document.querySelectorAll('.inside').length"
    browser.wait_for(lambda: site.driver.execute_script(drawn) == len(expected), what="all to be drawn")
    text = site.driver.execute_script("return document.querySelector('#operations').textContent")
    equal([word for word in ("undefined", "[object", "NaN", "$ref") if word in text], [], "what a drawing must not hold")
    site.driver.execute_script("document.querySelectorAll('details').forEach(e => { e.open = true })")
    audit(site.driver, "/docs with everything open")
    equal(browser.console_errors(site.driver), [], "console")


@pages("the search narrows the reference, lives in the address, and is reached by the slash key")
def search(site):
    open_page(site, "/docs")
    browser.key(site.driver, "/")
    equal(site.driver.execute_script("return document.activeElement.id"), "search", "focus")
    browser.type_text(site.driver, "trigger")
    shown = "return [...document.querySelectorAll('.operation')].filter(e => !e.hidden).map(e => e.id)"
    true("triggerAnalysis" in site.driver.execute_script(shown), "found")
    true(len(site.driver.execute_script(shown)) < 8, "narrowed")
    true("q=trigger" in site.driver.current_url, "in the address")
    browser.key(site.driver, "\b")
    site.driver.get(site.url + "/docs?q=no+such+thing+zzz")
    browser.wait_for(lambda: site.driver.execute_script("return document.querySelector('#found').textContent").startswith("0 of"), what="the count")


@pages("an operation opens by its address and by the keyboard, with a command that can be pasted")
def operation(site):
    open_page(site, "/docs#triggerAnalysis")
    command = "return (document.querySelector('#triggerAnalysis .code') || {}).textContent"
    text = browser.wait_for(lambda: site.driver.execute_script(command), what="the command")
    true(text.startswith(f"curl -X POST '{site.url}/api/v1/analysis/trigger'") and "X-Stradum-Key: sk_live_" in text and '"session_id"' in text, text)
    site.driver.execute_script("document.querySelector('#getSession summary').focus()")
    browser.key(site.driver, "\n")
    opened = "return document.querySelector('#getSession').open && !!document.querySelector('#getSession .inside')"
    browser.wait_for(lambda: site.driver.execute_script(opened), what="the operation to open")
    shot(site, "docs-operation")


def answer(site, path, accept):
    """Status, type and text of an answer, refused or not."""
    try:
        with urllib.request.urlopen(urllib.request.Request(site.url + path, headers={"Accept": accept}), timeout=10) as found:
            return found.status, found.headers["Content-Type"], found.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["Content-Type"], refused.read().decode()


@pages("where nothing is, a browser is shown a page, and programs get JSON")
def nothing(site):
    chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path in ("/nowhere", "/settings/nowhere", "/try/nowhere/at/all"):
        status, kind, body = answer(site, path, chrome)
        true(status == 404 and kind.startswith("text/html") and "There is no page here" in body, f"{path}: {status} {kind}")
    for path, accept in (("/nowhere", "*/*"), ("/nowhere", "application/json"), ("/api/v1/nowhere", chrome), ("/api/vault/nowhere", chrome),
                         ("/v1/nowhere", chrome), ("/assets/nowhere.js", chrome)):
        status, kind, body = answer(site, path, accept)
        true(status == 404 and kind.startswith("application/json") and json.loads(body), f"{path} for {accept}: {status} {kind}")
    open_page(site, "/nowhere")
    equal(site.driver.execute_script("return document.querySelector('h1').textContent"), "There is no page here", "the page")
    audit(site.driver, "a page that is not there")
    browser.console_errors(site.driver)


def requests_of_docs(site):
    """Every sample request of the API reference: (method, path, headers, body)."""
    open_page(site, "/docs")
    samples = site.driver.execute_script("""
        const all = [...document.querySelectorAll('.operation')];
        all.forEach(one => one.draw());
        return all.map(one => one.querySelector('.sample code').textContent)""")
    for sample in samples:
        words = shlex.split(sample.replace("\\\n", " "))
        options = {"-X": ["GET"], "-H": [], "-d": [None]}
        place = words[1] if words[1].startswith("http") else None
        for index, word in enumerate(words):
            if word in options:
                options[word] = (options[word] if word == "-H" else []) + [words[index + 1]]
            elif word.startswith("http"):
                place = word
        yield options["-X"][0], place[len(site.url):], dict(header.split(": ", 1) for header in options["-H"]), options["-d"][0]


@pages("the sample requests of the API reference work as they stand, with a key filled in")
def samples(site):
    def post(path, body, token=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        with urllib.request.urlopen(urllib.request.Request(site.url + path, data=json.dumps(body).encode(), headers=headers), timeout=20) as made:
            return json.loads(made.read())
    who = {"email": f"docs-{time.time_ns()}@harbor.example", "password": "a sentence nobody guesses"}
    made = post("/api/v1/auth/register", {"org_name": "Docs", **who})
    token = post("/api/v1/auth/login", who)["token"]
    keys = {"pk_live_…": made["publishable_key"], "sk_live_…": made["secret_key"], "eyJ…": token,
            "psa_…": post("/api/keys", {"label": "docs"}, token)["key"],
            "skk_…": post("/api/account/keys/create", {"label": "docs", "scopes": ["read", "write", "admin"]}, token)["key"]}
    ran = 0
    for method, path, headers, body in requests_of_docs(site):
        authorization = headers.get("Authorization", "Bearer ")
        true(authorization.startswith("Bearer "), f"{method} {path}: {authorization}")
        filled = {name: next((value.replace(mark, key) for mark, key in keys.items() if mark in value), value) for name, value in headers.items()}
        if "{" in path or "…" in path or (method != "GET" and path not in ("/api/v1/sessions", "/api/v2/psa/analyze", "/api/vault/remember")):
            continue
        request = urllib.request.Request(site.url + path, data=body.encode() if body else None, headers=filled, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as found:
                status = found.status
        except urllib.error.HTTPError as refused:
            status = refused.code
        # Incidents are for those who administer the instance.
        allowed = status != 403 or path.startswith("/api/v2/sigtrack")
        true(status != 401 and allowed and status < 500, f"{method} {path} with {headers}: {status}")
        ran += 1
    true(ran > 25, f"only {ran} samples ran")
