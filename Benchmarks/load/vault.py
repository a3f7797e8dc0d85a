"""Remembers notes over keep-alive connections and says what they cost the server. Bounded in count, loopback only."""
import json
import random
import threading
import time

from mien_process import call
from wire import Wire, request

CONNECTIONS = 16
#: Words that notes are made of: short ones often, as in real texts.
WORDS = [
    "the", "and", "to", "of", "a", "in", "for", "is", "on", "that", "with", "meeting", "call", "about", "report", "invoice", "garden", "dentist",
    "password", "holiday", "flight", "budget", "deadline", "customer", "server", "backup", "recipe", "birthday", "insurance", "contract", "café",
    "Zürich", "Monday", "Tuesday", "September", "2026", "project", "review", "kitchen", "window",
]


class Costs:
    def __init__(self, notes, cpu, wall, latencies):
        self.notes, self.cpu, self.wall, self.latencies = notes, cpu, wall, sorted(latencies)

    @property
    def microseconds(self):
        """CPU time of the server for one note."""
        return self.cpu / self.notes * 1e6

    def percentile(self, share):
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1000


def note(generator, number):
    """About 40 words, 250 characters, two tags of thirty."""
    words = generator.choices(WORDS, k=30) + [f"word{generator.randrange(20_000)}" for _ in range(10)]
    generator.shuffle(words)
    tags = [f"Tag {generator.randrange(30)}" for _ in range(2)]
    return json.dumps({"content": f"Note {number}: " + " ".join(words), "tags": tags}, ensure_ascii=False).encode()


def mien_key(port, organization):
    """A personal key of the organization's owner."""
    status, answer = call(port, "POST", "/api/account/keys/create", {"label": "bench"}, headers=organization.as_member)
    if status != 200:
        raise RuntimeError(f"making a key answered {status}: {answer}")
    return answer["key"]


def send(port, key, count, seed, connections=CONNECTIONS):
    """Remembers `count` notes; the latencies in seconds."""
    headers = {"Authorization": f"Bearer {key}"}
    lock, latencies, failures = threading.Lock(), [], []

    def work(worker):
        wire, mine, generator = Wire(port), [], random.Random(f"{seed}-{worker}")
        share = count // connections + (1 if worker < count % connections else 0)
        # Made beforehand, so that the server gets the machine.
        requests = [request("POST", "/api/vault/remember", headers, note(generator, f"{seed}-{worker}-{number}")) for number in range(share)]
        try:
            for message in requests:
                before = time.perf_counter()
                status, answer = wire.send(message)
                mine.append(time.perf_counter() - before)
                if status != 200:
                    raise OSError(f"remember answered {status}: {answer[:200]}")
        except (OSError, ValueError) as error:
            with lock:
                failures.append(str(error))
        finally:
            wire.close()
            with lock:
                latencies.extend(mine)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError(f"{len(failures)} of {connections} connections failed; the first: {failures[0]}")
    return latencies


def measure(server, key, count, warm_up=400):
    """The costs of `count` notes at a server that has taken others before; what it does afterwards in the background counts too."""
    send(server.port, key, warm_up, "warm")
    before, started = server.cpu(), time.perf_counter()
    latencies = send(server.port, key, count, "bench")
    wall = time.perf_counter() - started
    status, answer = call(server.port, "GET", "/api/vault/list?q=dentist", headers={"Authorization": f"Bearer {key}"})
    if status != 200 or answer["total"] < min(count // 4, 1_000):
        raise RuntimeError(f"a search for what was remembered answered {status}: {str(answer)[:200]}")
    time.sleep(2)
    return Costs(len(latencies), server.cpu() - before, wall, latencies)


# ---- Lists and searches of a large vault, and an import


def file_of(count, seed="import"):
    generator = random.Random(seed)
    entries = [json.loads(note(generator, number)) for number in range(count)]
    return json.dumps({"format": "vault/1", "entries": entries}, ensure_ascii=False).encode()


def take_in(port, key, body, progress=False):
    """Imports a file; (seconds, the answer)."""
    headers = {"Authorization": f"Bearer {key}"} | ({"Accept": "text/event-stream"} if progress else {})
    wire, started = Wire(port, patience=600), time.perf_counter()
    try:
        status, answer = wire.send(request("POST", "/api/vault/import", headers, body))
    finally:
        wire.close()
    if status != 200:
        raise RuntimeError(f"an import answered {status}: {answer[:200]}")
    return time.perf_counter() - started, answer


class Beside:
    """Somebody who remembers a note every 20 ms while something else goes on."""

    def __init__(self, port, key):
        self.port, self.key, self.over, self.latencies = port, key, threading.Event(), []
        self.thread = threading.Thread(target=self.work)

    def work(self):
        wire, generator, number = Wire(self.port), random.Random("beside"), 0
        while not self.over.is_set():
            message = request("POST", "/api/vault/remember", {"Authorization": f"Bearer {self.key}"}, note(generator, number))
            before = time.perf_counter()
            status, _ = wire.send(message)
            self.latencies.append(time.perf_counter() - before if status == 200 else float("inf"))
            number += 1
            self.over.wait(0.02)
        wire.close()

    def p95(self):
        return sorted(self.latencies)[int(len(self.latencies) * 0.95)] * 1000

    def longest(self):
        return max(self.latencies) * 1000

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


#: Pages of a large vault.
PAGES = [
    ("list", "/api/vault/list"), ("list, a tag", "/api/vault/list?tag=tag-7"), ("list, two tags", "/api/vault/list?tag=tag-7&tag=tag-8"),
    ("list, offset 10,000", "/api/vault/list?offset=10000"), ("search, rare word", "/api/vault/list?q=word77"),
    ("search, common word", "/api/vault/list?q=dentist"), ("tags", "/api/vault/tags"),
]


def p95(port, key, path, rounds=60):
    """The 95th percentile of a page in milliseconds, over one connection."""
    wire, took = Wire(port), []
    message = request("GET", path, {"Authorization": f"Bearer {key}"})
    try:
        for number in range(rounds + 5):
            before = time.perf_counter()
            status, answer = wire.send(message)
            if number >= 5:
                took.append(time.perf_counter() - before)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}: {answer[:200]}")
    finally:
        wire.close()
    return sorted(took)[int(len(took) * 0.95)] * 1000
