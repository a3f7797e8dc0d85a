// One libpq connection, never blocking without a deadline or a way to be woken.
import CLibpq
import Foundation

/// How to reach a PostgreSQL server.
struct PostgresAddress: Sendable {
    /// A `postgres://` URL or libpq's `key=value` text.
    var text: String
    var applicationName: String
    /// For the whole of one attempt to connect, all addresses of the host included.
    var connectTimeout: Duration
    /// The server gives up a statement after this time; nil leaves the server's own setting.
    var statementTimeout: Duration?

    /// Run once on each new connection. Reads outside a transaction must not write, so reading only is the default and
    /// transactions ask for more; it is what makes it safe to repeat a read after a lost connection.
    var setup: String {
        var setup = "SET client_min_messages = warning; SET default_transaction_read_only = on; SET TimeZone = 'UTC'"
        if let statementTimeout { setup += "; SET statement_timeout = \(statementTimeout.milliseconds)" }
        return setup
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}

/// Wakes a thread that waits in `poll`. May be signalled from anywhere.
final class WakeSignal: Sendable {
    let descriptor: CInt

    init() { descriptor = eventfd(0, O_NONBLOCK | O_CLOEXEC) }
    deinit { Glibc.close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        _ = Glibc.write(descriptor, &one, 8)
    }

    func clear() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, 8)
    }
}

/// A connection as libpq sees it. Used by one thread at a time; only its `WakeSignal` is shared.
final class PostgresWire {
    enum Woken { case socket, signal, timeout }

    private(set) var connection: OpaquePointer?
    let wake: WakeSignal

    /// Connects, or throws `.unavailable` with the server's or the system's words.
    init(_ address: PostgresAddress, wake: WakeSignal) throws {
        self.wake = wake
        let deadline = ContinuousClock.now + address.connectTimeout
        // What the address says later in the list overrides these.
        let settings = [
            ("fallback_application_name", address.applicationName), ("keepalives_idle", "15"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"), ("dbname", address.text), ("client_encoding", "UTF8"),
        ]
        var keywords = settings.map { strdup($0.0).map { UnsafePointer($0) } } + [nil]
        var values = settings.map { strdup($0.1).map { UnsafePointer($0) } } + [nil]
        defer { for pointer in keywords + values { free(UnsafeMutableRawPointer(mutating: pointer)) } }
        guard let connection = PQconnectStartParams(&keywords, &values, 1) else { throw SQLError(.unavailable, "out of memory") }
        self.connection = connection
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        do {
            try finishConnecting(deadline)
            guard PQsetnonblocking(connection, 1) == 0 else { throw lost() }
            try runScript(address.setup, until: deadline)
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    func close() {
        if let connection { PQfinish(connection) }
        connection = nil
    }

    private func finishConnecting(_ deadline: ContinuousClock.Instant) throws {
        guard PQstatus(connection) != CONNECTION_BAD else { throw lost() }
        var polling = PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            guard polling != PGRES_POLLING_FAILED else { throw lost() }
            let woken = wait(for: polling == PGRES_POLLING_READING ? POLLIN : POLLOUT, heedingSignal: false, until: deadline)
            guard woken == .socket else { throw SQLError(.unavailable, "no answer from the PostgreSQL server in time", sqlState: "08001") }
            polling = PQconnectPoll(connection)
        }
    }

    /// The error of a connection that does not work any more.
    func lost() -> SQLError {
        let message = connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let text = message.trimmingCharacters(in: .whitespacesAndNewlines)
        return SQLError(.unavailable, text.isEmpty ? "the connection to PostgreSQL was lost" : text, sqlState: "08006")
    }

    /// Waits until the socket is ready, somebody signals, or the time is over.
    func wait(for events: Int32, heedingSignal: Bool, until deadline: ContinuousClock.Instant?) -> Woken {
        while true {
            var timeout: Int32 = -1
            if let deadline { timeout = Int32(clamping: max(0, ContinuousClock.now.duration(to: deadline).milliseconds + 1)) }
            let (ready, isSocketReady) = withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
                descriptors.initializeElement(at: 0, to: pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0))
                descriptors.initializeElement(at: 1, to: pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0))
                let ready = poll(descriptors.baseAddress, heedingSignal ? 2 : 1, timeout)
                return (ready, descriptors[0].revents != 0)
            }
            if ready < 0, errno == EINTR { continue }
            if ready == 0 { return .timeout }
            if isSocketReady { return .socket }
            return ready < 0 ? .socket : .signal
        }
    }

    /// Whether an idle connection has something to read: nearly always the news of its end.
    var hasUnexpectedInput: Bool { wait(for: POLLIN, heedingSignal: false, until: .now - .milliseconds(1)) != .timeout }

    /// Runs statements without parameters outside the pipeline, one after the other; answers are dropped.
    func runScript(_ script: String, until deadline: ContinuousClock.Instant?) throws {
        guard PQsendQuery(connection, script) == 1 else { throw lost() }
        let wait: (Int32) throws -> Void = { events in
            guard self.wait(for: events, heedingSignal: false, until: deadline) == .socket else {
                throw SQLError(.unavailable, "no answer from the PostgreSQL server in time", sqlState: "08006")
            }
        }
        try flush(wait)
        var failure: SQLError?
        while let result = try nextResult(wait) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_FATAL_ERROR { failure = failure ?? SQLError(postgres: result) }
        }
        if let failure { throw failure }
    }

    /// Sends what is buffered. `wait` waits for the events it is given.
    func flush(_ wait: (Int32) throws -> Void) throws {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                // The server may have to get rid of answers before it reads on.
                try wait(POLLIN | POLLOUT)
                guard PQconsumeInput(connection) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// The next result, or nil at the end of a command. The caller clears it.
    func nextResult(_ wait: (Int32) throws -> Void) throws -> OpaquePointer? {
        while PQisBusy(connection) == 1 {
            try wait(POLLIN)
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
        return PQgetResult(connection)
    }
}
