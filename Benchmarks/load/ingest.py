"""Sends event batches over keep-alive connections and says what they cost the server. Bounded in count, loopback only."""
import pathlib
import threading
import time

from bodies import Batches
from mien_process import API, call
from wire import Wire, request

CONNECTIONS = 16
# A session takes 100,000 events; new ones are begun long before, as real forms do.
BATCHES_PER_SESSION = 40


class Costs:
    def __init__(self, events, cpu, wall, latencies):
        self.events, self.cpu, self.wall = events, cpu, wall
        self.latencies = sorted(latencies)

    @property
    def cpu_per_million(self):
        return self.cpu / self.events * 1e6

    def percentile(self, share):
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))] * 1000 if self.latencies else 0.0


def send(port, key, batches, count, connections=CONNECTIONS, seconds=None, name="bench"):
    """Sends `count` batches (or as many as fit into `seconds`); (batches accepted, latencies in seconds)."""
    headers = {"X-Stradum-Key": key}
    lock, latencies, failures = threading.Lock(), [], []
    started = time.perf_counter()

    def work(worker):
        wire, mine = Wire(port), []
        share = count // connections + (1 if worker < count % connections else 0)
        try:
            for number in range(share):
                if seconds and time.perf_counter() - started > seconds:
                    break
                session = f"{name}-{worker}-{number // BATCHES_PER_SESSION}"
                if number % BATCHES_PER_SESSION == 0:
                    status, answer = wire.send(request("POST", f"{API}/sessions", headers, f'{{"session_id":"{session}"}}'.encode()))
                    if status != 201:
                        raise OSError(f"creating a session answered {status}: {answer[:200]}")
                body = batches.body(session, number)
                before = time.perf_counter()
                status, answer = wire.send(request("POST", f"{API}/sessions/events", headers, body))
                mine.append(time.perf_counter() - before)
                if status != 200:
                    raise OSError(f"a batch answered {status}: {answer[:200]}")
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
    return len(latencies), latencies


def measure(server, key, batches, count, connections=CONNECTIONS, warm_up=160):
    """The costs of `count` batches at a server that has taken `warm_up` others before."""
    send(server.port, key, batches, warm_up, connections, name="warm")
    before, started = server.cpu(), time.perf_counter()
    sent, latencies = send(server.port, key, batches, count, connections)
    return Costs(sent * batches.events, server.cpu() - before, time.perf_counter() - started, latencies)


def write_bodies(batches, path):
    """The same bodies as a file, one a line, for the measurement without HTTP."""
    pathlib.Path(path).write_bytes(b"".join(batches.body("bench", number) + b"\n" for number in range(len(batches.texts))))


def check_counts(port, organization, session, batches):
    """The server must have kept what it was paid for: the session's counter, asked for by its owner."""
    status, answer = call(port, "GET", f"{API}/sessions/{session}", headers=organization.as_member)
    if status != 200 or answer["event_count"] != batches.events * BATCHES_PER_SESSION:
        raise RuntimeError(f"session {session} answered {status} with {answer}")
