// How many things of a kind one user may do at the same moment.
import Synchronization
import Vocabulary

/// Counts in memory what is going on for each name, on this server alone: several servers allow as many each.
package final class Slots: Sendable {
    /// 0 = no limit.
    package let limit: Int
    private let taken = Mutex<[String: Int]>([:])

    package init(limit: Int) { self.limit = limit }

    /// Takes a slot for `name`; it is given back when the last reference to it goes. Nil when all are taken.
    package func take(_ name: String) -> Slot? {
        guard limit > 0 else { return Slot(giveBack: nil) }
        let isFree = taken.withLock { taken in
            guard taken[name, default: 0] < limit else { return false }
            taken[name, default: 0] += 1
            return true
        }
        return isFree ? Slot { [self] in giveBack(name) } : nil
    }

    /// As `take`, for requests.
    /// - Throws: tooManyRequests with the code `too_many_at_once` when all are taken.
    package func take(_ name: String, what: String) throws -> Slot {
        guard let slot = take(name) else {
            throw Problem(
                .tooManyRequests, "At most \(limit) \(what) at the same time; try again when one is done", code: "too_many_at_once", retryAfter: 1)
        }
        return slot
    }

    private func giveBack(_ name: String) {
        taken.withLock { taken in
            let left = taken[name, default: 1] - 1
            taken[name] = left > 0 ? left : nil
        }
    }

    /// How many names hold a slot: for tests.
    package var namesInUse: Int { taken.withLock { $0.count } }
}

/// One slot, held as long as somebody holds this.
package final class Slot: Sendable {
    private let giveBack: (@Sendable () -> Void)?

    fileprivate init(giveBack: (@Sendable () -> Void)?) { self.giveBack = giveBack }
    deinit { giveBack?() }
}

extension Answer {
    /// The same answer; a stream holds the slots until its last byte is written, work until it is done.
    package func holding(_ slots: [Slot]) -> Answer {
        switch self {
        case .stream(let type, let headers, let write):
            .stream(type: type, headers: headers) { out in
                try await write(out)
                withExtendedLifetime(slots) {}
            }
        case .work(let work):
            .work { report in
                defer { withExtendedLifetime(slots) {} }
                return try await work(report)
            }
        default: self
        }
    }
}
