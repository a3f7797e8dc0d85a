"""Counts what held and what did not, and closes with the line that scripts/test reads."""
import sys


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0

    def check(self, name, holds, found=""):
        """Notes one promise; a broken one is printed with what was found instead."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {name}" + (f"\n     {found}" if found else ""), flush=True)
        return holds

    def skip(self, name, why):
        self.skipped += 1
        print(f"skip {name}: {why}", flush=True)

    def close(self):
        print(f"\n{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        sys.exit(1 if self.failed else 0)
