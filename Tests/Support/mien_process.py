"""Starts, watches and kills Mien servers on 127.0.0.1, and speaks to them. For the chaos suites and the benchmarks."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
API = "/api/v1"
# Runs that hammer one server with one key from one address would otherwise measure the rate limiter.
NO_LIMITS = {
    "MIEN_RATE_LIMIT": "0", "MIEN_PERSON_RATE_LIMIT": "0", "MIEN_ADDRESS_RATE_LIMIT": "0", "MIEN_REGISTRATION_BURST": "0",
    "MIEN_LOG_LEVEL": "warning",
}


def find_binary(given=None):
    """The server to run: as given, from MIEN_BINARY, else the newest build."""
    if given or os.environ.get("MIEN_BINARY"):
        return pathlib.Path(given or os.environ["MIEN_BINARY"]).resolve()
    built = [ROOT / ".build" / kind / "mien" for kind in ("release", "debug")]
    built = [path for path in built if path.exists()]
    if not built:
        raise SystemExit("no server was built; run: swift build --product mien")
    return max(built, key=lambda path: path.stat().st_mtime)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """User and system time of a process, all threads, in seconds (1/100 s resolution on most kernels)."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def status_kilobytes(pid, name="VmRSS"):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0


class Process:
    """A server process of any kind that answers HTTP on `port` once it is ready."""

    def __init__(self, command, port, log, environment=None, ready_path="/ready"):
        self.command, self.port, self.log, self.ready_path = [str(part) for part in command], port, pathlib.Path(log), ready_path
        self.environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **(environment or {})}
        self.process = None
        self.seconds_to_ready = None

    def start(self, patience=60):
        started = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        while time.perf_counter() - started < patience:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.command[0]} ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if call(self.port, "GET", self.ready_path, patience=2)[0] == 200:
                    self.seconds_to_ready = time.perf_counter() - started
                    return self
            except OSError:
                time.sleep(0.002)
        self.kill()
        raise RuntimeError(f"{self.command[0]} was not ready after {patience} s:\n{self.tail()}")

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    @property
    def pid(self):
        return self.process.pid

    def cpu(self):
        return cpu_seconds(self.pid)

    def resident_mb(self):
        return status_kilobytes(self.pid) / 1024

    def kill(self):
        """kill -9: no goodbye, no flush."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self, patience=20):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
                raise RuntimeError(f"{self.command[0]} did not stop within {patience} s of SIGTERM")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class MienServer(Process):
    def __init__(self, binary, data_dir, database=None, port=None, arguments=(), environment=None):
        port = port or free_port()
        data_dir = pathlib.Path(data_dir)
        data_dir.mkdir(parents=True, exist_ok=True)
        command = [binary, "serve", "--host", "127.0.0.1", "--port", port, "--data-dir", data_dir, *arguments]
        if database:
            command += ["--database", database]
        super().__init__(command, port, data_dir / "server.out", {**NO_LIMITS, **(environment or {})})


def call(port, method, path, body=None, headers=None, patience=30):
    """One request on its own connection: (status, decoded body or None). Raises OSError when the server is not there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} if data is not None else {}
        connection.request(method, path, data, {**sent, **(headers or {})})
        response = connection.getresponse()
        text = response.read()
        try:
            return response.status, json.loads(text) if text else None
        except ValueError:
            return response.status, text.decode(errors="replace")
    except http.client.HTTPException as error:
        raise OSError(f"{method} {path}: {error!r}") from error
    finally:
        connection.close()


class Organization:
    """An organization with its keys and its owner's token."""

    def __init__(self, port, name="Load"):
        self.email, self.password = f"owner-{os.urandom(6).hex()}@example.com", "correct horse battery staple"
        status, answer = call(port, "POST", f"{API}/auth/register", {"org_name": name, "email": self.email, "password": self.password})
        if status != 201:
            raise RuntimeError(f"registration answered {status}: {answer}")
        self.publishable, self.secret = answer["publishable_key"], answer["secret_key"]
        self.login(port)

    def login(self, port):
        status, answer = call(port, "POST", f"{API}/auth/login", {"email": self.email, "password": self.password})
        if status != 200:
            raise RuntimeError(f"login answered {status}: {answer}")
        self.token = answer["token"]

    @property
    def as_page(self):
        return {"X-Stradum-Key": self.publishable}

    @property
    def as_server(self):
        return {"X-Stradum-Key": self.secret}

    @property
    def as_member(self):
        return {"Authorization": f"Bearer {self.token}"}


def own_database(url, name):
    """The address of a fresh database of this name on the PostgreSQL server of `url`; made with psql, dropped first if there."""
    parts = urllib.parse.urlsplit(url)
    for statement in (f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"'):
        run_sql(url, statement)
    return urllib.parse.urlunsplit(parts._replace(path="/" + name))


def drop_database(url, name):
    run_sql(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_sql(url, statement):
    """What psql prints, one row a line, columns parted by a bar."""
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"psql: {done.stderr.strip()}")
    return done.stdout.strip()
