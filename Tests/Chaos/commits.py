#!/usr/bin/env python3
"""Requests that may have been done: what is sent again with the same Idempotency-Key must be there once.

    Tests/Chaos/commits.py                          streamed imports cut by kill -9, on SQLite; a disk that fills up
    Tests/Chaos/commits.py --database postgres://…  the same imports on PostgreSQL, and commits cut before they arrive or are answered
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parent.parent / "Support")]

from cutting_proxy import CuttingProxy  # noqa: E402
from load import Check  # noqa: E402
from mien_process import MienServer, Organization, call, drop_database, find_binary, own_database, run_sql  # noqa: E402

KILLS = 10
NOTES = 1500
SCRIPT = {"model": "cut-1", "rules": [{"user": "^(.*)$", "text": ["Heard: ", "$1"]}]}
# As if the lease of a dead server had run out: nobody has to wait for it here.
END_LEASES = "UPDATE idempotent_requests SET leased_until = 0 WHERE leased_until IS NOT NULL"


class Import(threading.Thread):
    """Sends a file as new notes and follows the stream to its end, or until the server dies."""

    def __init__(self, port, headers, number):
        super().__init__(daemon=True)
        self.port, self.word = port, f"batch{number}"
        self.headers = {**headers, "Content-Type": "application/json", "Accept": "text/event-stream", "Idempotency-Key": f"import-{number}"}
        self.body = json.dumps({"format": "vault/1", "entries": [{"content": f"{self.word} note {index}"} for index in range(NOTES)]})
        self.answer, self.status, self.replayed, self.seen = "", None, False, threading.Event()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/api/vault/import?new_ids=1", self.body, self.headers)
            response = connection.getresponse()
            self.status, self.replayed = response.status, response.getheader("Idempotent-Replay") == "true"
            while piece := response.read1():
                self.answer += piece.decode()
                self.seen.set()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.seen.set()
            connection.close()

    def again(self):
        copy = Import(self.port, {}, 0)
        copy.word, copy.headers, copy.body = self.word, self.headers, self.body
        copy.run()
        return copy

    @property
    def is_done(self):
        return self.status == 200 and f'"imported":{NOTES}' in self.answer


def count(port, headers, query=""):
    status, answer = call(port, "GET", f"/api/vault/list?limit=1{query}", headers=headers)
    return answer["total"] if status == 200 else answer


def execute(folder, database, statement):
    if database:
        return run_sql(database, statement)
    with sqlite3.connect(next((folder / "data").glob("*.sqlite"))) as connection:
        row = connection.execute(statement).fetchone()
        return str(row[0]) if row else ""


def check_imports(check, server, folder, database, chance):
    organization = Organization(server.port, "Imports")
    headers = organization.as_member
    first = Import(server.port, headers, "first")
    started = time.monotonic()
    first.run()
    usual = time.monotonic() - started
    check.that(first.is_done, "an import is told of as a stream", first.answer[-200:])
    copy = first.again()
    check.that(copy.is_done and copy.replayed, "again with its key it is told what came of it", copy.answer[-200:])
    killed = []
    for number in range(KILLS):
        each = Import(server.port, headers, number)
        each.start()
        # Some during the last steps, which are short.
        time.sleep(usual * (number + chance.random()) / (KILLS - 2))
        if number == KILLS // 2:
            during = each.again()
            is_told = during.status == 409 and "in_progress" in during.answer or during.replayed
            check.that(is_told, "a second one meanwhile is refused, or told the end", f"{during.status} {during.answer[-200:]}")
        server.kill()
        each.join()
        killed.append(each)
        execute(folder, database, END_LEASES)
        server.start()
    cut = [each for each in killed if "event: done" not in each.answer]
    wrong, kept = [], 0
    for each in killed:
        for attempt in range(2):
            copy = each.again()
            # Told what came of it, or that it was done although nobody heard of it.
            is_lost = copy.status == 409 and "answer_not_kept" in copy.answer
            kept += is_lost and attempt == 0
            if not (copy.is_done or is_lost):
                wrong.append(f"{each.word} answered {copy.status}: {copy.answer[-200:]}")
        found = execute(folder, database, f"SELECT COUNT(*) FROM vault_entries e WHERE content LIKE '{each.word} note %' AND NOT EXISTS "
                        "(SELECT 1 FROM vault_imports i WHERE i.id = e.import_id AND i.state <> 'published')")
        if int(found) != NOTES:
            wrong.append(f"{each.word} has {found} notes")
    print(f"  killed {KILLS} times, {len(cut)} imports were cut, of {kept} the answer was lost after all was stored")
    check.that(cut and not wrong, f"sent again with its key each import of {NOTES} notes is there once", "; ".join(wrong[:3]))
    total = count(server.port, headers)
    check.that(total == NOTES * (KILLS + 1), f"the vault counts {NOTES * (KILLS + 1)} notes", str(total))


def check_cuts(check, server, proxy, database):
    organization = Organization(server.port, "Cuts")
    headers = organization.as_member
    wrong, outcomes = [], {}
    for number in range(12):
        place, word = ("commit", "answer")[number % 2], f"cut{number}"
        proxy.cut(f"{word} tea", place)
        body, key = {"content": f"{word} tea"}, {**headers, "Idempotency-Key": word}
        answers = [call(server.port, "POST", "/api/vault/remember", body, key) for _ in range(3)]
        codes = [answer[1].get("code") if answer[0] != 200 else "done" for answer in answers]
        outcomes[place] = codes
        expected = ["outcome_unknown"] + (["done"] * 2 if place == "commit" else ["answer_not_kept"] * 2)
        if codes != expected:
            wrong.append(f"{place}: {codes}")
        stored = run_sql(database, f"SELECT COUNT(*) FROM vault_entries WHERE content = '{word} tea'")
        if stored != "1":
            wrong.append(f"{place}: the note is there {stored} times")
    check.that(proxy.cuts == 12, "commits were cut", str(proxy.cuts))
    check.that(not wrong, "a note whose commit was cut is there once, sent three times with its key", "; ".join(wrong[:4]))

    wrong, thread = [], None
    for number in range(12):
        place, word = ("commit", "answer")[number % 2], f"say{number}"
        # The message's own commit, or the one that ends its reply.
        proxy.cut(f"{word} tea" if number % 4 < 2 else f"Heard: {word} milk", place)
        text = f"{word} tea" if number % 4 < 2 else f"{word} milk"
        body = {"content": text, **({"thread_id": thread} if thread else {})}
        for _ in range(30):
            status, answer = call(server.port, "POST", "/api/conversations/send", body, {**headers, "Idempotency-Key": word})
            if status == 200:
                break
            time.sleep(0.2)
        if status != 200 or answer["reply"] != f"Heard: {text}" or answer["status"] != "complete":
            wrong.append(f"{place} of {text}: {status} {answer}")
            continue
        thread = answer["thread_id"]
        stored = run_sql(database, f"SELECT COUNT(*) FROM messages WHERE content = '{text}'")
        if stored != "1":
            wrong.append(f"{place} of {text}: there {stored} times")
    check.that(proxy.cuts == 24, "commits of turns were cut", str(proxy.cuts))
    check.that(not wrong, "a message whose commit was cut is there once and answered", "; ".join(wrong[:4]))
    left = run_sql(database, "SELECT (SELECT COUNT(*) FROM messages WHERE status = 'streaming'), "
                             "(SELECT COUNT(*) FROM threads WHERE busy_turn IS NOT NULL), "
                             "(SELECT COUNT(*) FROM actions WHERE state = 'reserved'), (SELECT COUNT(*) FROM actions WHERE state = 'settled')")
    check.that(left == "0|0|0|12", "no reply is being written, no conversation taken, each action charged once", left)


def check_full_disk(check, binary, folder):
    """In a file system of its own, of 12 MiB, which is filled up from outside."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0:
        print("  (no file systems of one's own here: the full disk is not tried)")
        return
    place = folder / "small"
    server = MienServer(binary, place)
    server.command = ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size=12m tmpfs "{place}" && exec "$@"', "sh", *server.command]
    server.log = folder / "small.out"
    try:
        server.start()
        headers = Organization(server.port, "Full").as_member
        status, _ = call(server.port, "POST", "/api/vault/remember", {"content": "before"}, headers)
        check.that(status == 200, "a note is stored while there is room", str(status))
        filler = pathlib.Path(f"/proc/{server.pid}/root{place}/filler")
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        kept, refused = 1, None
        for number in range(400):
            status, answer = call(server.port, "POST", "/api/vault/remember", {"content": f"note {number} " + "x" * 20_000}, headers)
            if status != 200:
                refused = (status, answer)
                break
            kept += 1
        check.that(refused and refused[0] == 503 and "disk" in refused[1]["error"], "a write is refused with the reason", str(refused))
        status, answer = call(server.port, "GET", "/ready")
        check.that(status == 503 and "disk" in answer["detail"], "/ready says no, and why", f"{status} {answer}")
        status, answer = call(server.port, "GET", "/health")
        check.that(status == 200 and answer["status"] == "degraded" and "disk" in answer["reason"], "/health says it", f"{status} {answer}")
        check.that(count(server.port, headers) == kept, "reads go on", str(count(server.port, headers)))
        filler.unlink()
        end = time.monotonic() + 10
        while call(server.port, "GET", "/ready")[0] != 200 and time.monotonic() < end:
            time.sleep(0.2)
        check.that(call(server.port, "GET", "/ready")[0] == 200, "with room again it is ready by itself")
        status, _ = call(server.port, "POST", "/api/vault/remember", {"content": "after"}, headers)
        check.that(status == 200 and count(server.port, headers) == kept + 1, f"all {kept + 1} acknowledged notes are there", str(status))
    except RuntimeError as error:
        check.that(False, "a server runs in a small file system", str(error))
    finally:
        server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", help="the address of a PostgreSQL")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    print(f"commits on {'PostgreSQL' if arguments.database else 'SQLite'}, seed {arguments.seed}", flush=True)
    folder, check, binary = pathlib.Path(tempfile.mkdtemp(prefix="mien-commits-")), Check(), find_binary(arguments.binary)
    name = f"mien_commits_{os.getpid()}"
    database = own_database(arguments.database, name) if arguments.database else None
    proxy = CuttingProxy(database) if database else None
    script = folder / "script.json"
    script.write_text(json.dumps(SCRIPT))
    server = MienServer(
        binary, folder / "data", proxy.url if proxy else None, arguments=["--model-provider", "scripted", "--model-script", script])
    try:
        server.start()
        check_imports(check, server, folder, database, random.Random(arguments.seed))
        if proxy:
            check_cuts(check, server, proxy, database)
        server.stop()
        if not database:
            check_full_disk(check, binary, folder)
    except RuntimeError as error:
        check.that(False, "the run went to its end", str(error))
    finally:
        server.kill()
        if proxy:
            proxy.close()
            drop_database(arguments.database, name)
        shutil.rmtree(folder, ignore_errors=True)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
