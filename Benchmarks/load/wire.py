"""A keep-alive HTTP/1.1 client that costs as little as Python allows, so that the server gets the machine."""
import socket


class Wire:
    """One connection. `send` takes a finished request and answers (status, body)."""

    def __init__(self, port, patience=60):
        self.socket = socket.create_connection(("127.0.0.1", port), patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def send(self, request):
        self.socket.sendall(request)
        received = self.rest
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self.read()
        head = received[:end].lower()
        body = received[end + 4:]
        status = int(head[9:12])
        place = head.find(b"content-length:")
        if place < 0:
            if b"transfer-encoding: chunked" not in head:
                raise OSError("an answer without a length")
            return status, self.chunks(body)
        length = int(head[place + 15:].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self.read()
        self.rest = body[length:]
        return status, body[:length]

    def chunks(self, body):
        whole = b""
        while True:
            while b"\r\n" not in body:
                body += self.read()
            size, body = body.split(b"\r\n", 1)
            size = int(size.split(b";")[0], 16)
            while len(body) < size + 2:
                body += self.read()
            whole, body = whole + body[:size], body[size + 2:]
            if size == 0:
                self.rest = body
                return whole

    def read(self):
        received = self.socket.recv(65536)
        if not received:
            raise OSError("the server closed the connection")
        return received

    def close(self):
        self.socket.close()


def request(method, path, headers, body=b""):
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if body or method in ("POST", "PUT", "PATCH"):
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body
