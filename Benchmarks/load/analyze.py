"""What reading a reply costs: server CPU beside the encoder's own, many calls at once, and small ones beside a large text."""
import json
import random
import threading
import time

from wire import Wire, request

PATH = "/api/v2/psa/analyze"
# Words of one token each, as the encoder's own benchmark uses them.
WORDS = (
    "the model said that people often want a clear answer about their own plans because time is short and nobody really knows what will "
    "happen next year in this small town near old river where children play every day with friends after school while parents work late").split()


class Replies:
    """Replies of sentences of 20 tokens: 17 words, a full stop, and the two marks the encoder adds."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)

    def text(self, sentences):
        return " ".join(" ".join(self.random.choice(WORDS) for _ in range(17)).capitalize() + "." for _ in range(sentences))


class Caller:
    def __init__(self, port, key):
        self.wire, self.headers = Wire(port), {"Authorization": f"Bearer {key}"}

    def analyze(self, body):
        status, text = self.wire.send(request("POST", PATH, self.headers, json.dumps(body).encode()))
        if status != 200:
            raise RuntimeError(f"{PATH} answered {status}: {text[:300]}")
        return json.loads(text)


def one_after_the_other(server, key, texts, session):
    """Server CPU seconds of one call, and the calls' seconds."""
    caller, seconds = Caller(server.port, key), []
    before = server.cpu()
    for number, text in enumerate(texts):
        started = time.perf_counter()
        caller.analyze({"response_text": text, "session_name": f"{session}-{number % 8}"})
        seconds.append(time.perf_counter() - started)
    return (server.cpu() - before) / len(texts), seconds


def at_once(server, key, texts, session, callers=32):
    """Server CPU seconds of one call when this many callers wait at a time."""
    failures = []

    def work(mine, number):
        try:
            caller = Caller(server.port, key)
            for text in mine:
                caller.analyze({"response_text": text, "session_name": f"{session}-{number}"})
        except Exception as error:
            failures.append(error)

    before = server.cpu()
    threads = [threading.Thread(target=work, args=(texts[number::callers], number)) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return (server.cpu() - before) / len(texts)


def beside_a_large_text(server, key, replies, calls):
    """The calls' seconds while texts of 100,000 characters are read without a pause."""
    done, large = threading.Event(), replies.text(1100)[:100_000]

    def work():
        caller = Caller(server.port, key)
        while not done.is_set():
            caller.analyze({"response_text": large, "dry_run": True})

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.5)
    try:
        return one_after_the_other(server, key, [replies.text(5) for _ in range(calls)], "beside")[1]
    finally:
        done.set()
        thread.join()


def percentile(seconds, share):
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]
