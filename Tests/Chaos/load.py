"""Load that keeps books: what was sent, what was answered, and what must therefore be there afterwards."""
import hashlib
import hmac
import http.server
import json
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Support"))

from mien_process import API, call  # noqa: E402

ZONES = ["L0", "L1", "L2", "R0", "R1", "R2", "S"]


class Check:
    """Counts what held and prints what did not."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def that(self, holds, sentence, detail=""):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"  {'ok  ' if holds else 'FAIL'} {sentence}" + (f": {detail}" if detail and not holds else ""), flush=True)
        return holds

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed, 0 skipped")
        return 1 if self.failed else 0


class Sink:
    """Receives webhooks on 127.0.0.1 and notes them. Refuses a few first tries, so that retries are met as well."""

    def __init__(self, secret, refused_share=0.0, seed=0):
        self.secret, self.received, self.lock = secret, [], threading.Lock()
        self.refused_share, self.random, self.refused = refused_share, random.Random(seed), set()
        sink = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = sink.note(self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # A sender that was killed leaves its connection open; that is what it is killed for.

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def note(self, headers, body):
        signature = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        webhook_id = headers.get("webhook-id", "")
        with self.lock:
            if webhook_id not in self.refused and self.random.random() < self.refused_share:
                self.refused.add(webhook_id)
                return 503
            payload = json.loads(body)
            self.received.append((webhook_id, session_in(payload), hmac.compare_digest(signature, headers.get("X-Stradum-Signature", ""))))
            return 200

    def snapshot(self):
        with self.lock:
            return list(self.received)

    def wait_for(self, sessions, patience):
        """Waits until each of these sessions was told of; those that were not."""
        end = time.monotonic() + patience
        while True:
            missing = set(sessions) - {session for _, session, _ in self.snapshot()}
            if not missing or time.monotonic() > end:
                return missing
            time.sleep(0.2)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def session_in(payload):
    """The session that a payload is about, wherever its envelope puts it."""
    for part in (payload, payload.get("data", {}), payload.get("session", {}), payload.get("data", {}).get("session", {})):
        if isinstance(part, dict) and "session_id" in part:
            return part["session_id"]
    return None


class Books:
    """One form session as its sender knows it."""

    def __init__(self, name):
        self.name = name
        self.acknowledged = {}  # batch_seq -> (body, accepted)
        self.open = {}  # batch_seq -> size: sent at least once, never answered 200
        self.wants_completion, self.completed = False, False

    def wrong_count(self, stored):
        """Why a stored event count cannot be right, or None. Unanswered batches may be there, each at most once."""
        rest = stored - sum(accepted for _, accepted in self.acknowledged.values())
        sums = {0}
        for size in self.open.values():
            sums |= {each + size for each in sums}
        return None if rest in sums else f"{self.name}: {stored} stored, {stored - rest} acknowledged, unanswered {sorted(self.open.values())}"


def make_events(chance, size, start):
    events, now = [], start
    for number in range(size):
        now += chance.uniform(0.02, 0.25)
        events.append({
            "event_type": "keydown" if number % 2 == 0 else "keyup", "timestamp": round(now, 4), "field_name": "email", "field_type": "text_input",
            "data": {"zone": chance.choice(ZONES), "press": number // 2},
        })
    return events


class Sender(threading.Thread):
    """Plays one session after another, sending again what was not answered, until told to stop."""

    def __init__(self, ports, organization, name, seed, give_up_share=0.1):
        super().__init__(daemon=True)
        self.ports, self.organization, self.sender_name = ports, organization, name
        self.chance, self.give_up_share = random.Random(seed), give_up_share
        self.stopping = threading.Event()
        self.sessions, self.unexpected, self.resent = [], [], 0

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            self.play(f"{self.sender_name}-{number}")

    def stop(self):
        self.stopping.set()

    def play(self, name):
        books = Books(name)
        if not self.insist("POST", "/sessions", {"session_id": name}, (200, 201, 409)):
            return
        self.sessions.append(books)
        for sequence in range(self.chance.randint(2, 12)):
            if self.stopping.is_set():
                return
            size = self.chance.randint(1, 60)
            body = {"session_id": name, "batch_seq": sequence, "events": make_events(self.chance, size, time.time())}
            books.open[sequence] = size
            # Some pages are closed before they hear back: their batches stay open in the books.
            tries = 1 if self.chance.random() < self.give_up_share else None
            answer = self.insist("POST", "/sessions/events", body, (200,), tries)
            if answer is not None:
                books.acknowledged[sequence] = (body, answer["accepted"])
                del books.open[sequence]
        if self.chance.random() < 0.7:
            books.wants_completion = True
            books.completed = self.insist("POST", f"/sessions/{name}/complete", {}, (200,)) is not None

    def insist(self, method, path, body, wanted, tries=None):
        """Sends until it is answered as wanted; None when told to stop, or when out of tries."""
        attempt = 0
        while tries is None or attempt < tries:
            if attempt and self.stopping.is_set():
                return None
            try:
                status, answer = call(self.chance.choice(self.ports), method, API + path, body, self.organization.as_page, patience=10)
                if status in wanted:
                    self.resent += attempt > 0
                    return answer
                if status not in (500, 502, 503):
                    self.unexpected.append(f"{method} {path} answered {status}: {answer}")
                    return None
            except OSError:
                pass
            attempt += 1
            time.sleep(0.02)
        return None


def finish(senders, patience=90):
    """Lets every sender end what it is doing, up to the last completion."""
    for sender in senders:
        sender.stop()
    for sender in senders:
        sender.join(patience)
    alive = [sender.sender_name for sender in senders if sender.is_alive()]
    if alive:
        raise RuntimeError(f"senders {alive} did not end")


def complete_the_rest(port, senders, organization):
    """Completions that were cut short are asked for again: a second one is answered like the first."""
    wrong = []
    for sender in senders:
        for books in sender.sessions:
            if books.wants_completion and not books.completed:
                status, answer = call(port, "POST", f"{API}/sessions/{books.name}/complete", {}, organization.as_page)
                books.completed = status == 200
                if status != 200:
                    wrong.append(f"{books.name}: {status} {answer}")
    return wrong


def stored_counts(port, senders, organization):
    """{session: stored session} as its owner sees it."""
    stored = {}
    for sender in senders:
        for books in sender.sessions:
            status, answer = call(port, "GET", f"{API}/sessions/{books.name}", headers=organization.as_member)
            stored[books.name] = answer if status == 200 else None
    return stored


def check_books(check, port, senders, organization, label=""):
    """Everything that was answered is there, and nothing is there twice."""
    sessions = [books for sender in senders for books in sender.sessions]
    stored = stored_counts(port, senders, organization)
    missing = [books.name for books in sessions if stored[books.name] is None]
    check.that(not missing, f"{label}every session that was created is there", ", ".join(missing[:5]))
    wrong = [books.wrong_count(stored[books.name]["event_count"]) for books in sessions if stored[books.name]]
    wrong = [reason for reason in wrong if reason]
    batches = sum(len(books.acknowledged) for books in sessions)
    check.that(not wrong, f"{label}all {batches} acknowledged batches of {len(sessions)} sessions are there, none twice", "; ".join(wrong[:3]))
    moved = []
    for books in sessions[::2]:
        for sequence, (body, accepted) in list(books.acknowledged.items())[:2]:
            status, answer = call(port, "POST", f"{API}/sessions/events", body, organization.as_page)
            if status != 200 or answer["accepted"] != accepted:
                moved.append(f"{books.name}/{sequence}: {status} {answer}")
    again = stored_counts(port, senders, organization)
    moved += [name for name in stored if stored[name] and again[name] and stored[name]["event_count"] != again[name]["event_count"]]
    check.that(not moved, f"{label}sending acknowledged batches again is answered as before and adds nothing", "; ".join(map(str, moved[:3])))
    unexpected = [text for sender in senders for text in sender.unexpected]
    check.that(not unexpected, f"{label}no request was refused without reason", "; ".join(unexpected[:3]))


def check_webhooks(check, sink, senders, patience, exactly_once=False, label=""):
    completed = [books.name for sender in senders for books in sender.sessions if books.completed]
    missing = sink.wait_for(completed, patience)
    check.that(not missing, f"{label}each of {len(completed)} completions was told to the webhook", f"{len(missing)} missing: {sorted(missing)[:5]}")
    if exactly_once:
        # A second delivery would come from another worker about now.
        time.sleep(3)
    received = sink.snapshot()
    ids = {}
    for webhook_id, session, _ in received:
        ids.setdefault(session, set()).add(webhook_id)
    several = {session: sorted(found) for session, found in ids.items() if len(found) > 1}
    check.that(not several, f"{label}every delivery of one event carries one webhook-id", str(list(several.items())[:2]))
    check.that(all(webhook_id for webhook_id, _, _ in received) and len(set.union(set(), *ids.values())) == len(ids),
               f"{label}no webhook-id is empty or shared by two events")
    check.that(all(signed for _, _, signed in received), f"{label}every delivery is signed with the endpoint's secret")
    if exactly_once:
        twice = len(received) - len({webhook_id for webhook_id, _, _ in received})
        check.that(twice == 0, f"{label}no delivery was made twice", f"{twice} were")
    return len(received)
