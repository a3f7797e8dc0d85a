"""A shop's backend in forty lines: serves the form and, when it comes back, asks Stradum who filled it in."""
import json
import os
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRADUM = os.environ.get("STRADUM_URL", "http://127.0.0.1:8080")
SECRET_KEY, PUBLISHABLE_KEY = os.environ["STRADUM_SECRET_KEY"], os.environ["STRADUM_PUBLISHABLE_KEY"]
PAGE = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "index.html"), encoding="utf-8").read()

def stradum(path, body=None):
    headers = {"X-Stradum-Key": SECRET_KEY, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{STRADUM}/api/v1{path}", data=json.dumps(body or {}).encode(), headers=headers)
    return json.load(urllib.request.urlopen(request, timeout=10))


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        page = PAGE.replace("{{STRADUM_URL}}", STRADUM).replace("{{PUBLISHABLE_KEY}}", PUBLISHABLE_KEY)
        self.answer(200, page.encode(), "text/html; charset=utf-8")

    def do_POST(self):
        form = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        session = form.pop("stm_session_id")
        person = stradum("/identities/resolve?" + urllib.parse.urlencode({"external_id": form["email"]}))  # 6. who is it said to be
        stradum(f"/sessions/{urllib.parse.quote(session)}/complete", {"identity_id": person["identity_id"], "field_values": form})  # 7.
        stradum("/identities/link", {"session_id": session, "identity_id": person["identity_id"], "account_id": "shop", "account_name": "Shop"})  # 8.
        analysis = stradum("/analysis/trigger", {"session_id": session})  # 9. is it the same hand as before
        needs_review = analysis["result"]["match_status"] != "match"  # 10. what the shop makes of it
        self.answer(200, json.dumps({"needs_review": needs_review, "analysis": analysis}).encode(), "application/json")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Shop).serve_forever()
