import Vocabulary

/// What a list, an export or a search of the vault is narrowed to. All of it has to hold.
struct VaultFilter: Sendable, Equatable {
    /// As `NoteTags` writes them; an entry has every one of them.
    var tags: [String] = []
    var source: VaultEntry.Source?
    /// Made at this time or later, and before that one.
    var since: Timestamp?
    var until: Timestamp?

    var isEmpty: Bool { self == VaultFilter() }
    /// Whether the kept counts of tags answer how many match.
    var isOneTag: Bool { tags.count == 1 && self == VaultFilter(tags: tags) }
}
