import Vocabulary

/// A note that somebody told the assistant to remember.
package struct VaultEntry: Sendable, Equatable {
    package enum Source: String, Sendable, CaseIterable { case api, chat, monitor, webhook, `import`, mcp }

    /// A UUID in lower case.
    package var id: String
    package var shelf: VaultShelf
    /// 1 to 65,536 characters, not blank, in normal form C.
    package var content: String
    /// At most 20, as `NoteTags` writes them, in the order given.
    package var tags: [String]
    package var source: Source
    package var sourceReference: String?
    /// The user whose note it is.
    package var createdBy: String
    /// In whole milliseconds, because that is what exports hold.
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// Counts from 1, one more with each change.
    package var revision: Int64
    /// What of it others than its maker have written last.
    package var foreignWords: ForeignWords = []
    /// The import it came with, while it is not indexed yet.
    var importID: String?
}

/// The parts of an entry that are not its maker's own words: somebody else wrote them last, or the assistant did with text from outside
/// before its eyes. They stay so wherever the entry is moved, until its maker writes them anew.
package struct ForeignWords: OptionSet, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }

    package static let content = ForeignWords(rawValue: 1)
    package static let tags = ForeignWords(rawValue: 2)
    package static let all: ForeignWords = [.content, .tags]
}

extension VaultEntry {
    /// Whether to this person all of it is their own: they made it, and nobody else had a hand in it.
    package func isOwnWords(of userID: String) -> Bool {
        guard createdBy == userID, foreignWords.isEmpty else { return false }
        return switch source {
        case .api, .chat, .import: true
        case .monitor, .webhook, .mcp: false
        }
    }
}

/// Where notes stand: a person's own shelf, or the one that their organization shares. Every list, search and count is of one shelf.
package struct VaultShelf: Sendable, Hashable {
    package let organizationID: String
    /// The person's id, or the organization's own.
    package let holder: String

    package static func personal(_ userID: String, in organizationID: String) -> VaultShelf { .init(organizationID: organizationID, holder: userID) }
    package static func shared(in organizationID: String) -> VaultShelf { .init(organizationID: organizationID, holder: organizationID) }

    package var isShared: Bool { holder == organizationID }
    /// The word that the API uses for it.
    package var scope: String { isShared ? "org" : "personal" }

    init(organizationID: String, holder: String) {
        self.organizationID = organizationID
        self.holder = holder
    }
}

/// What an entry was before it was changed.
struct VaultRevision: Sendable, Equatable {
    var revision: Int64
    var content: String
    var tags: [String]
    /// Whether it stood on the organization's shelf.
    var isShared: Bool
    var foreignWords: ForeignWords
    /// Who made it so; nil for the first, which `createdBy` made.
    var changedBy: String?
    var changedAt: Timestamp

    /// How many are kept of an entry, the present state not counted (documented).
    static let keptCount: Int64 = 20
}

extension Timestamp {
    /// Cut to whole milliseconds: the times of the vault, so that an export and what is imported from it are the same.
    var inMilliseconds: Timestamp {
        let rest = microseconds % 1_000
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + 1_000 : rest))
    }
}
