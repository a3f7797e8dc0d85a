import Vocabulary
import Web

/// One interaction with a form, from page load to submission or abandonment.
package struct Session: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable, Encodable {
        /// Takes events.
        case active
        /// The form was submitted.
        case completed
        /// Compared with its identity's baseline.
        case analyzed
        /// Left without completing: it has events, and none came for the idle limit.
        case abandoned
        /// Nothing came for the idle limit, or it was open for longer than a session may be.
        case expired
        /// Refused by trial or quota.
        case rejected
    }

    package enum MatchStatus: String, Sendable, CaseIterable, Encodable { case match, review, mismatch }

    /// Who linked it to its identity.
    package enum Linker: String, Sendable { case secret, publishable }

    package var id: String
    package var status = Status.active
    package var mode = Mode.live
    package var identityID: String?
    package var linkedBy: Linker?
    /// Raised by every link, so that an analysis knows whether it is still about this link.
    package var linkVersion = 0
    package var accountID: String?
    package var accountName: String?
    package var matchStatus: MatchStatus?
    package var matchScore: Double?
    package var eventCount = 0
    package var batchCount = 0
    package var droppedEvents = 0
    package var metadata: [String: JSONValue] = [:]
    package var deviceInfo: [String: JSONValue] = [:]
    package var fieldValues: [String: JSONValue] = [:]
    package var sdkVersion: String?
    package var pageURL: String?
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var lastEventAt: Timestamp?
    package var completedAt: Timestamp?

    package init(id: String, mode: Mode, createdAt: Timestamp) {
        self.id = id
        self.mode = mode
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// Events in one session (documented).
    package static let maximumEvents = 100_000
}
