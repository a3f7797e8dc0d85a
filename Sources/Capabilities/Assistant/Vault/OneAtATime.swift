// Large transfers of one person, one after the other.
import Synchronization
import Vocabulary

/// Who is exporting or importing on this server at the moment (documented: one at a time per user).
final class OneAtATime: Sendable {
    /// Held while the transfer runs; gives the place back when nobody holds it any more, whatever became of the transfer.
    final class Pass: Sendable {
        private let owner: OneAtATime
        private let userID: String

        fileprivate init(_ owner: OneAtATime, _ userID: String) {
            self.owner = owner
            self.userID = userID
        }

        deinit { owner.busy.withLock { _ = $0.remove(userID) } }
    }

    private let busy = Mutex<Set<String>>([])

    /// - Throws: tooManyRequests while another transfer of this person runs.
    func enter(_ userID: String) throws -> Pass {
        guard busy.withLock({ $0.insert(userID).inserted }) else {
            throw Problem(.tooManyRequests, "Another export or import of yours is still running", code: "transfer_running", retryAfter: 5)
        }
        return Pass(self, userID)
    }
}
