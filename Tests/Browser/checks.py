"""What a test is here: a sentence and a function that raises when the sentence is not true."""
import time
import traceback


class Skip(Exception):
    """Raised by a test that cannot run here; the text says why."""


class Checks:
    def __init__(self):
        self.tests = []

    def __call__(self, sentence):
        def keep(function):
            self.tests.append((sentence, function))
            return function
        return keep

    def run(self, context, only=""):
        """Runs the tests in order: (passed, failed, skipped)."""
        passed = failed = skipped = 0
        for sentence, function in self.tests:
            if only.lower() not in sentence.lower():
                continue
            begun = time.monotonic()
            try:
                function(context)
            except Skip as reason:
                skipped += 1
                print(f"skip  {sentence} ({reason})", flush=True)
            except Exception as error:
                failed += 1
                where = traceback.extract_tb(error.__traceback__)
                own = next((frame for frame in reversed(where) if "Tests/Browser" in frame.filename), where[-1])
                place = f"{own.filename.rsplit('/', 1)[-1]}:{own.lineno}"
                print(f"FAIL  {sentence}\n      {place}: {type(error).__name__}: {str(error)[:800]}", flush=True)
            else:
                passed += 1
                print(f"ok    {sentence} ({time.monotonic() - begun:.1f} s)", flush=True)
        return passed, failed, skipped


def equal(found, expected, what=""):
    assert found == expected, f"{what or 'value'}: expected {expected!r}, found {found!r}"


def true(value, what):
    assert value, what
