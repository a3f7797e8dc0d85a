#!/usr/bin/env python3
"""What an operator does: a first start with the demonstration, a backup while the server works, a restore, and the refusals."""
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from server import BINARY, Caller, Server, Tenant
from tally import Tally

#: From the start of the program to a filled demonstration, in a debug build on a busy machine (our choice).
DEMO_LIMIT_SECONDS = 120


def mien(*arguments):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def printed(server, word):
    """The rest of the line that the server printed after a word, such as `login`."""
    line = next((line for line in server.lines if line.strip().startswith(word + " ")), "")
    return line.split()[1:]


def demonstration(tally):
    """What `make run` starts: the page works, the login and keys it prints are good, and nothing is empty."""
    with Server("--demo") as server:
        tally.check("the page /try is there", Caller(server.url).send("GET", "/try").status_code == 200)
        config = Caller(server.url).send("GET", "/try/config")
        tally.check("/try is ready at once", config.status_code == 200 and config.json()["phrase"], config.text[:200])
        deadline = time.monotonic() + 5
        while not printed(server, "secret") and time.monotonic() < deadline:
            time.sleep(0.05)
        login, key = printed(server, "login"), printed(server, "secret")
        if not tally.check("login and keys are printed", len(login) == 2 and len(key) == 1, server.log()[:400]):
            return
        nobody = Caller(server.url)
        answer = nobody.send("POST", "/api/v1/auth/login", json={"email": login[0], "password": login[1]})
        tally.check("the printed login works", answer.status_code == 200, answer.text[:200])
        owner = Caller(server.url, Authorization="Bearer " + answer.json().get("token", ""))
        tally.check("the printed key works", Caller(server.url, **{"X-Stradum-Key": key[0]}).send("GET", "/api/v1/webhooks").status_code == 200)
        psa_key = (printed(server, "posture key") or [""])[-1]
        reading = Caller(server.url, Authorization="Bearer " + psa_key).send(
            "POST", "/api/v2/psa/analyze", json={"response_text": "Of course, I would be happy to help!", "session_name": "my-session"})
        is_green = reading.status_code == 200 and reading.json().get("alert") == "green"
        tally.check("the printed posture key reads a reply", is_green, reading.text[:200])
        deadline, analyzed = time.monotonic() + DEMO_LIMIT_SECONDS, 0
        while analyzed < 50 and time.monotonic() < deadline:
            analyzed = owner.send("GET", "/api/v1/sessions", params={"status": "analyzed"}).json().get("total", 0)
            time.sleep(0.5)
        tally.check("simulated typists fill the lists", analyzed == 50, f"{analyzed} of 50 analyzed; {server.log()[-400:]}")
        overview = owner.send("GET", "/api/v1/dashboard/overview").json()
        tally.check("the overview knows ten people", overview.get("total_identities") == 10, str(overview)[:200])
        risk = overview.get("risk_distribution", {})
        tally.check("some of them match", risk.get("match", 0) > 0, str(risk))


class Senders:
    """Sends batches of events to a session until told to stop; `acknowledged` is what the server said it has."""

    def __init__(self, tenant):
        self.tenant, self.session = tenant, tenant.typed_session(keys=5)
        self.acknowledged, self.stopping = 10, False
        self.thread = threading.Thread(target=self._send, daemon=True)
        self.thread.start()

    def _send(self):
        while not self.stopping:
            event = {"event_type": "scroll", "timestamp": time.time(), "data": {"y": 1}}
            answer = self.tenant.secret.call("POST", "/sessions/events", {"session_id": self.session, "events": [event] * 10})
            self.acknowledged = answer["total_event_count"]

    def stop(self):
        self.stopping = True
        self.thread.join(30)


def events_of(tenant, session):
    return tenant.owner.call("GET", f"/sessions/{session}")["event_count"]


