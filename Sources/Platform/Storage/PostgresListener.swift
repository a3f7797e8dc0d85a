// The connection on which notifications arrive.
import CLibpq
import Foundation
import Logging
import Synchronization

/// Listens on one connection of its own for all consumers, and connects anew, with growing pauses, for as long as there are
/// any. Whenever listening to a channel has begun, at first or again, its consumers get an empty payload.
final class PostgresListener: Sendable {
    private struct State {
        var isRunning = false
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    /// Without news for this long the connection is tried, since a dead one may stay silent (our choice).
    private static let heartbeat = Duration.seconds(30)

    private let address: PostgresAddress
    private let logger: Logger
    private let wake = WakeSignal()
    private let state = Mutex(State())
    private let local: LocalNotifications
    private let queue = DispatchQueue(label: "mien.postgres.listener")

    init(_ address: PostgresAddress, logger: Logger) {
        self.address = address
        self.logger = logger
        let wake = wake
        local = LocalNotifications { wake.signal() }
    }

    func stream(_ channel: String) -> AsyncStream<String> {
        let stream = local.stream(channel, greeting: false)
        let starts = state.withLock { state in
            guard !state.isRunning, !state.isClosed else { return false }
            state.isRunning = true
            return true
        }
        if starts { queue.async { self.run() } }
        return stream
    }

    /// Whether there was anybody to wake in this process.
    func wakeHere(_ channel: String) -> Bool { local.deliver("", to: channel) }

    func close() async {
        local.close()
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if !state.isRunning { return true }
                state.closing.append(continuation)
                return false
            }
            if isIdle { continuation.resume() } else { wake.signal() }
        }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The thread's whole life: it ends with `close`.
    private func run() {
        var pause = Duration.milliseconds(50)
        var isInterrupted = false
        while !isClosed {
            do {
                let wire = try PostgresWire(address, wake: wake)
                pause = .milliseconds(50)
                if isInterrupted { logger.notice("notifications are heard again") }
                isInterrupted = false
                try listen(over: wire)
            } catch {
                if isClosed { break }
                if !isInterrupted { logger.warning("notifications are interrupted", metadata: ["error": "\(error)"]) }
                isInterrupted = true
                sleepOrWake(pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
        let closing = state.withLock { state in
            state.isRunning = false
            return state.closing
        }
        for waiter in closing { waiter.resume() }
    }

    private func sleepOrWake(_ pause: Duration) {
        let deadline = ContinuousClock.now + pause
        // Consumers that come and go signal too; only `close` ends the pause.
        while !isClosed, ContinuousClock.now < deadline {
            var descriptor = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, Int32(clamping: ContinuousClock.now.duration(to: deadline).milliseconds + 1))
            wake.clear()
        }
    }

    private func listen(over wire: PostgresWire) throws {
        var listening: Set<String> = []
        while !isClosed {
            let wanted = local.channels
            let patience = ContinuousClock.now + address.connectTimeout
            for channel in wanted.subtracting(listening) {
                try wire.runScript("LISTEN \(Self.quoted(channel))", until: patience)
                local.greet(channel, again: true)
            }
            for channel in wanted.intersection(listening) { local.greet(channel, again: false) }
            for channel in listening.subtracting(wanted) { try wire.runScript("UNLISTEN \(Self.quoted(channel))", until: patience) }
            listening = wanted
            deliver(over: wire)
            switch wire.wait(for: POLLIN, heedingSignal: true, until: .now + Self.heartbeat) {
            case .signal: wake.clear()
            case .timeout: try wire.runScript("SELECT 1", until: .now + address.connectTimeout)
            case .socket: guard PQconsumeInput(wire.connection) == 1 else { throw wire.lost() }
            }
        }
    }

    private func deliver(over wire: PostgresWire) {
        while let notification = PQnotifies(wire.connection) {
            defer { PQfreemem(notification) }
            let payload = notification.pointee.extra.map { String(cString: $0) } ?? ""
            if let channel = notification.pointee.relname.map({ String(cString: $0) }) { local.deliver(payload, to: channel) }
        }
    }

    private static func quoted(_ name: String) -> String { "\"\(name.replacingOccurrences(of: "\"", with: "\"\""))\"" }
}
