#!/usr/bin/env python3
"""Drives the SDK and the pages in a real headless browser.

    Tests/Browser/run.py                          the SDK alone, against a recording server
    Tests/Browser/run.py --binary PATH            the pages too, against `PATH serve --demo` on a fresh data folder, with a scripted model
    Tests/Browser/run.py --url http://…           the pages of a server that runs already (its people on /try are cleared)
    --shots DIR keeps screenshots, --only TEXT runs the tests whose sentence holds the text.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
try:
    import browser
except ImportError:
    sys.exit("The browser tests need selenium: run scripts/setup, then use .venv/bin/python.")
from checks import Skip
from example_tests import example
from inbox_page_tests import inbox
from login_page_tests import login
from page_tests import pages
from posture_page_tests import posture
from recording_api import serve
from sdk_behavior_tests import behavior
from sdk_privacy_tests import privacy
from sdk_promise_tests import promise
from sdk_session import Page
from settings_page_tests import settings
from try_page_tests import tryout
from vault_page_tests import vault


class Server:
    """The program under test, on a port of its own choice and a data folder that goes when it goes."""

    def __init__(self, binary, *arguments):
        self.folder = tempfile.TemporaryDirectory(prefix="mien-browser-")
        self.process = subprocess.Popen([binary, "serve", "--port", "0", "--data-dir", self.folder.name, *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        self.url = None
        ready = threading.Event()

        def read():
            for line in self.process.stdout:
                self.lines.append(line)
                if self.url is None and "listening on http" in line:
                    self.url = "http" + line.split("listening on http", 1)[1].split()[0].rstrip("/.")
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        ready.wait(60)
        if self.url is None:
            self.stop()
            sys.exit("the server did not say where it listens:\n" + "".join(self.lines[-20:]))

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.folder.cleanup()


class Site:
    """A server's pages in a browser."""

    def __init__(self, driver, url, shots, binary=None):
        self.driver, self.url, self.shots, self.binary = driver, url, shots, binary
        self.person = None
        self.servers = []

    def bare(self, *arguments):
        """The pages of a second server with nobody in it; without arguments it has no model."""
        if not self.binary:
            raise Skip("needs --binary")
        self.servers.append(Server(self.binary, *arguments))
        return Site(self.driver, self.servers[-1].url, self.shots)

    def stop(self):
        for server in self.servers:
            server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary")
    parser.add_argument("--url")
    parser.add_argument("--shots")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if given.shots:
        os.makedirs(given.shots, exist_ok=True)
    # Replies come from a script, so that they are known beforehand, some slowly, some with faults.
    script = pathlib.Path(__file__).resolve().parent / "pages" / "model-script.json"
    server = Server(given.binary, "--demo", "--model-provider", "scripted", "--model-script", str(script)) if given.binary else None
    url = server.url if server else (given.url or "").rstrip("/")
    totals = [0, 0, 0]
    recording, address = serve()
    driver = browser.start()
    site = Site(driver, url, given.shots, given.binary)
    try:
        for suite in (privacy, promise, behavior):
            add(totals, suite.run(Page(driver, recording, address), given.only))
        for suite in (pages, tryout, posture, example, login, settings, inbox, vault):
            if url:
                add(totals, suite.run(site, given.only))
            else:
                print(f"skip  {len(suite.tests)} tests of the pages (neither --binary nor --url was given)")
                totals[2] += len(suite.tests)
    finally:
        driver.quit()
        site.stop()
        if server:
            server.stop()
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    sys.exit(1 if totals[1] or not totals[0] else 0)


def add(totals, result):
    for index, count in enumerate(result):
        totals[index] += count


if __name__ == "__main__":
    main()
