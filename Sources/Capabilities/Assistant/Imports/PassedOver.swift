// What an import did not take, and why.

struct PassedOver: Sendable, Equatable {
    struct Group: Encodable, Sendable, Equatable {
        /// In words that follow what they are about, e.g. "is no note".
        var reason: String
        var count: Int
        /// Names of the first ones.
        var examples: [String]
    }

    /// Names told of each reason (our choice: enough to know which kind is meant).
    private static let exampleLimit = 5

    private(set) var groups: [Group] = []

    mutating func add(_ name: String, _ reason: String) {
        guard let index = groups.firstIndex(where: { $0.reason == reason }) else {
            groups.append(Group(reason: reason, count: 1, examples: [name]))
            return
        }
        groups[index].count += 1
        if groups[index].examples.count < Self.exampleLimit { groups[index].examples.append(name) }
    }

    mutating func add(_ other: PassedOver) {
        for group in other.groups {
            for name in group.examples { add(name, group.reason) }
            guard let index = groups.firstIndex(where: { $0.reason == group.reason }) else { continue }
            groups[index].count += group.count - group.examples.count
        }
    }

    /// Nil when all was taken.
    var told: [Group]? { groups.isEmpty ? nil : groups }

    /// The first reasons, as a sentence part: "photo.png is no note".
    var summary: String { groups.prefix(3).map { "\($0.examples[0]) \($0.reason)" }.joined(separator: "; ") }
}
