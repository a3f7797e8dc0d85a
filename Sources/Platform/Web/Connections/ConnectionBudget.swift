// How many connections there may be, and which of them goes when there are too many.
import NIOCore
import Synchronization

/// Keeps the number of open connections below what the process has descriptors for. When the bound is reached, connections without a request are
/// closed, those first that have been idle longest; then those that have been sending one request for a while. Where nothing can be closed, a few
/// spare places remain, in which only probes are answered.
package final class ConnectionBudget: Sendable {
    package enum Activity: Sendable { case idle, receiving, answering }
    package enum Place: Sendable { case regular, spare }

    private struct Entry {
        var activity: Activity
        var since: NIODeadline
        var isLeaving = false
        let leave: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var leaving = 0
        var nextID = 0
    }

    package let limit: Int
    /// Places beyond the limit (our choice: several load balancers, and what is being closed).
    private static let spares = 32
    /// A request that has been coming for less than this is not taken for a slow one.
    private static let patience = TimeAmount.seconds(2)
    private let state = Mutex(State())
    private let metrics: MetricsRegistry

    package init(limit: Int, metrics: MetricsRegistry) {
        self.limit = max(1, limit)
        self.metrics = metrics
        metrics.describe("mien_http_connections", "Open connections.")
        metrics.describe("mien_http_connections_closed_total", "Connections closed to make room for others.")
    }

    package var count: Int { state.withLock { $0.entries.count } }

    /// - Parameter leave: asks the connection to close, if it still does what it was chosen for.
    /// - Returns: nil when not even a spare place is free.
    package func enter(now: NIODeadline, leave: @Sendable @escaping () -> Void) -> (id: Int, place: Place)? {
        let (entered, chosen, count) = state.withLock { state -> ((Int, Place)?, [@Sendable () -> Void], Int) in
            var chosen: [@Sendable () -> Void] = []
            if state.entries.count - state.leaving >= limit { chosen = choose(&state, now: now) }
            guard state.entries.count < limit + Self.spares else { return (nil, chosen, state.entries.count) }
            let place: Place = state.entries.count - state.leaving >= limit ? .spare : .regular
            state.nextID += 1
            state.entries[state.nextID] = Entry(activity: .idle, since: now, leave: leave)
            return ((state.nextID, place), chosen, state.entries.count)
        }
        for leave in chosen { leave() }
        let closed = chosen.count + (entered == nil ? 1 : 0)
        if closed > 0 { metrics.count("mien_http_connections_closed_total", by: Double(closed)) }
        metrics.set("mien_http_connections", to: Double(count))
        return entered.map { (id: $0.0, place: $0.1) }
    }

    /// Several at once, so that a flood of new connections does not go through all of the old ones for each.
    private func choose(_ state: inout State, now: NIODeadline) -> [@Sendable () -> Void] {
        func longest(_ activity: Activity, before: NIODeadline) -> [Int] {
            state.entries.filter { $0.value.activity == activity && !$0.value.isLeaving && $0.value.since <= before }
                .sorted { $0.value.since < $1.value.since }.prefix(max(1, limit / 32)).map(\.key)
        }
        var ids = longest(.idle, before: now)
        if ids.isEmpty { ids = longest(.receiving, before: now - Self.patience) }
        for id in ids { state.entries[id]?.isLeaving = true }
        state.leaving += ids.count
        return ids.compactMap { state.entries[$0]?.leave }
    }

    package func note(_ id: Int, _ activity: Activity, now: NIODeadline) {
        state.withLock { state in
            guard var entry = state.entries[id] else { return }
            entry.activity = activity
            entry.since = now
            // It has got something to do since it was chosen, and stays.
            if entry.isLeaving, activity == .answering {
                entry.isLeaving = false
                state.leaving -= 1
            }
            state.entries[id] = entry
        }
    }

    package func left(_ id: Int) {
        let count = state.withLock { state in
            if let entry = state.entries.removeValue(forKey: id), entry.isLeaving { state.leaving -= 1 }
            return state.entries.count
        }
        metrics.set("mien_http_connections", to: Double(count))
    }
}
