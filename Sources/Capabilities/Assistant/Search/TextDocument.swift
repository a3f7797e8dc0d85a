// What the text index takes and gives: documents with their owner, their exact marks, and hits.
import SearchEngine
import Vocabulary

/// Whose texts: a person's, or those that an organization shares. Part of the index itself, so a search costs what its owner's texts cost,
/// however many others there are.
struct TextOwner: Sendable, Hashable {
    let organizationID: String
    /// The user, or nothing for what is shared.
    let name: String

    static func user(_ userID: String, organizationID: String) -> TextOwner { TextOwner(organizationID: organizationID, name: userID) }
    static func organization(_ organizationID: String) -> TextOwner { TextOwner(organizationID: organizationID, name: "") }
}

/// An exact value that searches may be narrowed to. It is indexed beside the words, so a narrowed search costs no more than a plain one.
struct TextMark: Sendable, Hashable {
    enum Kind: Character, Sendable {
        case channel = "c"
        case role = "r"
        case thread = "h"
        case tag = "t"
        case source = "s"
    }

    let word: String

    init(_ kind: Kind, _ value: String) { word = IndexText.mark(kind.rawValue, value) }
}

/// How an indexed text is found again. The time is the stored one, to the microsecond, and never changes: the place in the index follows from it.
struct TextKey: Sendable, Hashable {
    let id: String
    let createdAt: Timestamp
}

struct TextDocument: Sendable {
    let key: TextKey
    let title: String
    let body: String
    let marks: [TextMark]

    init(id: String, createdAt: Timestamp, title: String = "", body: String, marks: [TextMark] = []) {
        key = TextKey(id: id, createdAt: createdAt)
        self.title = title
        self.body = body
        self.marks = marks
    }
}

/// Narrows a search: of each inner list a text has at least one mark, and `since` ≤ its time < `until`.
struct TextFilter: Sendable {
    let marks: [[TextMark]]
    let since: Timestamp?
    let until: Timestamp?

    init(marks: [[TextMark]] = [], since: Timestamp? = nil, until: Timestamp? = nil) {
        self.marks = marks
        self.since = since
        self.until = until
    }
}

struct TextHit: Sendable, Equatable {
    let id: String
    let createdAt: Timestamp
    let score: Double
}

struct TextResult: Sendable {
    /// The page that was asked for: best first, then newest, then by id.
    let hits: [TextHit]
    /// How many texts were found, at most `TextIndex.candidateLimit`.
    let total: Int
    /// Whether there are more than that: only the newest were ranked.
    let isTotalCapped: Bool
}
