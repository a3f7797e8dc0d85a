#!/usr/bin/env python3
"""Two servers on one PostgreSQL: what one is told the other obeys, work is done once, and a lost database is survived.

    Tests/Chaos/two_servers.py            starts a PostgreSQL of its own, since it restarts and kills it
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from load import Check, Sender, Sink, check_books, check_webhooks, complete_the_rest, finish  # noqa: E402
from mien_process import API, ROOT, MienServer, Organization, call, find_binary, own_database, run_sql  # noqa: E402

SECRET = "whsec_dHdvLXNlcnZlcnMtdHdvLXNlcnZlcnM="
POSTGRES = [str(ROOT / "scripts" / "postgres-for-tests"), "--name", "two-servers"]
# A replica may serve a revoked key no longer than this.
REVOCATION_SECONDS = 1.0
# How long servers may need to find their database again.
RECOVERY_SECONDS = 15.0


def postgres(*command, patience=120):
    done = subprocess.run([POSTGRES[0], *command, *POSTGRES[1:]], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=patience)
    if done.returncode != 0:
        raise RuntimeError(f"postgres-for-tests {' '.join(command)} failed")
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def key_status(port, key):
    return call(port, "POST", f"{API}/sessions", {}, {"X-Stradum-Key": key})[0]


def check_revocation(check, servers, organization, label=""):
    """A key that both servers know, revoked on one and then on the other."""
    for number, server in enumerate(servers):
        status, pair = call(server.port, "POST", f"{API}/auth/keys", {"label": f"To be revoked {number}"}, organization.as_member)
        if not check.that(status == 201, f"{label}server {number + 1} makes a key", f"{status} {pair}"):
            continue
        for each in servers:
            for _ in range(3):
                status = key_status(each.port, pair["publishable_key"])
            check.that(status == 201, f"{label}a key made on server {number + 1} works on server {servers.index(each) + 1}", str(status))
        status, answer = call(server.port, "DELETE", f"{API}/auth/keys/{pair['key_id']}", headers=organization.as_member)
        check.that(status == 204, f"{label}server {number + 1} revokes it", f"{status} {answer}")
        for each in servers:
            revoked = time.monotonic()
            while (waited := time.monotonic() - revoked) < 5 and key_status(each.port, pair["publishable_key"]) != 401:
                time.sleep(0.02)
            limit = 0.1 if each is server else REVOCATION_SECONDS
            check.that(waited <= limit, f"{label}it is dead on server {servers.index(each) + 1} within {limit} s", f"after {waited:.2f} s")
            check.that(key_status(each.port, pair["secret_key"]) == 401, f"{label}so is its secret half")


def check_recovery(check, servers, label):
    """Both servers answer from the database again, without having been restarted themselves."""
    for number, server in enumerate(servers):
        began = time.monotonic()
        status = None
        while status != 200 and time.monotonic() - began < RECOVERY_SECONDS:
            try:
                status = call(server.port, "GET", "/ready", patience=5)[0]
            except OSError:
                status = None
            time.sleep(0.05)
        check.that(status == 200, f"{label}server {number + 1} is ready again within {RECOVERY_SECONDS:.0f} s", str(status))
        check.that(server.process.poll() is None, f"{label}server {number + 1} never ended")


def run(check, binary, folder, database):
    sink = Sink(SECRET)
    targets = ["--allow-private-targets", "127.0.0.0/8", "--allow-http-targets"]
    shared = {"MIEN_INSTANCE_KEY": os.urandom(32).hex()}
    servers = [MienServer(binary, folder / f"server-{number}", database, arguments=targets, environment=shared) for number in (1, 2)]
    senders = []
    try:
        for server in servers:
            server.start()
        ports = [server.port for server in servers]
        organization = Organization(ports[0], "Two servers")
        status, me = call(ports[1], "GET", f"{API}/auth/me", headers=organization.as_member)
        check.that(status == 200, "a login on server 1 is good on server 2", f"{status} {me}")
        check_revocation(check, servers, organization)

        status, answer = call(
            ports[0], "POST", f"{API}/webhooks", {"url": sink.url, "events": ["session.completed"], "secret": SECRET}, organization.as_server)
        check.that(status == 201, "a webhook on this machine is registered", f"{status} {answer}")
        senders = start(ports, organization, "calm", give_up_share=0)
        time.sleep(4)
        finish(senders)
        complete_the_rest(ports[1], senders, organization)
        check_books(check, ports[1], senders, organization, "both working: ")
        check_webhooks(check, sink, senders, 60, exactly_once=True, label="both working: ")

        for label, interruption in (("database restarted: ", restart), ("database killed: ", kill)):
            more = start(ports, organization, label.split()[1].rstrip(":"))
            senders += more
            time.sleep(1.5)
            interruption()
            check_recovery(check, servers, label)
            time.sleep(1.5)
            finish(more)
            complete_the_rest(ports[0], more, organization)
            check_books(check, ports[0], more, organization, label)
            check_webhooks(check, sink, more, 240, label=label)
            # The line by which servers tell each other must be mended too.
            check_revocation(check, servers, organization, label)
        for server in servers:
            server.stop()
        failed = run_sql(database, "SELECT COUNT(*) FROM sessions WHERE event_count < 0")
        check.that(failed == "0", "both servers stopped when asked")
    except RuntimeError as error:
        check.that(False, "the run went to its end", str(error))
    finally:
        for sender in senders:
            sender.stop()
        for server in servers:
            server.kill()
        sink.close()


def start(ports, organization, name, give_up_share=0.1):
    senders = [Sender(ports, organization, f"{name}-{number}", number, give_up_share) for number in range(4)]
    for sender in senders:
        sender.start()
    return senders


def restart():
    postgres("restart")


def kill():
    postgres("kill")
    time.sleep(1)
    postgres("start", "--durable")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    check = Check()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mien-two-"))
    binary = find_binary(arguments.binary)
    try:
        url = postgres("start", "--durable")
    except (RuntimeError, OSError) as error:
        print(f"no PostgreSQL: {error}\n0 passed, {int(bool(os.environ.get('CI')))} failed, {int(not os.environ.get('CI'))} skipped")
        return 1 if os.environ.get("CI") else 0
    try:
        run(check, binary, folder, own_database(url, "mien_two_servers"))
    finally:
        postgres("stop")
        shutil.rmtree(folder, ignore_errors=True)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
