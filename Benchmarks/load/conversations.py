"""Which lists of conversations are measured: the first 20 pages of each with its filters, and pages of a short and of a very long thread."""
import urllib.parse

BASE = "/api/conversations"
# Few enough that a small set has threads on all pages too.
LIMIT = 15


def documented_paths(viewer):
    """{name: path} with values that the data really hold; `{page}` stands in those that have pages."""
    threads = viewer.ask(f"{BASE}?limit=200&include_archived=1&offset=0")[0]["threads"]
    short = next(thread for thread in threads if thread["message_count"] == 20)
    # The oldest thread has a tenth of all messages; it is the only one that was not begun with 20.
    long = longest(viewer)
    word = urllib.parse.quote(short["title"].split()[0])
    filters = {
        "conversations": "", "conversations, archived too": "include_archived=1", "conversations, pinned": "only_pinned=1",
        "conversations, unread": "only_unread=1", "conversations, starred": "only_starred=1", "conversations of a channel": "channel=email",
        "conversations of three channels": "channel=email&channel=api&channel=web", "conversations, unread of a channel": "only_unread=1&channel=web",
        "conversations since 2020": "since=2020-01-01", f"conversations by a word of the title": f"q={word}",
        "conversations by one letter": "q=b", "conversations by two words": f"q={word}%20b",
    }
    paths = {name: f"{BASE}?{text}&limit={LIMIT}&offset={{page:{LIMIT}}}".replace("?&", "?") for name, text in filters.items()}
    paths |= {
        "short thread": f"{BASE}/thread/{short['thread_id']}",
        "very long thread, its end": f"{BASE}/thread/{long['thread_id']}",
        "very long thread, its middle": f"{BASE}/thread/{long['thread_id']}?before={middle(viewer, long)}",
    }
    return paths


def longest(viewer):
    """The thread with the most messages: made first, so it is the last of its list."""
    total = viewer.ask(f"{BASE}?channel=web&include_archived=1&limit=1")[0]["total"]
    offset = max(0, min(100_000, total) - 200)
    threads = viewer.ask(f"{BASE}?channel=web&include_archived=1&limit=200&offset={offset}")[0]["threads"]
    return max(threads, key=lambda thread: thread["message_count"])


def middle(viewer, thread):
    """A message some pages before the end of a thread."""
    before = ""
    for _ in range(3):
        messages = viewer.ask(f"{BASE}/thread/{thread['thread_id']}?limit=50{before}")[0]["messages"]
        before = f"&before={messages[0]['message_id']}"
    return messages[0]["message_id"]
