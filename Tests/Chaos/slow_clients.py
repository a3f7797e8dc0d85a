#!/usr/bin/env python3
"""Many slow clients at once: the server goes on answering the others, and slow ones are cut off.

    Tests/Chaos/slow_clients.py [--binary PATH] [--bars]

500 bodies that come one byte at a time and 2,000 idle connections against a server that may have 1,024 descriptors; then 380 idle
connections against one that may have 150. On loopback only, for less than a minute. With --bars the times are judged too, which takes a release
build on a machine that does nothing else; without, they are printed.
"""
import argparse
import pathlib
import resource
import selectors
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from load import Check  # noqa: E402
from mien_process import API, MienServer, Organization, call, find_binary  # noqa: E402

DRIBBLERS, IDLE, DESCRIPTORS = 500, 2_000, 1_024
READY_SECONDS = 0.1
# Ordinary requests, p99 beside slow clients: at most so many times what it is without them, or this many seconds on a machine that is busy itself.
SLOWER, FLOOR_SECONDS = 2.0, 0.02
# How long a body may stand still (20 s) and how often it is looked at, with room for a busy machine.
CUT_SECONDS = 28


class LimitedServer(MienServer):
    """A server that can have so many descriptors, soft and hard."""

    def __init__(self, descriptors, *arguments, **others):
        super().__init__(*arguments, **others)
        self.command = ["prlimit", f"--nofile={descriptors}:{descriptors}", *self.command]


def connect(port):
    connection = socket.socket()
    connection.settimeout(5)
    connection.connect(("127.0.0.1", port))
    return connection


class Timer(threading.Thread):
    """Asks one address over and over on fresh connections and keeps what each answer took."""

    def __init__(self, port, path, headers=None, pause=0.02):
        super().__init__(daemon=True)
        self.port, self.path, self.headers, self.pause = port, path, headers or {}, pause
        self.seconds, self.failures, self.ended = [], [], threading.Event()

    def run(self):
        while not self.ended.wait(self.pause):
            began = time.perf_counter()
            try:
                status, _ = call(self.port, "GET", self.path, headers=self.headers, patience=5)
                if status != 200:
                    self.failures.append(str(status))
            except OSError as error:
                self.failures.append(repr(error))
            self.seconds.append(time.perf_counter() - began)

    def stop(self):
        self.ended.set()
        self.join()
        return self

    def percentile(self, share):
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")


def timed(port, organization, seconds, during=lambda: None):
    """Asks for readiness and for an ordinary answer for so long, while `during` goes on."""
    ready = Timer(port, "/ready")
    ordinary = Timer(port, f"{API}/sessions", organization.as_server)
    ready.start(), ordinary.start()
    ended = time.monotonic() + seconds
    during()
    time.sleep(max(0, ended - time.monotonic()))
    return ready.stop(), ordinary.stop()


def begin_body(port):
    connection = connect(port)
    connection.sendall(
        f"POST {API}/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n".encode() + b"{")
    connection.setblocking(False)
    return connection


def cut_off(connections, seconds):
    """Sends each a byte every second, and tells when each was answered or closed."""
    waiting, gone, began = dict.fromkeys(connections), {}, time.monotonic()
    watch = selectors.DefaultSelector()
    for connection in connections:
        watch.register(connection, selectors.EVENT_READ)
    while waiting and time.monotonic() - began < seconds:
        for connection in list(waiting):
            try:
                connection.send(b" ")
            except BlockingIOError:
                pass
            except OSError:
                gone[connection] = time.monotonic() - began
                del waiting[connection]
                watch.unregister(connection)
        next_second = time.monotonic() + 1
        while (left := next_second - time.monotonic()) > 0:
            for key, _ in watch.select(left):
                gone[key.fileobj] = time.monotonic() - began
                waiting.pop(key.fileobj, None)
                watch.unregister(key.fileobj)
            if not waiting:
                break
    watch.close()
    return gone


def many(check, binary, folder, bars):
    with LimitedServer(DESCRIPTORS, binary, folder / "many") as server:
        organization = Organization(server.port)
        _, before = timed(server.port, organization, 3)
        connections, gone = [], {}

        def flood():
            connections.extend(begin_body(server.port) for _ in range(DRIBBLERS))
            idle = []
            try:
                while len(idle) < IDLE:
                    idle.append(connect(server.port))
            except OSError as error:
                check.that(False, "new connections are taken", f"after {len(idle)} idle ones: {error!r}")
            gone.update(cut_off(connections, CUT_SECONDS))
            connections.extend(idle)

        ready, ordinary = timed(server.port, organization, 1, flood)
        check.that(not ready.failures, "/ready is answered throughout", str(ready.failures[:3]))
        if bars:
            slowest = max(ready.seconds)
            check.that(slowest < READY_SECONDS, f"/ready answers within {READY_SECONDS * 1000:.0f} ms", f"{slowest * 1000:.0f} ms")
        check.that(not ordinary.failures, "ordinary requests are answered throughout", str(ordinary.failures[:3]))
        with_others, alone = ordinary.percentile(0.99), before.percentile(0.99)
        if bars:
            check.that(
                with_others <= max(SLOWER * alone, FLOOR_SECONDS), f"ordinary requests take at most {SLOWER:.0f} times as long (p99)",
                f"{alone * 1000:.1f} ms, then {with_others * 1000:.1f} ms")
        check.that(len(gone) == DRIBBLERS, "every body that trickles in is given up", f"{len(gone)} of {DRIBBLERS}")
        print(f"  /ready at most {max(ready.seconds) * 1000:.1f} ms; ordinary p99 {alone * 1000:.1f} ms alone, {with_others * 1000:.1f} ms beside")
        print(f"  bodies given up after {min(gone.values(), default=0):.0f} to {max(gone.values(), default=0):.0f} s")
        check.that(server.process.poll() is None, "the server lives")
        for connection in connections:
            connection.close()


def few_descriptors(check, binary, folder, bars):
    with LimitedServer(150, binary, folder / "few") as server:
        idle = [connect(server.port) for _ in range(380)]
        ready = Timer(server.port, "/ready")
        ready.start()
        time.sleep(3)
        ready.stop()
        check.that(not ready.failures, "/ready is answered beside 380 idle connections with 150 descriptors", str(ready.failures[:3]))
        print(f"  /ready at most {max(ready.seconds) * 1000:.1f} ms beside them")
        if bars:
            check.that(max(ready.seconds) < READY_SECONDS, "at once", f"{max(ready.seconds) * 1000:.0f} ms")
        for connection in idle:
            connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary")
    parser.add_argument("--bars", action="store_true", help="judge the times")
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < DRIBBLERS + IDLE + 100:
        print("this machine lets a process have too few descriptors\n0 passed, 0 failed, 1 skipped")
        return 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, DRIBBLERS + IDLE + 100), hard))
    binary, check = find_binary(options.binary), Check()
    with tempfile.TemporaryDirectory() as folder:
        many(check, binary, pathlib.Path(folder), options.bars)
        few_descriptors(check, binary, pathlib.Path(folder), options.bars)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
