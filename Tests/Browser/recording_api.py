"""The routes that the SDK calls, played by a small server that keeps every byte it gets and refuses on command."""
import gzip
import json
import pathlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = pathlib.Path(__file__).resolve().parent / "pages"


class Recording:
    """What came in, in order, and what shall be answered next."""

    def __init__(self):
        self.lock = threading.Lock()
        self.requests = []      # {path, headers, raw, text, body, status}
        self.refusals = []      # [(path part, status, headers)] each used once
        self.is_down = False

    def clear(self):
        with self.lock:
            self.requests.clear()
            self.refusals.clear()
            self.is_down = False

    def answer_for(self, path):
        with self.lock:
            if self.is_down:
                return 503, {}
            for refusal in self.refusals:
                if refusal[0] in path:
                    self.refusals.remove(refusal)
                    return refusal[1], refusal[2]
        return (201 if path.endswith("/sessions") else 200), {}

    def accepted(self, part):
        with self.lock:
            return [request for request in self.requests if part in request["path"] and request["status"] < 300]

    def events(self):
        """Every event that was accepted, each batch counted once."""
        seen, events = set(), []
        for request in self.accepted("/sessions/events"):
            mark = (request["body"]["session_id"], request["body"].get("batch_seq"))
            if mark not in seen:
                seen.add(mark)
                events += request["body"]["events"]
        return events


def serve():
    """Starts the server on a free port: (recording, address)."""
    recording = Recording()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def reply(self, status, body=b"", kind="application/json", headers=None):
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_OPTIONS(self):
            self.reply(204, headers={"Access-Control-Allow-Methods": "POST", "Access-Control-Max-Age": "600",
                                     "Access-Control-Allow-Headers": "content-type, content-encoding, x-stradum-key"})

        def do_GET(self):
            path = self.path.split("?")[0]
            if path == "/sdk/v1/stradum.min.js":
                return self.reply(200, (ROOT / "sdk/stradum.min.js").read_bytes(), "text/javascript; charset=utf-8")
            page = PAGES / path.lstrip("/")
            if page.is_file():
                return self.reply(200, page.read_bytes(), "text/html; charset=utf-8")
            self.reply(404 if path != "/favicon.ico" else 204)

        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            plain = gzip.decompress(raw) if self.headers.get("Content-Encoding") == "gzip" else raw
            status, headers = recording.answer_for(self.path)
            entry = {"path": self.path, "headers": dict(self.headers), "raw": raw, "text": plain.decode(),
                     "body": json.loads(plain), "status": status}
            with recording.lock:
                recording.requests.append(entry)
            body = entry["body"]
            answer = {"session_id": body.get("session_id", "")}
            if "events" in body:
                answer.update(accepted=len(body["events"]), rejected=0, total_event_count=len(body["events"]))
            self.reply(status, json.dumps(answer).encode(), headers=headers)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass  # a page that was left breaks its connections

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return recording, f"http://127.0.0.1:{server.server_port}"
