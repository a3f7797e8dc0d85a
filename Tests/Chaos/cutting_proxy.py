"""A proxy before PostgreSQL that cuts a connection in the middle of a chosen commit."""
import socket
import threading
import urllib.parse

# The statement as the protocol's Parse message has it, and the tag of CommandComplete.
COMMIT, COMMITTED = b"\0COMMIT\0", b"COMMIT\0"


class CuttingProxy:
    """Passes everything on. Of a transaction in which certain bytes were sent, the commit is lost, or its answer."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self.listener = socket.create_server(("127.0.0.1", 0))
        user = f"{parts.username}@" if parts.username else ""
        self.url = urllib.parse.urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{self.listener.getsockname()[1]}"))
        self.lock, self.armed, self.cuts = threading.Lock(), None, 0
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self, marker, place):
        """`place`: "commit" = it never reaches the server, "answer" = it does, and nobody hears of it."""
        with self.lock:
            self.armed = (marker.encode(), place)

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            upstream = socket.create_connection(self.server)
            pair = {"place": None}
            threading.Thread(target=self.pass_on, args=(client, upstream, pair, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(upstream, client, pair, False), daemon=True).start()

    def pass_on(self, source, target, pair, is_client):
        try:
            while data := source.recv(1 << 16):
                if is_client:
                    with self.lock:
                        if self.armed and self.armed[0] in data:
                            pair["place"], self.armed = self.armed[1], None
                if pair["place"] == ("commit" if is_client else "answer") and (COMMIT if is_client else COMMITTED) in data:
                    self.cuts += 1
                    break
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
