#!/usr/bin/env python3
"""Makes secrets of every kind, uses them, and looks for them in the logs and in everything the server has written.

Keys, passwords, tokens and webhook secrets must not be readable in the data directory or in a dump of the database.
Runs on SQLite, and on PostgreSQL too where MIEN_TEST_POSTGRES_URL is set.
"""
import http.server
import base64
import os
import secrets
import shutil
import subprocess
import threading
import time
import urllib.parse

import requests

from server import Caller, Server, Tenant
from tally import Tally


#: The key of a language model at an address where nobody answers.
MODEL_KEY = "sk-model-" + secrets.token_hex(16)
MODEL = ["--model-provider", "openai", "--model-url", "http://127.0.0.1:9/v1", "--model-name", "nobody", "--model-key", MODEL_KEY]


def sink():
    """A receiver of webhooks on this machine: (address, what came)."""
    came = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{receiver.server_port}/hook", came


def ask_the_model(tenant):
    """A failing model's answers say why, not with what key."""
    for path, body in (("/api/model/test", {}), ("/api/conversations/send", {"content": "Is anybody there?"})):
        answer = tenant.skk.send("POST", path, json=body)
        if answer.status_code not in (502, 503, 504) or MODEL_KEY in answer.text:
            raise SystemExit(f"{path} answered {answer.status_code}: {answer.text[:300]}")


def use_everything(url):
    """Secrets by what they are; each was used, and some misused."""
    tenant = Tenant(url, "acme")
    hook, came = sink()
    tenant.furnish(hook)
    webhook_secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    webhook = tenant.secret.call("POST", "/webhooks", {"url": hook, "events": ["session.completed", "analysis.completed"], "secret": webhook_secret})
    tenant.secret.call("POST", f"/webhooks/{webhook['webhook_id']}/test", expect=(200, 202))
    pair = tenant.owner.call("POST", "/auth/keys", {"label": "second", "mode": "test"})
    Caller(url, **{"X-Stradum-Key": pair["secret_key"]}).call("GET", "/webhooks")
    tenant.secret.send("GET", "/api/v1/sessions")
    wrong = "wrong battery " + secrets.token_hex(8)
    Caller(url).send("POST", "/api/v1/auth/login", json={"email": tenant.email, "password": wrong})
    unknown = "sk_live_" + secrets.token_hex(20)
    Caller(url, **{"X-Stradum-Key": unknown}).send("GET", "/api/v1/webhooks")
    malformed = "x" + secrets.token_hex(16)
    Caller(url).send(
        "POST", "/api/v1/auth/login", data=('{"email":"a@b.example","password":"%s"' % malformed).encode(),
        headers={"Content-Type": "application/json"})
    cookie = requests.post(url + "/api/v1/auth/login", json={"email": tenant.email, "password": tenant.password}, timeout=30).headers["Set-Cookie"]
    cookie = cookie.split("=", 1)[1].split(";")[0]
    Caller(url, Cookie=f"stratam_session={cookie}").send("GET", "/api/account")
    ask_the_model(tenant)
    unknown_skk = "skk_" + secrets.token_urlsafe(32)
    Caller(url, Authorization=f"Bearer {unknown_skk}").send("GET", "/api/vault/list")
    repeated = {"Idempotency-Key": secrets.token_hex(8)}
    shown_once = tenant.owner.send("POST", "/api/account/keys/create", json={"label": "once", "scopes": ["read"]}, headers=repeated).json()["key"]
    for path in ("/api/account/keys", "/api/account", "/api/audit", "/api/model"):
        answer = tenant.skk.send("GET", path)
        if shown_once in answer.text or MODEL_KEY in answer.text:
            raise SystemExit(f"{path} shows a secret again")
    deadline = time.monotonic() + 15
    while not came and time.monotonic() < deadline:
        time.sleep(0.1)
    found = {
        "a secret key": tenant.secret_key, "a second secret key": pair["secret_key"], "an unknown key": unknown, "a webhook secret": webhook_secret,
        "a wrong password": wrong, "a password in a broken body": malformed, "a session's cookie": cookie, "a personal key": tenant.skk_key,
        "a personal key that was asked for twice": shown_once, "an unknown personal key": unknown_skk, "a PSA key": tenant.psa_key,
        "the key of the model": MODEL_KEY,
    }
    found.update({f"the {role}'s token": token for role, token in tenant.tokens.items()})
    found.update({f"password {number}": password for number, password in enumerate(sorted(tenant.passwords), start=1)})
    return tenant, found


def look(tally, where, text, tenant, found, is_dump):
    for name, secret in found.items():
        tally.check(f"{where} does not hold {name}", secret.encode() not in text and secret.removeprefix("whsec_").encode() not in text)
    if is_dump:
        # The search would find what is there: the organization's name and the publishable key are stored readable.
        tally.check(f"{where} can be searched", tenant.publishable_key.encode() in text and tenant.email.encode() in text)


def on_sqlite(tally):
    with Server(*MODEL) as server:
        tenant, found = use_everything(server.url)
        server.stop()
        files = [path for path in server.data.rglob("*") if path.is_file()]
        look(tally, "the data directory", b"\n".join(path.read_bytes() for path in files), tenant, found, is_dump=True)
        look(tally, "the log", server.log().encode(), tenant, found, is_dump=False)
        open_files = [str(path.relative_to(server.data)) for path in files if path.stat().st_mode & 0o077 and "key" in path.name]
        tally.check("the instance key is readable by its owner alone", not open_files, str(open_files))


def on_postgres(tally):
    address = os.environ.get("MIEN_TEST_POSTGRES_URL")
    if not address or not shutil.which("psql") or not shutil.which("pg_dump"):
        return tally.skip("secrets on PostgreSQL", "no PostgreSQL to test with")
    name = "mien_secrets_" + secrets.token_hex(4)
    own = urllib.parse.urlunsplit(urllib.parse.urlsplit(address)._replace(path="/" + name))
    subprocess.run(["psql", "-q", address, "-c", f"CREATE DATABASE {name}"], check=True)
    try:
        with Server(*MODEL, database=own) as server:
            tenant, found = use_everything(server.url)
            server.stop()
            dump = subprocess.run(["pg_dump", own], capture_output=True, check=True).stdout
            look(tally, "the dump of PostgreSQL", dump, tenant, found, is_dump=True)
            look(tally, "the log on PostgreSQL", server.log().encode(), tenant, found, is_dump=False)
    finally:
        subprocess.run(["psql", "-q", address, "-c", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"], check=False)


def main():
    tally = Tally()
    on_sqlite(tally)
    on_postgres(tally)
    tally.close()


if __name__ == "__main__":
    main()
