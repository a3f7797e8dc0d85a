"""Remembers notes over keep-alive connections and says what they cost the server. Bounded in count, loopback only."""
import json
import random
import selectors
import socket
import threading
import time

from mien_process import call
from wire import Wire, request

#: Callers at the same time, spread over several people, because one person may ask for twenty things at once.
CONNECTIONS, PEOPLE = 64, 4
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


class Lane:
    """One connection and the notes that it has still to send."""

    def __init__(self, port, requests):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.received, self.sent_at = iter(requests), b"", 0.0

    def next(self):
        """Sends the next request; false when there is none."""
        message = next(self.requests, None)
        if message is None:
            self.socket.close()
            return False
        self.received, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(message)
        return True

    def answer(self):
        """What has come since; the status once the answer is whole, else nil."""
        part = self.socket.recv(65536)
        if not part:
            raise OSError("the server closed the connection")
        self.received += part
        head, mark, body = self.received.partition(b"\r\n\r\n")
        if not mark:
            return None
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if len(body) < length:
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise OSError(f"remember answered {self.received[:300]}")
        return 200


def send(port, keys, count, seed, connections=CONNECTIONS):
    """Remembers `count` notes; the latencies in seconds. One thread serves all connections, so that the server, not the client, is the slower."""
    generator = random.Random(seed)
    requests = [
        request(
            "POST", "/api/vault/remember", {"Authorization": f"Bearer {keys[number % connections % len(keys)]}"},
            note(generator, f"{seed}-{number}"))
        for number in range(count)
    ]
    latencies = []
    with selectors.DefaultSelector() as waiting:
        for number in range(connections):
            lane = Lane(port, requests[number::connections])
            if lane.next():
                waiting.register(lane.socket, selectors.EVENT_READ, lane)
        while waiting.get_map():
            for ready, _ in waiting.select():
                lane = ready.data
                if lane.answer():
                    latencies.append(time.perf_counter() - lane.sent_at)
                    waiting.unregister(lane.socket)
                    if lane.next():
                        waiting.register(lane.socket, selectors.EVENT_READ, lane)
    return latencies


def measure(server, keys, count, warm_up=400):
    """The costs of `count` notes at a server that has taken others before; what it does afterwards in the background counts too."""
    send(server.port, keys, warm_up, "warm")
    before, started = server.cpu(), time.perf_counter()
    latencies = send(server.port, keys, count, "bench")
    wall = time.perf_counter() - started
    status, answer = call(server.port, "GET", "/api/vault/list?q=dentist", headers={"Authorization": f"Bearer {keys[0]}"})
    if status != 200 or answer["total"] < min(count // len(keys) // 4, 1_000):
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
