"""What an analysis costs: people with a baseline, a cohort beside them, and triggers whose CPU is read from the server."""
import json
import time

from bodies import Person
from mien_process import API
from wire import Wire, request

COHORT = 64
COHORT_BASELINE = 3
EVENTS = 400


class Customer:
    """A customer's page and server in one: plays whole sessions over one connection."""

    def __init__(self, server, organization, name):
        self.wire, self.organization, self.name, self.count = Wire(server.port), organization, name, 0

    def ask(self, method, path, headers, body=None, wanted=(200, 201)):
        status, text = self.wire.send(request(method, f"{API}{path}", headers, b"" if body is None else json.dumps(body).encode()))
        if status not in wanted:
            raise RuntimeError(f"{method} {path} answered {status}: {text[:300]}")
        return json.loads(text)

    def identity(self, external):
        return self.ask("POST", f"/identities/resolve?external_id={external}", self.organization.as_server)["identity_id"]

    def session(self, person, seed, identity):
        """One completed and linked session."""
        self.count += 1
        session = f"{self.name}-{self.count}"
        self.ask("POST", "/sessions", self.organization.as_page, {"session_id": session})
        events = person.events(EVENTS, seed, start=time.time() - 300)
        self.ask("POST", "/sessions/events", self.organization.as_page, {"session_id": session, "batch_seq": 0, "events": events})
        self.ask("POST", f"/sessions/{session}/complete", self.organization.as_page, {})
        self.ask("POST", "/identities/link", self.organization.as_server, {"session_id": session, "identity_id": identity})
        return session

    def enrol(self, person, seed, identity):
        """One more session in the identity's baseline; a reviewer confirms it, so that it is learned whatever its score."""
        session = self.session(person, seed, identity)
        self.trigger(session)
        self.ask("POST", f"/analysis/session/{session}/feedback", self.organization.as_server, {"verdict": "right_person"})

    def trigger(self, session):
        return self.ask("POST", "/analysis/trigger", self.organization.as_server, {"session_id": session})


class Trial:
    def __init__(self, cpu_ms, p50_ms, p95_ms, baseline):
        self.cpu_ms, self.p50_ms, self.p95_ms, self.baseline = cpu_ms, p50_ms, p95_ms, baseline


def measure(server, organization, name="trigger", people=20, baseline=10, each=5, cohort=COHORT):
    """CPU and latency of one trigger at a baseline of 10, with a cohort of 64 profiles in the organization."""
    customer = Customer(server, organization, name)
    for number in range(cohort):
        person, identity = Person(10_000 + number), customer.identity(f"{name}-cohort-{number}")
        for sitting in range(COHORT_BASELINE):
            customer.enrol(person, number * 100 + sitting, identity)
    tested, depth = [], 0
    for number in range(people):
        person, identity = Person(20_000 + number), customer.identity(f"{name}-person-{number}")
        for sitting in range(baseline):
            customer.enrol(person, 50_000 + number * 100 + sitting, identity)
        tested += [customer.session(person, 90_000 + number * 100 + sitting, identity) for sitting in range(each)]
    customer.trigger(tested.pop())
    latencies, before = [], server.cpu()
    for session in tested:
        started = time.perf_counter()
        answer = customer.trigger(session)
        latencies.append((time.perf_counter() - started) * 1000)
        depth += answer["context"]["baseline_sessions"]
    cpu = server.cpu() - before
    latencies.sort()
    return Trial(
        cpu / len(tested) * 1000, latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.95)], depth / len(tested))
