import MatchEngine
import Storage
import Vocabulary

/// Names under which a session's events told a protected field. No value is kept under one of them, no matter who hands it over.
struct ProtectedNames: Sendable {
    private let names: Set<String>

    init(_ names: some Sequence<String>) { self.names = Set(names.map(Self.folded)) }

    /// What the session's events say so far.
    static func of(session: String, org: String, in db: any SQLSession) async throws -> ProtectedNames {
        let events = try await EventBatchStore.events(session: session, org: org, in: db)
        return ProtectedNames(events.lazy.filter { $0.fieldType == .protectedInput }.compactMap(\.field))
    }

    /// `user[password]`, `user.password` and `userPassword` are one name, as for the SDK.
    private static func folded(_ name: String) -> String {
        let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return letters.isEmpty ? name : letters
    }

    /// The values without those under a protected name, at any depth.
    func removed(from values: [String: JSONValue], at path: String = "") -> [String: JSONValue] {
        guard !names.isEmpty else { return values }
        var kept: [String: JSONValue] = [:]
        for (name, value) in values where !contains(name) && !contains(path + name) { kept[name] = removed(from: value, at: path + name) }
        return kept
    }

    private func removed(from value: JSONValue, at path: String) -> JSONValue {
        switch value {
        case .object(let members): return .object(removed(from: members, at: path))
        case .array(let items):
            return .array(items.filter { !isNamedAsProtected($0) }.map { removed(from: $0, at: path) })
        default: return value
        }
    }

    /// An item of a list of names and values, as forms are serialized.
    private func isNamedAsProtected(_ item: JSONValue) -> Bool {
        guard case .object(let members) = item, case .string(let name)? = members["name"] else { return false }
        return contains(name)
    }

    private func contains(_ name: String) -> Bool { names.contains(Self.folded(name)) }
}
