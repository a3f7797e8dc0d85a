"""How long it takes to find a word of a conversation, beside few messages and beside many.

Words are compared twice: such as have the same number of hits in both (a rare one in the large set is a commoner one in the small set), and the same
words, whose hits grow with the messages. A small and a large server are asked in turns, so that whatever else the machine does meets both alike."""
import bisect
import json
import urllib.parse

from pages import Viewer, percentile
from wire import request

#: Hits on one page, as an inbox shows them.
PAGE = 20
#: Requests of each query, after those that fill caches.
ROUNDS, WARM_UP = 60, 5
#: As made-up conversations are made of: see SyntheticConversations.
HEADS, VOWELS, VOCABULARY = "bdfgklmnprstvz", "aeiou", 40_000
COMMON, MEDIUM, RARE = 0, 220, "quetzalcoatl"


def word(rank):
    text = ""
    while True:
        rank, syllable = divmod(rank, len(HEADS) * len(VOWELS))
        text += HEADS[syllable // len(VOWELS)] + VOWELS[syllable % len(VOWELS)]
        if rank == 0:
            return text + "n"


class Searcher(Viewer):
    def search(self, query, options=""):
        """(answer, milliseconds)"""
        return self.ask(f"/api/conversations/search?q={urllib.parse.quote(query)}&limit={PAGE}{options}")

    def total(self, query):
        return self.search(query)[0]["total"]

    def word_with(self, hits):
        """The word that comes nearest to so many hits: words are numbered from the commonest on."""
        rank = bisect.bisect_left(range(VOCABULARY), -hits, key=lambda rank: -self.total(word(rank)))
        near = [word(each) for each in range(max(0, rank - 3), min(VOCABULARY, rank + 3))]
        return min(near, key=lambda text: abs(self.total(text) - hits))


def queries(small, large):
    """[(what, query of the small one, query of the large one, options, whether the bar holds for it)]"""
    rare, medium = large.total(RARE), 1_000
    found = [
        (f"rare word, {rare} hits in both", small.word_with(rare), RARE, "", True),
        (f"medium word, {medium:,} hits in both", small.word_with(medium), large.word_with(medium), "", True),
    ]
    same = [
        ("very common word", word(COMMON), "", True), ("rare word of the same share", RARE, "", False),
        ("medium word of the same share", word(MEDIUM), "", False), ("two very common words", f"{word(COMMON)} {word(1)}", "", False),
        ("either of two very common words", f"{word(COMMON)} OR {word(1)}", "", False),
        ("a very common word without another", f"{word(COMMON)} -{word(1)}", "", False),
        ("phrase of two very common words", f'"{word(COMMON)} {word(1)}"', "", False), ("beginning of one letter", "b*", "", False),
        ("beginning of five letters", word(MEDIUM)[:5] + "*", "", False), ("a word that nobody used", "xylophone", "", False),
        ("very common word in one channel", word(COMMON), "&channel=email", False),
        ("very common word of replies", word(COMMON), "&role=assistant", False),
    ]
    return found + [(what, query, query, options, bar) for what, query, options, bar in same]


def compare(small, large):
    """Yields (what, total small, total large, p95 small, p95 large, whether the bar holds); `small` and `large` are (server, organization)."""
    searchers = [Searcher(*small), Searcher(*large)]
    for what, one, other, options, bar in queries(*searchers):
        times, totals = ([], []), [0, 0]
        for turn in range(WARM_UP + ROUNDS):
            for each, query in enumerate((one, other)):
                answer, elapsed = searchers[each].search(query, options)
                totals[each] = f"{answer['total']:,}{'+' if answer.get('total_capped') else ''}"
                if turn >= WARM_UP:
                    times[each].append(elapsed)
        yield what, *totals, *(percentile(each, 0.95) for each in times), bar
    for searcher in searchers:
        searcher.wire.close()


def found_at_once(server, organization, notes):
    """Remembers notes and looks for each in the next request; how many were found."""
    viewer, found = Viewer(server, organization), 0
    for number in range(notes):
        body = json.dumps({"content": f"remember unheard{number}"}).encode()
        status, answer = viewer.wire.send(request("POST", "/api/vault/remember", viewer.headers, body))
        if status != 200:
            raise RuntimeError(f"POST /api/vault/remember answered {status}: {answer[:200]}")
        found += viewer.ask(f"/api/vault/list?q=unheard{number}")[0]["total"] == 1
    viewer.wire.close()
    return found
