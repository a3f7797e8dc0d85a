"""How long lists take: the first 20 pages of every list and documented filter, as the owner of an organization sees them."""
import json
import time
import urllib.parse

from mien_process import API
from wire import Wire, request

PAGES = 20


def documented_lists(ask):
    """(name, path without page) of every list and filter, with values that the data really hold."""
    sessions = ask(f"{API}/sessions?page_size=200")["sessions"]
    analyzed = ask(f"{API}/sessions?status=analyzed&page_size=50")["sessions"]
    identity = next((session["identity_id"] for session in sessions if session["identity_id"]), "id_none")
    account = next((session["account_id"] for session in sessions if session["account_id"]), "acct_none")
    metadata = next((session["metadata"] for session in sessions if session["metadata"]), {"candidate_id": "none"})
    key, value = next(iter(metadata.items()))
    known = {name: urllib.parse.quote(str(text)) for name, text in
             {"identity": identity, "account": account, "key": key, "value": value}.items()}
    filters = {
        "sessions": "",
        "sessions by identity": f"identity_id={known['identity']}",
        "sessions by account": f"account_id={known['account']}",
        **{f"sessions {status}": f"status={status}" for status in ("active", "completed", "analyzed", "abandoned", "expired", "rejected")},
        **{f"sessions of {status}": f"match_status={status}" for status in ("match", "review", "mismatch")},
        "sessions with a metadata key": f"metadata_key={known['key']}",
        "sessions by metadata": f"metadata_key={known['key']}&metadata_value={known['value']}",
        "sessions by category": "category=typing",
        "sessions by severity": "category_severity=moderate",
        "sessions by category and severity": "category=typing&category_severity=none",
        "sessions by account and status": f"account_id={known['account']}&status=analyzed",
    }
    lists = [(name, f"{API}/sessions?{text}") for name, text in filters.items()]
    lists += [
        ("identities", f"{API}/identities?"), ("identities by account", f"{API}/identities?account_id={known['account']}"),
        ("accounts", f"{API}/accounts?"),
        ("alerts", f"{API}/dashboard/alerts?"), ("alerts by account", f"{API}/dashboard/alerts?account_id={known['account']}"),
    ]
    single = [("overview", f"{API}/dashboard/overview"), ("identity profile", f"{API}/dashboard/identity/{known['identity']}/profile")]
    if analyzed:
        session = urllib.parse.quote(analyzed[0]["session_id"])
        single += [("score", f"{API}/analysis/session/{session}/score"), ("session", f"{API}/sessions/{session}")]
    return lists, single


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def measure(server, organization, rounds=3):
    """{name: p95 in milliseconds}, each list over its first 20 pages `rounds` times, single answers 20 times as often."""
    wire = Wire(server.port)

    def ask(path, timings=None):
        before = time.perf_counter()
        status, body = wire.send(request("GET", path, organization.as_member))
        if timings is not None:
            timings.append((time.perf_counter() - before) * 1000)
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}: {body[:200]}")
        return json.loads(body)

    lists, single = documented_lists(ask)
    answers = {}
    for name, path in lists:
        timings = []
        ask(f"{path}&page=1")
        for _ in range(rounds):
            for page in range(1, PAGES + 1):
                ask(f"{path}&page={page}", timings)
        answers[name] = percentile(timings, 0.95)
    for name, path in single:
        timings = []
        ask(path)
        for _ in range(rounds * PAGES):
            ask(path, timings)
        answers[name] = percentile(timings, 0.95)
    wire.close()
    return answers
