"""Memory under long load: a steady, bounded stream of batches, completions and lists, with the resident size read as it goes."""
import threading
import time

from ingest import BATCHES_PER_SESSION
from mien_process import API
from wire import Wire, request

BATCHES_PER_SECOND = 200
CONNECTIONS = 8


def run(server, organization, batches, seconds, first_share=0.2):
    """(resident MB at `first_share` of the time, at the end, the highest in between, batches sent).

    With 600 seconds and a share of 0.2 these are the sizes after 2 and after 10 minutes."""
    stop, failures, sent = threading.Event(), [], [0] * CONNECTIONS

    def work(worker):
        try:
            wire, number = Wire(server.port), 0
            started = time.perf_counter()
            while not stop.is_set():
                session = f"soak-{worker}-{number // BATCHES_PER_SESSION}"
                if number % BATCHES_PER_SESSION == 0:
                    expect(wire, request("POST", f"{API}/sessions", organization.as_page, f'{{"session_id":"{session}"}}'.encode()), 201)
                expect(wire, request("POST", f"{API}/sessions/events", organization.as_page, batches.body(session, number)), 200)
                number += 1
                sent[worker] = number
                if number % BATCHES_PER_SESSION == 0:
                    expect(wire, request("POST", f"{API}/sessions/{session}/complete", organization.as_page, b"{}"), 200)
                    expect(wire, request("GET", f"{API}/sessions?page_size=50", organization.as_member), 200)
                    expect(wire, request("GET", f"{API}/dashboard/overview", organization.as_member), 200)
                ahead = number * CONNECTIONS / BATCHES_PER_SECOND - (time.perf_counter() - started)
                if ahead > 0:
                    stop.wait(ahead)
        except (OSError, RuntimeError) as error:
            failures.append(str(error))

    workers = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    started, first, highest = time.perf_counter(), None, 0.0
    try:
        while (elapsed := time.perf_counter() - started) < seconds:
            highest = max(highest, server.resident_mb())
            if first is None and elapsed >= seconds * first_share:
                first = server.resident_mb()
            if failures:
                break
            time.sleep(min(0.5, seconds / 50))
    finally:
        last = server.resident_mb()
        stop.set()
        for worker in workers:
            worker.join()
    if failures:
        raise RuntimeError(f"the load failed: {failures[0]}")
    return first, last, max(highest, last), sum(sent)


def expect(wire, text, wanted):
    status, answer = wire.send(text)
    if status != wanted:
        raise RuntimeError(f"{text[:80]!r} answered {status}: {answer[:200]}")
