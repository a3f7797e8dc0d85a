#!/usr/bin/env python3
"""Receives deliveries of a running server and checks them with the public Standard Webhooks library, as a customer would.

The server is told to allow 127.0.0.1, where the receiver is.
"""
import hashlib
import hmac
import http.server
import json
import pathlib
import queue
import sys
import tempfile
import threading

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent.parent / folder) for folder in ("Support", "Contract")]

from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # noqa: E402

from mien_process import API, MienServer, Organization, call, find_binary  # noqa: E402
from tally import Tally  # noqa: E402

STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PLAIN_SECRET = "not base64, and no prefix"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what comes; /broken answers 500 the first time."""
    came = queue.Queue()
    broken = threading.Event()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fails = self.path == "/broken" and not self.broken.is_set()
        if fails:
            self.broken.set()
        self.came.put((self.path, dict(self.headers.items()), body))
        self.send_response(500 if fails else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


def refused(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
        return False
    except WebhookVerificationError:
        return True


def lower(headers):
    return {name.lower(): value for name, value in headers.items()}


def check_standard(tally, secret, headers, body):
    """The six usual cases of a verifier: right, one of several right, changed body, wrong secret, old time, missing header."""
    headers = lower(headers)
    try:
        message = Webhook(secret).verify(body, headers)
        tally.check("the public library accepts a delivery", message["type"] == "webhook.test", message)
    except WebhookVerificationError as error:
        tally.check("the public library accepts a delivery", False, error)
    several = {**headers, "webhook-signature": "v1,AAAA " + headers["webhook-signature"]}
    tally.check("it accepts one right signature among several", not refused(secret, body, several))
    tally.check("it refuses a changed body", refused(secret, body + b" ", headers))
    tally.check("it refuses another secret", refused("whsec_AAAA" + secret[10:], body, headers))
    tally.check("it refuses an old time", refused(secret, body, {**headers, "webhook-timestamp": "1600000000"}))
    tally.check("it refuses a delivery without its id", refused(secret, body, {k: v for k, v in headers.items() if k != "webhook-id"}))


def main():
    tally = Tally()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{receiver.server_port}"
    arguments = ["--allow-private-targets", "127.0.0.0/8", "--allow-http-targets"]
    with tempfile.TemporaryDirectory() as folder, MienServer(find_binary(), folder, arguments=arguments) as server:
        acme = Organization(server.port, "Acme")

        def make(path, secret):
            body = {"url": address + path, "events": ["session.completed"], "secret": secret}
            status, answer = call(server.port, "POST", f"{API}/webhooks", body, acme.as_server)
            tally.check(f"a webhook to {path} is registered", status == 201, answer)
            return answer["webhook_id"]

        def send_test(webhook):
            status, answer = call(server.port, "POST", f"{API}/webhooks/{webhook}/test", headers=acme.as_server)
            tally.check("a test event is queued", status == 200, answer)
            return answer

        send_test(make("/standard", STANDARD_SECRET))
        _, headers, body = Receiver.came.get(timeout=20)
        check_standard(tally, STANDARD_SECRET, headers, body)

        send_test(make("/plain", PLAIN_SECRET))
        _, headers, body = Receiver.came.get(timeout=20)
        expected = "sha256=" + hmac.new(PLAIN_SECRET.encode(), body, hashlib.sha256).hexdigest()
        tally.check("X-Stradum-Signature is the HMAC of the raw body", lower(headers)["x-stradum-signature"] == expected, headers)
        tally.check("the public library accepts a secret that is plain text", not refused(PLAIN_SECRET.encode(), body, lower(headers)))

        send_test(make("/unsigned", None))
        _, headers, body = Receiver.came.get(timeout=20)
        signed = {"webhook-signature", "x-stradum-signature"} & set(lower(headers))
        tally.check("without a secret nothing is signed", not signed, signed)

        queued = send_test(make("/broken", STANDARD_SECRET))
        (_, first, first_body), (_, second, second_body) = Receiver.came.get(timeout=20), Receiver.came.get(timeout=30)
        first, second = lower(first), lower(second)
        tally.check("a retry has the same id", first["webhook-id"] == second["webhook-id"] == queued["event_id"], (first, second))
        tally.check("a retry has the same body", first_body == second_body)
        tally.check("a retry is signed for its own time", int(second["webhook-timestamp"]) > int(first["webhook-timestamp"]))
        tally.check("the public library accepts a retry", not refused(STANDARD_SECRET, second_body, second))
        tally.check("the body is JSON with the event's id", json.loads(first_body)["id"] == queued["event_id"])
    receiver.shutdown()
    tally.close()


if __name__ == "__main__":
    main()
