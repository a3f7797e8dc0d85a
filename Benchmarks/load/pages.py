"""How long lists take: the first 20 pages of every list and documented filter, as the owner of an organization sees them.

A small and a large organization are asked in turns, so that whatever else the machine does meets both alike; the time of a page is the
median of its rounds."""
import json
import re
import statistics
import time
import urllib.parse

from mien_process import API
from wire import Wire, request

PAGES = 20


class Viewer:
    """The owner of one organization, looking at lists over one connection."""

    def __init__(self, server, organization):
        self.wire, self.headers = Wire(server.port), organization.as_member

    def ask(self, path):
        """(answer, milliseconds)"""
        text = request("GET", path, self.headers)
        before = time.perf_counter()
        status, body = self.wire.send(text)
        elapsed = (time.perf_counter() - before) * 1000
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}: {body[:200]}")
        return json.loads(body), elapsed


def documented_paths(viewer):
    """{name: path} of every list and filter, with values that the data really hold; `{page}` stands in those that have pages."""
    sessions = viewer.ask(f"{API}/sessions?page_size=200")[0]["sessions"]
    analyzed = viewer.ask(f"{API}/sessions?status=analyzed&page_size=50")[0]["sessions"]
    identity = urllib.parse.quote(next((session["identity_id"] for session in sessions if session["identity_id"]), "id_none"))
    account = urllib.parse.quote(next((session["account_id"] for session in sessions if session["account_id"]), "acct_none"))
    metadata = next((session["metadata"] for session in sessions if session["metadata"]), {"candidate_id": "none"})
    key, value = (urllib.parse.quote(str(text)) for text in next(iter(metadata.items())))
    filters = {
        "sessions": "",
        "sessions by identity": f"identity_id={identity}",
        "sessions by account": f"account_id={account}",
        **{f"sessions {status}": f"status={status}" for status in ("active", "completed", "analyzed", "abandoned", "expired", "rejected")},
        **{f"sessions of {status}": f"match_status={status}" for status in ("match", "review", "mismatch")},
        "sessions with a metadata key": f"metadata_key={key}",
        "sessions by metadata": f"metadata_key={key}&metadata_value={value}",
        "sessions by category": "category=typing",
        "sessions by severity": "category_severity=moderate",
        "sessions by category and severity": "category=typing&category_severity=none",
        "sessions by account and status": f"account_id={account}&status=analyzed",
    }
    paths = {name: f"{API}/sessions?{text}&page={{page}}".replace("?&", "?") for name, text in filters.items()}
    paths |= {
        "identities": f"{API}/identities?page={{page}}",
        "identities by account": f"{API}/identities?account_id={account}&page={{page}}",
        "accounts": f"{API}/accounts?page={{page}}",
        "alerts": f"{API}/dashboard/alerts?page={{page}}",
        "alerts by account": f"{API}/dashboard/alerts?account_id={account}&page={{page}}",
        "overview": f"{API}/dashboard/overview",
        "identity profile": f"{API}/dashboard/identity/{identity}/profile",
    }
    if analyzed:
        session = urllib.parse.quote(analyzed[0]["session_id"])
        paths |= {"score": f"{API}/analysis/session/{session}/score", "session": f"{API}/sessions/{session}"}
    return paths


def placed(path, page):
    """The path of a page: its number for `{page}`, how many items stand before it for `{page:15}` (of 15 items each)."""
    path = path.replace("{page}", str(page))
    return re.sub(r"\{page:(\d+)\}", lambda size: str((page - 1) * int(size[1])), path)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def compare(small, large, paths_of=documented_paths, rounds=5):
    """{name: (p95 over the pages small, large)} in milliseconds; `small` and `large` are (server, organization)."""
    viewers = [Viewer(*small), Viewer(*large)]
    paths = [paths_of(viewer) for viewer in viewers]
    answers = {}
    for name in paths[0]:
        timings = [{}, {}]
        # The first round opens files and fills caches; it is not counted.
        for turn in range(rounds + 1):
            for page in range(1, PAGES + 1):
                for each, viewer in enumerate(viewers):
                    _, elapsed = viewer.ask(placed(paths[each][name], page))
                    if turn:
                        timings[each].setdefault(page, []).append(elapsed)
        answers[name] = tuple(percentile([statistics.median(rounds) for rounds in each.values()], 0.95) for each in timings)
    for viewer in viewers:
        viewer.wire.close()
    return answers
