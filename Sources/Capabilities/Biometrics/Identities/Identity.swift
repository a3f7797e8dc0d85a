import Vocabulary

/// A person whose behaviour is compared across sessions.
package struct Identity: Sendable, Equatable {
    package var id: String
    package var externalID: String?
    package var metadata: [String: JSONValue] = [:]
    package var accountIDs: [String] = []
    package var sessionCount = 0
    /// Real sessions in the baseline.
    package var learnedCount = 0
    /// Sessions of test keys, which are learned apart.
    package var testLearnedCount = 0
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(id: String, externalID: String?, createdAt: Timestamp) {
        self.id = id
        self.externalID = externalID
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// From this many learned sessions on an identity counts for its organization's population (documented in `biometrics.md` 4.6).
    package static let enrolledSessions = 3
}

/// A customer account that sessions and identities are tagged with.
package struct AccountTag: Sendable, Equatable {
    package var id: String
    package var name: String?
    package var uri: String?
}
