"""A page with the SDK on it, as the SDK's tests need it."""
import json
import urllib.parse

import browser


class Page:
    """A form page of the recording server, opened with a configuration of the SDK."""

    def __init__(self, driver, recording, address):
        self.driver, self.recording, self.address = driver, recording, address

    def open(self, page="form.html", host=None, **config):
        self.recording.clear()
        self.driver.get("about:blank")
        browser.console_errors(self.driver)
        self.recording.clear()
        address = self.address.replace("127.0.0.1", host) if host else self.address
        mark = "#" + urllib.parse.quote(json.dumps(config)) if config else ""
        self.driver.get(f"{address}/{page}?email=person@secret.example{mark}")
        return self

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait_js(self, script, *arguments):
        """Runs a script that calls `done(result)`."""
        return self.driver.execute_async_script("const done = arguments[arguments.length - 1];" + script, *arguments)

    def focus(self, selector):
        self.js("document.querySelector(arguments[0]).focus()", selector)

    def type_in(self, selector, text):
        self.focus(selector)
        browser.type_text(self.driver, text)

    def complete(self, **options):
        """Completes and waits until the server has everything."""
        return self.wait_js("Stradum.complete(arguments[0]).sent.then(done)", options)

    def sent_text(self):
        """Every byte that left the page: addresses, headers, bodies; those that were packed, unpacked."""
        parts = []
        for request in self.recording.requests:
            parts += [request["path"], json.dumps(request["headers"]), request["text"]]
        return "\n".join(parts)

    def events(self, *kinds):
        return [event for event in self.recording.events() if not kinds or event["event_type"] in kinds]

    def host_errors(self):
        return self.js("return window.hostErrors || []") + browser.console_errors(self.driver)
