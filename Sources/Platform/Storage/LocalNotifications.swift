// Hands notifications to the consumers within this process.
import Foundation
import Synchronization

/// Consumers per channel. Each has a bounded buffer (1,024 payloads, our choice); beyond it the oldest are dropped, which
/// consumers survive because they poll as well.
final class LocalNotifications: Sendable {
    private struct Consumer {
        let continuation: AsyncStream<String>.Continuation
        var isGreeted: Bool
    }

    private struct State {
        var consumers: [String: [UUID: Consumer]] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let changed: @Sendable () -> Void

    /// `changed` is called after a consumer has come or gone.
    init(changed: @escaping @Sendable () -> Void = {}) { self.changed = changed }

    var channels: Set<String> { state.withLock { Set($0.consumers.keys) } }

    /// A new consumer; with `greeting` it gets its first, empty payload at once.
    func stream(_ channel: String, greeting: Bool) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1024))
        let id = UUID()
        let isClosed = state.withLock { state in
            guard !state.isClosed else { return true }
            state.consumers[channel, default: [:]][id] = Consumer(continuation: continuation, isGreeted: greeting)
            // Before anything else can be delivered.
            if greeting { continuation.yield("") }
            return false
        }
        guard !isClosed else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id, from: channel) }
        changed()
        return stream
    }

    /// Gives the empty payload to the consumers of a channel that have not had it, or to all of them again.
    func greet(_ channel: String, again: Bool) {
        let consumers = state.withLock { state in
            var greeted: [AsyncStream<String>.Continuation] = []
            for (id, consumer) in state.consumers[channel] ?? [:] where again || !consumer.isGreeted {
                state.consumers[channel]?[id]?.isGreeted = true
                greeted.append(consumer.continuation)
            }
            return greeted
        }
        for consumer in consumers { consumer.yield("") }
    }

    private func remove(_ id: UUID, from channel: String) {
        state.withLock { state in
            state.consumers[channel]?[id] = nil
            if state.consumers[channel]?.isEmpty == true { state.consumers[channel] = nil }
        }
        changed()
    }

    /// Whether the channel has any consumer.
    @discardableResult
    func deliver(_ payload: String, to channel: String) -> Bool {
        let consumers = state.withLock { Array(($0.consumers[channel] ?? [:]).values) }
        for consumer in consumers { consumer.continuation.yield(payload) }
        return !consumers.isEmpty
    }

    func close() {
        let consumers = state.withLock { state in
            state.isClosed = true
            defer { state.consumers = [:] }
            return state.consumers.values.flatMap(\.values)
        }
        for consumer in consumers { consumer.continuation.finish() }
    }
}

/// PostgreSQL's rule, kept on both databases: a payload has fewer than 8,000 bytes and no zero byte.
func checkNotification(_ payload: String) throws {
    guard payload.utf8.count < 8_000 else { throw SQLError(.other, "a notification may hold at most 7999 bytes") }
    guard !payload.utf8.contains(0) else { throw SQLError(.other, "a notification cannot hold a zero character") }
}
