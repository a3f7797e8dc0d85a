#!/usr/bin/env python3
"""Kills the server with SIGKILL while messages are answered, and looks for messages lost or there twice, actions charged twice, replies left
half-written. Senders who hear no answer send again with the same key.

    Tests/Chaos/sends.py --kills 20                          on SQLite
    Tests/Chaos/sends.py --kills 20 --database postgres://…  on PostgreSQL (in a database of its own)
    Tests/Chaos/sends.py --seed 7                            the load and the moments of an earlier run
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
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from load import Check, finish  # noqa: E402
from mien_process import MienServer, Organization, call, drop_database, find_binary, own_database, run_sql  # noqa: E402

SENDERS = 6
# The lease of a dead server's turns, and a round of the job that looks for them.
RECOVERY = 60
# Slow enough that a kill meets replies at every stage: before the first word, between words, in a tool, at the end.
SCRIPT = {
    "model": "chaos-1",
    "rules": [
        {"after_tool": "*", "text": ["It ", "is ", "kept ", "and ", "done."], "delay_ms": 60},
        {"user": "^remember (.*)$", "tools": [{"name": "remember", "arguments": {"content": "$1"}}], "delay_ms": 30},
        {"user": "^fail", "fail": "nonsense", "delay_ms": 30},
        {"user": "^break", "text": ["Half ", "a "], "fail": "broken_stream", "delay_ms": 60},
        {"text": ["This ", "is ", "a ", "reply ", "of ", "eight ", "words ", "altogether."], "delay_ms": 120},
    ],
}
COUNT = {
    "reserved": "SELECT COUNT(*) FROM actions WHERE state = 'reserved'",
    "settled": "SELECT COUNT(*) FROM actions WHERE state = 'settled'",
    "used": "SELECT COALESCE(SUM(actions), 0) FROM action_usage",
    "under_way": "SELECT COALESCE(SUM(reserved), 0) FROM action_usage",
    "charged_replies": "SELECT COALESCE(SUM(actions), 0) FROM messages WHERE role = 'assistant'",
    "streaming": "SELECT COUNT(*) FROM messages WHERE status = 'streaming'",
    "turns": "SELECT COUNT(*) FROM turns",
    "busy": "SELECT COUNT(*) FROM threads WHERE busy_turn IS NOT NULL",
    "keyless": "SELECT COUNT(*) FROM messages m WHERE role = 'user' AND NOT EXISTS (SELECT 1 FROM sent_keys k WHERE k.message_id = m.id)",
    "odd": "SELECT COUNT(*) FROM messages WHERE (status = 'interrupted' AND content = '') OR (status = 'failed' AND content <> '')",
}


class MessageSender(threading.Thread):
    """Talks in a few threads, some messages as streams and some as JSON, and notes what was acknowledged."""

    def __init__(self, port, organization, name, seed):
        super().__init__(daemon=True)
        self.port, self.headers, self.sender_name = port, organization.as_member, name
        self.chance, self.stopping = random.Random(seed), threading.Event()
        self.threads, self.open, self.unexpected, self.busy = [], [], [], 0  # all conversations; those it talks in
        self.acknowledged, self.finished, self.cut = {}, {}, 0  # message id -> content; reply id -> text; unanswered requests
        self.keys, self.repeated = {}, 0  # key -> body and message id; sendings beside the first

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            kind = self.chance.choice(["hello", "hello", "remember", "fail", "break"])
            body = {"content": f"{kind} {self.sender_name}-{number}"}
            if self.open and self.chance.random() < 0.8:
                body["thread_id"] = self.chance.choice(self.open[-3:])
            key, leaves = f"{self.chance.getrandbits(64):016x}", False
            send = self.stream if self.chance.random() < 0.7 else self.ask
            # What has once been sent is sent until it is answered, also when told to stop: whether it is stored must be known.
            for _ in range(200):
                try:
                    if send(body, key, leaves):
                        break
                except (OSError, http.client.HTTPException):
                    pass
                self.cut += 1
                # Again as a stream, mostly left at its first event: a reply that died takes half a minute to be put away.
                send, leaves = self.stream, self.chance.random() < 0.95
                self.repeated += 1
                time.sleep(0.1)
            else:
                self.unexpected.append(f"{body['content']} was never answered")

    def stop(self):
        self.stopping.set()

    def note(self, answer, body, key):
        known = self.keys.setdefault(key, (body, answer["message_id"]))[1]
        if known != answer["message_id"]:
            self.unexpected.append(f"{body['content']} was {known} and then {answer['message_id']}")
        self.acknowledged[answer["message_id"]] = body["content"]
        if answer["thread_id"] not in self.threads:
            self.threads.append(answer["thread_id"])
            self.open.append(answer["thread_id"])

    def refused(self, status, answer, body, key):
        if status == 409:
            # Its turn died with the server, or goes on without a listener.
            self.busy += 1
            self.open = [thread for thread in self.open if thread != body.get("thread_id")]
            return answer.get("code") != "in_progress"
        elif "message_id" in answer:
            self.note(answer, body, key)
        elif status in (502, 503):
            return False
        else:
            self.unexpected.append(f"{body['content']} answered {status}: {answer}")
        return True

    # Both answer whether it is known what became of the message.

    def ask(self, body, key, _leaves=False):
        status, answer = call(self.port, "POST", "/api/conversations/send", body, {**self.headers, "Idempotency-Key": key}, patience=20)
        if status != 200:
            return self.refused(status, answer, body, key)
        self.note(answer, body, key)
        self.finished[answer["reply_id"]] = answer["reply"]
        return True

    def stream(self, body, key, leaves=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {**self.headers, "Content-Type": "application/json", "Accept": "text/event-stream", "Idempotency-Key": key}
            connection.request("POST", "/api/conversations/send", json.dumps(body), headers)
            response = connection.getresponse()
            if response.status != 200:
                return self.refused(response.status, json.loads(response.read() or b"{}"), body, key)
            name = None
            for line in response:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text[7:]
                elif text.startswith("data: "):
                    data = json.loads(text[6:])
                    if name == "start":
                        self.note(data, body, key)
                        # Some go away in the middle: their turn must go on all the same.
                        if leaves or self.chance.random() < 0.1:
                            return True
                    elif name == "done":
                        self.finished[data["reply_id"]] = data["reply"]
                        return True
                    elif name == "error":
                        return True
            return False
        finally:
            connection.close()


def messages_of(port, headers, thread):
    found, before = [], None
    while True:
        path = f"/api/conversations/thread/{thread}?limit=500" + (f"&before={before}" if before else "")
        status, answer = call(port, "GET", path, headers=headers)
        if status != 200:
            return found
        found = answer["messages"] + found
        if not answer["has_more"]:
            return found
        before = answer["messages"][0]["message_id"]


def check_books(check, port, senders):
    lost, changed, doubled, total, states = [], [], [], 0, {}
    for sender in senders:
        stored = {message["message_id"]: message for thread in sender.threads for message in messages_of(port, sender.headers, thread)}
        total += len(sender.acknowledged)
        lost += [f"{content} ({message})" for message, content in sender.acknowledged.items() if stored.get(message, {}).get("content") != content]
        changed += [reply for reply, text in sender.finished.items() if stored.get(reply, {}).get("content") != text]
        contents = set()
        for message in stored.values():
            if message["role"] == "assistant":
                states[message["status"]] = states.get(message["status"], 0) + 1
            elif message["content"] in contents:
                doubled.append(message["content"])
            else:
                contents.add(message["content"])
    check.that(not lost, f"all {total} acknowledged messages are there", "; ".join(lost[:3]))
    check.that(not doubled, f"no message is there twice, though {sum(sender.repeated for sender in senders)} were sent again", "; ".join(doubled[:3]))
    check.that(not changed, f"{sum(len(sender.finished) for sender in senders)} replies are as they were answered", "; ".join(changed[:3]))
    check.that(not states.get("streaming"), f"no reply is left half-written: {states}", str(states))
    check.that(states.get("interrupted", 0) > 0, "some replies were interrupted")
    unexpected = [text for sender in senders for text in sender.unexpected]
    check.that(not unexpected, "no message was refused without reason", "; ".join(unexpected[:3]))


def check_repetitions(check, port, senders):
    """Every key once more, when all is over: the same message and reply, and nothing new."""
    wrong, asked = [], 0
    for sender in senders:
        for key, (body, message) in list(sender.keys.items())[-25:]:
            asked += 1
            status, answer = call(port, "POST", "/api/conversations/send", body, {**sender.headers, "Idempotency-Key": key}, patience=20)
            same = sender.finished.get(answer.get("reply_id"))
            if answer.get("message_id") != message or (same is not None and answer.get("reply") != same):
                wrong.append(f"{body['content']} answered {status}: {answer}")
    check.that(asked and not wrong, f"{asked} messages sent once more were answered as they were", "; ".join(wrong[:3]))


def check_database(check, data_dir, database):
    if database:
        counts = {name: int(run_sql(database, sql)) for name, sql in COUNT.items()}
    else:
        path = next(path for path in data_dir.glob("*.sqlite"))
        with sqlite3.connect(path) as connection:
            check.that(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "the file is sound")
            counts = {name: connection.execute(sql).fetchone()[0] for name, sql in COUNT.items()}
    check.that(counts["settled"] == counts["used"] == counts["charged_replies"],
               f"{counts['settled']} actions were charged, each for one reply, each once", str(counts))
    check.that(counts["streaming"] == counts["turns"] == counts["busy"] == 0, "no turn is left and every conversation is free", str(counts))
    check.that(counts["keyless"] == 0, "every message has its key", str(counts))
    check.that(counts["odd"] == 0, "interrupted replies have text, failed ones have none", str(counts))
    # What was reserved a moment before a kill, and for which no message was stored, is given back when its own lease ends.
    check.that(counts["reserved"] == counts["under_way"], f"{counts['reserved']} reservations wait for their lease to end", str(counts))


def wait_for_recovery(port, senders, patience):
    """Until no reply is being written any more."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        left = [
            message for sender in senders for thread in sender.threads for message in messages_of(port, sender.headers, thread)
            if message["status"] == "streaming"]
        if not left:
            return
        time.sleep(1)


