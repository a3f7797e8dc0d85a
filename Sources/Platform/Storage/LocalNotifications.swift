// Hands notifications to the consumers within this process.
import Foundation
import Synchronization

/// Consumers per channel. Each has a bounded buffer (1,024 payloads, our choice); beyond it the oldest are dropped, which
/// consumers survive because they poll as well.
final class LocalNotifications: Sendable {
    private struct State {
        var consumers: [String: [UUID: AsyncStream<String>.Continuation]] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let changed: @Sendable () -> Void

    /// `changed` is called after a channel has got its first consumer or lost its last.
    init(changed: @escaping @Sendable () -> Void = {}) { self.changed = changed }

    var channels: Set<String> { state.withLock { Set($0.consumers.keys) } }

    /// `first` is yielded at once where given.
    func stream(_ channel: String, startingWith first: String? = nil) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1024))
        let id = UUID()
        let isClosed = state.withLock { state in
            if !state.isClosed { state.consumers[channel, default: [:]][id] = continuation }
            return state.isClosed
        }
        guard !isClosed else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id, from: channel) }
        if let first { continuation.yield(first) }
        changed()
        return stream
    }

    private func remove(_ id: UUID, from channel: String) {
        state.withLock { state in
            state.consumers[channel]?[id] = nil
            if state.consumers[channel]?.isEmpty == true { state.consumers[channel] = nil }
        }
        changed()
    }

    func deliver(_ payload: String, to channel: String) {
        let consumers = state.withLock { Array(($0.consumers[channel] ?? [:]).values) }
        for consumer in consumers { consumer.yield(payload) }
    }

    func close() {
        let consumers = state.withLock { state in
            state.isClosed = true
            defer { state.consumers = [:] }
            return state.consumers.values.flatMap(\.values)
        }
        for consumer in consumers { consumer.finish() }
    }
}

/// PostgreSQL's rule, kept on both databases: a payload has fewer than 8,000 bytes and no zero byte.
func checkNotification(_ payload: String) throws {
    guard payload.utf8.count < 8_000 else { throw SQLError(.other, "a notification may hold at most 7999 bytes") }
    guard !payload.utf8.contains(0) else { throw SQLError(.other, "a notification cannot hold a zero character") }
}
