"""The example of a checkout form, run as its README says."""
import json
import os
import socket
import subprocess
import sys
import urllib.request
import uuid

import browser
from checks import Checks, equal, true
from recording_api import ROOT

example = Checks()


PASSWORD = "a sentence that is long enough"


def register(site):
    body = {"org_name": "A shop", "email": f"shop-{uuid.uuid4().hex[:8]}@shop.example", "password": PASSWORD}
    request = urllib.request.Request(site.url + "/api/v1/auth/register", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@example("the checkout example completes, links, analyses and shows the answer, and its backend has at most 40 lines")
def checkout(site):
    source = ROOT / "examples/checkout-form/server.py"
    true(len(source.read_text().splitlines()) <= 40, "lines of the backend")
    keys, port = register(site), free_port()
    shop = subprocess.Popen([sys.executable, source], stderr=subprocess.DEVNULL, env=dict(
        os.environ, STRADUM_URL=site.url, STRADUM_SECRET_KEY=keys["secret_key"], STRADUM_PUBLISHABLE_KEY=keys["publishable_key"], PORT=str(port)))
    try:
        browser.wait_for(lambda: is_open(port), what="the shop")
        browser.console_errors(site.driver)
        site.driver.get(f"http://127.0.0.1:{port}/")
        ada = browser.Typist(5)
        for name, value in (("full_name", "Ada Lovelace"), ("email", "ada@example.com"), ("street", "12 St James Square"), ("card", "4111")):
            browser.click(site.driver, f"input[name={name}]")
            browser.type_text(site.driver, value, ada)
        browser.click(site.driver, "button")
        text = browser.wait_for(lambda: site.driver.execute_script(
            "const t = document.querySelector('output').textContent; return t.includes('Score') && t"), 20, "the answer")
        true("Score 60" in text and "review" in text, f"a first order: {text}")
        equal([line for line in browser.console_errors(site.driver) if "favicon" not in line], [], "console")
    finally:
        shop.terminate()
        shop.wait(10)


def test_pair(site, owner):
    def post(path, body, token=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(site.url + path, data=json.dumps(body).encode(), headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
    token = post("/api/v1/auth/login", {"email": owner["email"], "password": PASSWORD})["token"]
    return post("/api/v1/auth/keys", {"label": "Tests", "mode": "test"}, token)


@example("under plain Selenium a test pair learns a person and gives a real score, as the example's own test shows")
def checkout_under_selenium(site):
    folder = ROOT / "examples/checkout-form"
    keys, port = test_pair(site, register(site)), free_port()
    environment = dict(
        os.environ, STRADUM_URL=site.url, STRADUM_SECRET_KEY=keys["secret_key"], STRADUM_PUBLISHABLE_KEY=keys["publishable_key"], PORT=str(port),
        SHOP_URL=f"http://127.0.0.1:{port}")
    shop = subprocess.Popen([sys.executable, folder / "server.py"], stderr=subprocess.DEVNULL, env=environment)
    try:
        browser.wait_for(lambda: is_open(port), what="the shop")
        tests = subprocess.run([sys.executable, folder / "test_checkout.py"], env=environment, capture_output=True, text=True, timeout=120)
        equal(tests.returncode, 0, tests.stderr[-2000:])
    finally:
        shop.terminate()
        shop.wait(10)
