#!/usr/bin/env python3
"""Kills the server with SIGKILL at random moments under load, and looks for anything lost or counted twice.

    Tests/Chaos/chaos.py --kills 20                          on SQLite
    Tests/Chaos/chaos.py --kills 20 --database postgres://…  on PostgreSQL (in a database of its own)
    Tests/Chaos/chaos.py --seed 7                            the load and the moments of an earlier run
"""
import argparse
import os
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from load import Check, Sender, Sink, check_books, check_webhooks, complete_the_rest, finish  # noqa: E402
from mien_process import API, MienServer, Organization, call, drop_database, find_binary, own_database, run_sql  # noqa: E402
from turns import TurnSender, check_archive, check_ledger, check_turns, make_key  # noqa: E402

SECRET = "whsec_Y2hhb3MtY2hhb3MtY2hhb3MtY2hhb3M="
SENDERS = 6
TURN_SENDERS = 2
# A delivery that was under way when the server died is taken up again when its lease ends.
WEBHOOK_PATIENCE = 240
COUNTS = """SELECT COUNT(*) FROM sessions s WHERE s.event_count <>
    (SELECT COALESCE(SUM(b.event_count), 0) FROM session_event_batches b WHERE b.organization_id = s.organization_id AND b.session_id = s.id)"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else int.from_bytes(os.urandom(4), "big")
    kind = "SQLite" if arguments.database == "sqlite" else "PostgreSQL"
    print(f"chaos on {kind}: {arguments.kills} kills, seed {seed}", flush=True)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="mien-chaos-"))
    name = f"mien_chaos_{os.getpid()}"
    database = None if kind == "SQLite" else own_database(arguments.database, name)
    check = Check()
    try:
        run(check, find_binary(arguments.binary), folder, database, arguments.kills, seed)
    finally:
        if database:
            drop_database(arguments.database, name)
        shutil.rmtree(folder, ignore_errors=True)
    return check.close()


def run(check, binary, folder, database, kills, seed):
    chance = random.Random(seed)
    sink = Sink(SECRET, refused_share=0.03, seed=seed)
    server = MienServer(binary, folder / "data", database, arguments=["--allow-private-targets", "127.0.0.0/8", "--allow-http-targets"])
    senders, turn_senders = [], []
    try:
        server.start()
        organization = Organization(server.port, "Chaos")
        status, answer = call(
            server.port, "POST", f"{API}/webhooks", {"url": sink.url, "events": ["session.completed"], "secret": SECRET}, organization.as_server)
        if not check.that(status == 201, "a webhook on this machine is registered", f"{status} {answer}"):
            return
        senders = [Sender([server.port], organization, f"chaos-{number}", seed * 100 + number) for number in range(SENDERS)]
        key = make_key(server.port, organization)
        turn_senders = [TurnSender([server.port], key, f"turns-{number}", seed * 100 + 50 + number) for number in range(TURN_SENDERS)]
        for sender in senders + turn_senders:
            sender.start()
        slowest = 0.0
        for kill in range(kills):
            time.sleep(chance.uniform(0.2, 1.5))
            server.kill()
            server.start()
            slowest = max(slowest, server.seconds_to_ready)
        time.sleep(1)
        finish(senders + turn_senders)
        resent = sum(sender.resent for sender in senders + turn_senders)
        print(f"  killed {kills} times; back after {slowest:.2f} s at most; {resent} requests were sent again")
        check.that(all(sender.sessions for sender in senders), "every sender got through")
        wrong = complete_the_rest(server.port, senders, organization)
        check.that(not wrong, "a completion that was cut short can be asked for again", "; ".join(wrong[:3]))
        check_books(check, server.port, senders, organization)
        check_overview(check, server.port, senders, organization)
        check_turns(check, server.port, turn_senders)
        check_archive(check, server.port, turn_senders)
        delivered = check_webhooks(check, sink, senders, WEBHOOK_PATIENCE)
        print(f"  {delivered} deliveries arrived, {len(sink.refused)} first tries were refused by the receiver")
        server.stop()
        check_ledger(check, binary, folder / "data", database)
        check_database(check, folder / "data", database)
    except RuntimeError as error:
        check.that(False, "the run went to its end", str(error))
    finally:
        for sender in senders + turn_senders:
            sender.stop()
        server.kill()
        sink.close()


def check_overview(check, port, senders, organization):
    status, overview = call(port, "GET", f"{API}/dashboard/overview", headers=organization.as_member)
    created = sum(len(sender.sessions) for sender in senders)
    check.that(status == 200 and overview["total_sessions"] == created, f"the overview counts {created} sessions",
               f"{status}, {overview.get('total_sessions') if isinstance(overview, dict) else overview}")


def check_database(check, data_dir, database):
    """Below the API: the file is sound, and each session's counter is the sum of its stored batches."""
    if database:
        check.that(run_sql(database, COUNTS) == "0", "each session's counter is the sum of its batches")
        return
    for path in sorted(data_dir.glob("*.sqlite")):
        with sqlite3.connect(path) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchall()
            check.that(sound == [("ok",)], f"{path.name} is sound", str(sound[:3]))
            check.that(not connection.execute("PRAGMA foreign_key_check").fetchall(), f"{path.name} has no dangling reference")
            if connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'session_event_batches'").fetchone()[0]:
                off = connection.execute(COUNTS).fetchone()[0]
                check.that(off == 0, "each session's counter is the sum of its batches", f"{off} are not")


if __name__ == "__main__":
    sys.exit(main())