def run(check, binary, folder, database, kills, seed):
    chance = random.Random(seed)
    script = folder / "script.json"
    script.write_text(json.dumps(SCRIPT))
    server = MienServer(binary, folder / "data", database, arguments=["--model-provider", "scripted", "--model-script", script])
    senders = []
    try:
        server.start()
        organization = Organization(server.port, "Sends")
        senders = [MessageSender(server.port, organization, f"s{number}", seed * 100 + number) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        for _ in range(kills):
            time.sleep(chance.uniform(0.6, 2.0))
            server.kill()
            server.start()
        time.sleep(1)
        finish(senders)
        acknowledged, cut = sum(len(sender.acknowledged) for sender in senders), sum(sender.cut for sender in senders)
        busy = sum(sender.busy for sender in senders)
        print(f"  killed {kills} times; {acknowledged} messages acknowledged, {cut} requests met a dead server, {busy} times busy")
        check.that(all(sender.finished for sender in senders), "every sender got through")
        wait_for_recovery(server.port, senders, RECOVERY)
        check_repetitions(check, server.port, senders)
        check_books(check, server.port, senders)
        server.stop()
        check_database(check, folder / "data", database)
    except RuntimeError as error:
        check.that(False, "the run went to its end", str(error))
    finally:
        for sender in senders:
            sender.stop()
        server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database", default="sqlite", help="sqlite, or the address of a PostgreSQL")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--binary")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else int.from_bytes(os.urandom(4), "big")
    kind = "SQLite" if arguments.database == "sqlite" else "PostgreSQL"
    print(f"sends on {kind}: {arguments.kills} kills, seed {seed}", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mien-sends-"))
    name = f"mien_sends_{os.getpid()}"
    database = None if kind == "SQLite" else own_database(arguments.database, name)
    check = Check()
    try:
        run(check, find_binary(arguments.binary), folder, database, arguments.kills, seed)
    finally:
        if database:
            drop_database(arguments.database, name)
        shutil.rmtree(folder, ignore_errors=True)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
