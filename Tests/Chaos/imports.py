#!/usr/bin/env python3
"""Kills the server with SIGKILL at ten moments of an import of notes, and imports the same file twice more after each: the vault then equals the
file, nothing is renamed, nothing is there twice, and no row is left that no one sees.

    Tests/Chaos/imports.py                          on SQLite
    Tests/Chaos/imports.py --database postgres://…  on PostgreSQL (in a database of its own)
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from load import Check  # noqa: E402
from mien_process import MienServer, Organization, call, drop_database, find_binary, own_database, run_sql  # noqa: E402

NOTES = 1200
# How far the import has told that it is when the server dies: its phase, and the share of that phase. The last two are before the first step that
# is told of, and after the answer.
MOMENTS = [
    ("sent", 0), ("staging", 0.05), ("staging", 0.3), ("staging", 0.6), ("staging", 0.9), ("staging", 1), ("indexing", 0.05), ("indexing", 0.5),
    ("indexing", 1), ("done", 0),
]
# Seconds for which an import is taken to be alive after its last step, and some more.
PATIENCE = 5 + 3
LEFT = {
    "marked": "SELECT COUNT(*) FROM vault_entries WHERE import_id IS NOT NULL AND created_by = '{person}'",
    "doubled": "SELECT COUNT(*) - COUNT(DISTINCT content) FROM vault_entries WHERE created_by = '{person}'",
    "uncounted": "SELECT COALESCE(SUM(entries), 0) - {notes} FROM vault_shelves WHERE holder = '{person}'",
}


def note_file(number):
    notes = [
        {"entry_id": str(uuid.UUID(int=random.Random(number * NOTES + index).getrandbits(128), version=4)),
         "content": f"Note {index} of file {number}", "tags": ["bulk", f"n{index % 7}"],
         "created_at": f"2026-01-01T00:{index // 60 % 60:02}:{index % 60:02}.000Z"} for index in range(NOTES)]
    return {"format": "vault/1", "entries": notes}


def kill_during(server, headers, file, phase, share):
    """Sends the file and kills the server when the answer has told of this much."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        sent = {**headers, "Content-Type": "application/json", "Accept": "text/event-stream"}
        connection.request("POST", "/api/vault/import", json.dumps(file), sent)
        if phase == "sent":
            time.sleep(0.05)
            return
        name = None
        for line in connection.getresponse():
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                name = text[7:]
            elif text.startswith("data: "):
                data = json.loads(text[6:])
                if name == "done" or (data.get("phase") == phase and data["done"] >= share * data["total"]):
                    return
                # Steps may be left out where they come fast: a later phase has passed the moment.
                if phase == "staging" and data.get("phase") == "indexing":
                    return
    finally:
        server.kill()
        connection.close()


def import_again(port, headers, file):
    """The answer of the first import that is not refused because the dead one might still be alive."""
    end = time.monotonic() + PATIENCE + 10
    while True:
        status, answer = call(port, "POST", "/api/vault/import", file, headers, patience=60)
        if status != 409 or time.monotonic() > end:
            return status, answer
        time.sleep(0.5)


def run_moment(check, server, number, phase, share):
    what = f"killed at {phase} {share:.0%}"
    organization = Organization(server.port, f"Import {number}")
    file, headers = note_file(number), organization.as_member
    kill_during(server, headers, file, phase, share)
    server.start()
    status, first = import_again(server.port, headers, file)
    good = status == 200 and first["renamed"] == 0 and first["imported"] + first["skipped"] == NOTES
    check.that(good, f"{what}: the same file is taken in, {first.get('imported')} new and {first.get('skipped')} there", f"{status} {first}")
    return organization, file


def run_third(check, server, number, organization, file):
    status, third = import_again(server.port, organization.as_member, file)
    check.that(
        status == 200 and third["skipped"] == NOTES and third["imported"] == third["renamed"] == 0, f"file {number} once more changes nothing",
        f"{status} {third}")
    status, vault = call(server.port, "GET", "/api/vault/export.json", headers=organization.as_member)
    kept = [{name: entry[name] for name in ("entry_id", "content", "tags", "created_at")} for entry in vault["entries"]]
    same = sorted(kept, key=lambda one: one["entry_id"]) == sorted(file["entries"], key=lambda one: one["entry_id"])
    check.that(status == 200 and same, f"the vault equals file {number}", f"{len(kept)} notes")
    for query in ("", "&tag=bulk", "&q=note"):
        status, found = call(server.port, "GET", f"/api/vault/list?limit=1{query}", headers=organization.as_member)
        check.that(status == 200 and found["total"] == NOTES, f"all notes of file {number} are listed{query}", f"{status} {found.get('total')}")
    status, account = call(server.port, "GET", "/api/account", headers=organization.as_member)
    return account["user"]["user_id"]


def check_database(check, data_dir, database, people):
    def count(sql):
        if database:
            return int(run_sql(database, sql))
        with sqlite3.connect(next(data_dir.glob("*.sqlite"))) as connection:
            return connection.execute(sql).fetchone()[0]

    for name, sql in LEFT.items():
        left = [person for person in people if count(sql.format(person=person, notes=NOTES)) != 0]
        check.that(not left, f"nothing is {name}", f"{len(left)} of {len(people)} vaults")
    rows = count("SELECT COUNT(*) FROM vault_entries")
    check.that(rows == NOTES * len(people), f"{rows} rows are all that there is", f"{NOTES * len(people)} expected")


def run(check, binary, folder, database):
    server = MienServer(binary, folder / "data", database)
    try:
        server.start()
        done = [(number, *run_moment(check, server, number, phase, share)) for number, (phase, share) in enumerate(MOMENTS)]
        # What died behind its publication is brought to its end by the next import of its notes, once it is taken for dead.
        time.sleep(PATIENCE)
        people = [run_third(check, server, number, organization, file) for number, organization, file in done]
        server.stop()
        check_database(check, folder / "data", database, people)
    except RuntimeError as error:
        check.that(False, "the run went to its end", str(error))
    finally:
        server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL")
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    kind = "SQLite" if arguments.database == "sqlite" else "PostgreSQL"
    print(f"imports on {kind}: {len(MOMENTS)} kills", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mien-imports-"))
    name = f"mien_imports_{os.getpid()}"
    database = None if kind == "SQLite" else own_database(arguments.database, name)
    check = Check()
    try:
        run(check, find_binary(arguments.binary), folder, database)
    finally:
        if database:
            drop_database(arguments.database, name)
        shutil.rmtree(folder, ignore_errors=True)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
