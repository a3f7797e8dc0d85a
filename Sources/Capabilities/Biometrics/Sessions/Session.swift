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

    /// The kind of key by which something was said about a session. What a secret key said, a publishable key does not change.
    package enum Author: String, Sendable { case secret, publishable }

    package var id: String
    package var status = Status.active
    package var mode = Mode.live
    package var identityID: String?
    /// Who linked it to its identity.
    package var linkedBy: Author?
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
    /// The keys of `metadata` that a secret key wrote.
    package var secretMetadataKeys: Set<String> = []
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

    /// Adds and overwrites metadata keys. Keys that a secret key wrote stay as they are when the author is a page.
    mutating func merge(metadata new: [String: JSONValue], by author: Author) {
        switch author {
        case .secret:
            metadata.merge(new) { _, new in new }
            secretMetadataKeys.formUnion(new.keys)
        case .publishable:
            metadata.merge(new.filter { !secretMetadataKeys.contains($0.key) }) { _, new in new }
        }
    }

    /// Events in one session (documented).
    package static let maximumEvents = 100_000
}