def backup_and_restore(tally, folder):
    backup = folder / "backup.sqlite"
    with Server() as server:
        tenant = Tenant(server.url, "backed-up", roles=())
        senders = Senders(tenant)
        time.sleep(0.3)
        before = senders.acknowledged
        made = mien("backup", "--data-dir", server.data, backup)
        senders.stop()
        tally.check("a backup is made while the server takes events", made.returncode == 0 and backup.exists(), made.stderr)
        tally.check("the server took events all along", senders.acknowledged > before > 10, f"{before}, {senders.acknowledged}")
        with sqlite3.connect(backup) as copy:
            tally.check("the copy is sound", copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
            kept, stored = copy.execute(
                "SELECT event_count, (SELECT SUM(event_count) FROM session_event_batches b WHERE b.session_id = s.id) FROM sessions s").fetchone()
        tally.check("the copy holds all that was acknowledged before it began", before <= kept, f"{before} acknowledged, {kept} in the copy")
        tally.check("the copy is of one moment", kept == stored, f"counted {kept}, stored {stored}")
        again = mien("backup", "--data-dir", server.data, backup)
        tally.check("a backup overwrites nothing", again.returncode == 2 and "exists already" in again.stderr, again.stderr)
        tally.check("a failure says nothing of usage", "Usage" not in again.stderr, again.stderr)
        early = mien("restore", "--data-dir", server.data, backup)
        tally.check("nothing is restored under a running server", early.returncode != 0 and "stop it first" in early.stderr, early.stderr)
        late = tenant.typed_session()
        server.stop()

        garbage = folder / "garbage"
        garbage.write_bytes(b"this is no database" * 100)
        other = folder / "other.sqlite"
        sqlite3.connect(other).execute("CREATE TABLE t (id)").connection.close()
        for name, file in [("garbage", garbage), ("somebody else's database", other), ("a missing file", folder / "nothing")]:
            refused = mien("restore", "--data-dir", server.data, file)
            tally.check(f"{name} is not restored", refused.returncode != 0 and refused.stderr.strip(), refused.stdout)
        tally.check("a refused restore changes nothing", count(server.data / "mien.sqlite", "sessions") == 2)

        restored = mien("restore", "--data-dir", server.data, backup)
        tally.check("a backup is restored", restored.returncode == 0, restored.stderr)
        kept_aside = server.data / "mien.sqlite.before-restore"
        tally.check("what was there is kept aside", kept_aside.exists() and count(kept_aside, "sessions") == 2, str(list(server.data.iterdir())))
        with Server(data=server.data) as second:
            tenant.move_to(second.url)
            tally.check("after the restore the login works and the session is there", events_of(tenant, senders.session) == kept)
            tally.check("what came after the backup is not", tenant.owner.send("GET", f"/api/v1/sessions/{late}").status_code == 404)
            more = tenant.secret.call("POST", "/sessions/events", {
                "session_id": senders.session, "events": [{"event_type": "scroll", "timestamp": time.time(), "data": {"y": 1}}]})
            tally.check("and it goes on", more["total_event_count"] == kept + 1, str(more))


def count(database, table):
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def postgres_is_told_apart(tally, folder):
    url = "postgres://nobody@127.0.0.1:1/nothing"
    for command, tool in [("backup", "pg_dump"), ("restore", "pg_restore")]:
        file = folder / f"postgres-{command}"
        if command == "restore":
            file.write_bytes(b"x")
        answer = mien(command, "--database", url, "--data-dir", folder / "data", file)
        tally.check(f"{command} of PostgreSQL names {tool}", answer.returncode != 0 and tool in answer.stderr, answer.stderr)
    for command, words in [("backup", ["SQLite", "pg_dump", "while a server works"]), ("restore", ["SQLite", "Stop the server first", "pg_restore"])]:
        text = " ".join(mien(command, "--help").stdout.split())
        tally.check(f"{command} --help says what it is for", all(word in text for word in words), text)


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="mien-maintenance-") as folder:
        backup_and_restore(tally, pathlib.Path(folder))
        postgres_is_told_apart(tally, pathlib.Path(folder))
    demonstration(tally)
    tally.close()


if __name__ == "__main__":
    sys.exit(main())
