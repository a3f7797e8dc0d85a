"""A built server with a throw-away data directory, and organizations to call it with."""
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import tempfile
import threading
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("MIEN_BINARY", ROOT / ".build" / "debug" / "mien"))
START_LIMIT_SECONDS = 60
#: Wanted by these suites, each used if this build knows it: webhooks go to this machine, and thousands of requests come from one address.
WANTED = [
    ("--allow-private-targets", "127.0.0.0/8"),
    ("--allow-http-targets", None),
    ("--rate-limit", "0"),
    ("--person-rate-limit", "0"),
    ("--address-rate-limit", "0"),
    ("--registration-burst", "0"),
    ("--log-level", "debug"),
    ("--model-provider", "scripted"),
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`with Server() as server:`; `server.url` is its address, `server.log()` all it printed."""

    def __init__(self, *arguments, database=None, data=None):
        self.given_data, self.arguments = data, [*arguments, *(["--database", database] if database else [])]

    def __enter__(self):
        if not BINARY.exists():
            raise SystemExit(f"{BINARY} is not there: run swift build --product mien first")
        self.folder = tempfile.TemporaryDirectory(prefix="mien-contract-")
        self.data = self.given_data or pathlib.Path(self.folder.name) / "data"
        self.data.mkdir(exist_ok=True)
        self.url = f"http://127.0.0.1:{free_port()}"
        known = subprocess.run([BINARY, "serve", "--help"], capture_output=True, text=True, timeout=60).stdout
        wanted = [word for flag, value in WANTED if f"{flag} " in known + " " for word in ([flag] if value is None else [flag, value])]
        self.lines = []
        self.process = subprocess.Popen(
            [BINARY, "serve", "--host", "127.0.0.1", "--port", self.url.rsplit(":", 1)[1], "--data-dir", self.data, *wanted, *self.arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", bufsize=1)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while not any("listening on" in line for line in self.lines):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise SystemExit("the server did not start:\n" + self.log())
            time.sleep(0.05)
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def log(self):
        return "".join(self.lines)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.reader.join(5)

    def __exit__(self, *_):
        self.stop()
        self.folder.cleanup()


class Caller:
    """Somebody who sends requests: with these headers, to this server."""

    def __init__(self, url, **headers):
        self.url, self.headers, self.connection = url, headers, requests.Session()

    def send(self, method, path, **options):
        headers = {**self.headers, **options.pop("headers", {})}
        return self.connection.request(method, self.url + path, headers=headers, timeout=30, allow_redirects=False, **options)

    def call(self, method, path, body=None, expect=(200, 201, 204), **options):
        """The answer's JSON; anything but an expected status ends the run, because later steps need this one."""
        answer = self.send(method, "/api/v1" + path, **({"json": body} if body is not None else {}), **options)
        if answer.status_code not in expect:
            raise SystemExit(f"setting up: {method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None


class Tenant:
    """An organization with its owner, a key pair of each kind, and users of further roles."""

    def __init__(self, url, name, roles=("admin", "member", "viewer")):
        mark = secrets.token_hex(6)
        self.name, self.email, self.password = name, f"owner-{mark}@{name}.example", f"correct horse {mark}"
        nobody = Caller(url)
        registered = nobody.call("POST", "/auth/register", {"org_name": f"{name} {mark}", "email": self.email, "password": self.password})
        self.org_id, self.user_id = registered["org_id"], registered["user_id"]
        self.publishable_key, self.secret_key = registered["publishable_key"], registered["secret_key"]
        self.publishable = Caller(url, **{"X-Stradum-Key": self.publishable_key})
        self.secret = Caller(url, **{"X-Stradum-Key": self.secret_key})
        self.tokens = {"owner": self._log_in(nobody, self.email, self.password)}
        self.passwords = {self.password}
        for role in roles:
            email, password = f"{role}-{mark}@{name}.example", f"battery staple {role} {mark}"
            owner = Caller(url, Authorization=f"Bearer {self.tokens['owner']}")
            owner.call("POST", "/auth/users", {"email": email, "password": password, "role": role})
            self.tokens[role] = self._log_in(nobody, email, password)
            self.passwords.add(password)
        self.members = {role: Caller(url, Authorization=f"Bearer {token}") for role, token in self.tokens.items()}
        self.owner = self.members["owner"]
        self.psa_key = self.owner.send("POST", "/api/keys", json={"label": "contract"}).json()["key"]
        self.psa = Caller(url, Authorization=f"Bearer {self.psa_key}")
        self.skk_key, self.reading_key = self._personal_key(["read", "write", "admin"]), self._personal_key(["read"])
        self.skk, self.reading = (Caller(url, Authorization=f"Bearer {key}") for key in (self.skk_key, self.reading_key))

    def _personal_key(self, scopes):
        return self.owner.send("POST", "/api/account/keys/create", json={"label": "contract", "scopes": scopes}).json()["key"]

    def move_to(self, url):
        """The same organization on another server."""
        for caller in {id(each): each for each in (self.publishable, self.secret, self.psa, self.skk, self.reading, *self.members.values())}.values():
            caller.url = url

    @staticmethod
    def _log_in(nobody, email, password):
        return nobody.call("POST", "/auth/login", {"email": email, "password": password})["token"]

    def typed_session(self, keys=60):
        """A session in which somebody typed, still active; its id."""
        session = self.publishable.call("POST", "/sessions", {"device_info": {"platform": "test"}})["session_id"]
        now, events, zones = time.time() - 60, [], ["L0", "L1", "R0", "R1", "S", "R2"]
        for press in range(1, keys + 1):
            at = now + press * 0.14 + (press % 7) * 0.011
            data = {"zone": zones[press % len(zones)], "press": press}
            place = {"field_name": "message", "field_type": "textarea", "data": data}
            events.append({"event_type": "keydown", "timestamp": round(at, 4), **place})
            events.append({"event_type": "keyup", "timestamp": round(at + 0.08 + (press % 5) * 0.009, 4), **place})
        events.sort(key=lambda event: event["timestamp"])
        self.publishable.call("POST", "/sessions/events", {"session_id": session, "events": events})
        return session

    def posture_things(self, hook):
        """A session with an incident, a webhook, a key; their ids by the name of the path parameter."""
        def made(path, body):
            answer = self.psa.send("POST", path, json=body)
            if answer.status_code not in (200, 201):
                raise SystemExit(f"setting up: {path} answered {answer.status_code}: {answer.text[:300]}")
            return answer.json()
        turn = made("/api/v2/psa/analyze", {
            "session_name": f"conversation of {self.name}", "response_text": "Here you are.", "user_text": "Action. Finality. Death."})
        session = turn["session_id"]
        incident = made(f"/api/v2/sigtrack/flag/{session}", {})["incident_id"]
        made("/api/v2/psa/flag-for-training", {"session_id": session})
        webhook = made("/api/v2/psa/webhooks", {"url": hook, "events": ["psa.alert"]})["webhook_id"]
        delivery = made(f"/api/v2/psa/webhooks/{webhook}/test", {})["delivery_id"]
        spare = self.owner.send("POST", "/api/keys", json={"label": "spare"}).json()["id"]
        return {"session_id": session, "turn_number": "1", "incident_id": incident, "webhook_id": webhook, "delivery_id": delivery, "key_id": spare}

    def stratam_things(self):
        """A note, a conversation with a reply, a key, a login; their ids by the name of the parameter."""
        def made(path, body):
            answer = self.skk.send("POST", path, json=body)
            # Where the model is nowhere, the message is stored all the same.
            if answer.status_code not in (200, 502):
                raise SystemExit(f"setting up: {path} answered {answer.status_code}: {answer.text[:300]}")
            return answer.json()
        entry = made("/api/vault/remember", {"content": f"A note of {self.name}", "tags": ["contract"]})["entry_id"]
        sent = made("/api/conversations/send", {"content": f"A question of {self.name}"})
        key = self.owner.send("POST", "/api/account/keys/create", json={"label": "spare", "scopes": ["read"]}).json()["key_id"]
        logins = self.skk.send("GET", "/api/account/sessions").json()["sessions"]
        return {
            "entry_id": entry, "thread_id": sent["thread_id"], "message_id": sent["message_id"], "reply_id": sent["reply_id"], "key_id": key,
            "session_id": logins[0]["session_id"]}

    def furnish(self, hook="http://127.0.0.1:8443/hook"):
        """Makes one thing of each kind; their ids by the name of the path parameter."""
        identity = self.secret.call("POST", "/identities", {"external_id": f"person of {self.name}", "account_id": "acct_1"})["identity_id"]
        session = self.typed_session()
        self.secret.call("POST", f"/sessions/{session}/complete", {"identity_id": identity})
        self.secret.call("POST", "/identities/link", {"session_id": session, "identity_id": identity, "account_id": "acct_1"})
        self.secret.call("POST", "/analysis/trigger", {"session_id": session})
        webhook = self.secret.call("POST", "/webhooks", {"url": hook, "events": ["session.completed"]})["webhook_id"]
        delivery = self.secret.call("POST", f"/webhooks/{webhook}/test", expect=(200, 202))["delivery_id"]
        key = self.owner.call("POST", "/auth/keys", {"label": "spare", "mode": "test"})["key_id"]
        user = self.owner.call("POST", "/auth/users", {
            "email": f"spare-{secrets.token_hex(4)}@{self.name}.example", "password": "a spare password", "role": "viewer"})["user_id"]
        return {
            "posture": self.posture_things(hook), "stratam": self.stratam_things(), "identity_id": identity, "session_id": session,
            "webhook_id": webhook, "delivery_id": delivery, "key_id": key,
            "user_id": user}
