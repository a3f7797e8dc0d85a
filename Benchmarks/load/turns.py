"""Which lists of posture analysis are measured: the first 20 pages of each, its filters and orders, the figures, and one session's details."""
import urllib.parse

V1, V2, SIGTRACK = "/v1", "/api/v2/psa", "/api/v2/sigtrack"
SORTS = ("name", "max_alert", "n_turns")
LEVELS = ("GREEN", "RED", "CRITICAL", "ORANGE,RED")
# In one name of twelve, in every name, and in a few.
SEARCHES = ("garden", "case", "case 77")


def documented_paths(viewer):
    """{name: path} with values that the data really hold; `{page}` stands in those that have pages."""
    session = urllib.parse.quote(viewer.ask(f"{V2}/sessions")[0]["sessions"][0]["id"])
    incident = urllib.parse.quote(viewer.ask(f"{SIGTRACK}/incidents")[0]["incidents"][0]["id"])
    page = "page={page}"
    return {
        "posture sessions": f"{V1}/sessions?{page}",
        **{f"posture sessions by {sort}": f"{V1}/sessions?sort={sort}&{page}" for sort in SORTS},
        "posture sessions, oldest first": f"{V1}/sessions?order=asc&{page}",
        **{f"posture sessions of {level}": f"{V1}/sessions?alert={level}&{page}" for level in LEVELS},
        **{f"search for '{words}'": f"{V1}/sessions?search={urllib.parse.quote(words)}&{page}" for words in SEARCHES},
        "search with a level": f"{V1}/sessions?search=garden&alert=GREEN&{page}",
        "posture sessions, v2": f"{V2}/sessions?{page}",
        "posture sessions from orange on, v2": f"{V2}/sessions?min_alert=orange&{page}",
        "incidents": f"{SIGTRACK}/incidents?{page}",
        "incident": f"{SIGTRACK}/incidents/{incident}",
        "stats": f"{V2}/stats",
        "session with its turns": f"{V2}/session/{session}",
        "session with its turns, v1": f"{V1}/sessions/{session}",
        "regime": f"{V2}/session/{session}/regime",
        "summary": f"{V2}/session/{session}/summary",
        "explanation": f"{V2}/turns/{session}/1/explain",
    }
