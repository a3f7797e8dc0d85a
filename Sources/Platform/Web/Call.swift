// What a handler may know of its request. Which of the three types it takes says who can call it.
import Vocabulary

/// The plain facts of a request.
package struct RequestFacts: Sendable {
    package var requestID: String
    package var clientAddress: String
    package var now: Timestamp
    package var parameters: [String: String]
    package var query: Query
    package var userAgent: String?
    package var ifNoneMatch: String?
    package var authorization: String?
    /// Whether a proxy passed the request on.
    package var isForwarded: Bool
    /// Scheme and host under which the caller reached us, e.g. `http://localhost:8080`.
    package var baseURL: String

    /// A path parameter: 1–128 printable characters. Anything else cannot name a thing, so it is not found.
    package func id(_ name: String) throws -> String {
        guard let value = parameters[name], !value.contains("/"), (1...128).contains(value.unicodeScalars.count),
            !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw Problem(.notFound, "Not found") }
        return value
    }

    /// `page` and `page_size` of the query.
    package func page() throws -> Page {
        Page(
            page: try query.integer("page", in: 1...1_000_000) ?? 1,
            size: try query.integer("page_size", in: 1...200) ?? 50)
    }
}

/// A request that anybody may make.
@dynamicMemberLookup
package struct OpenCall: Sendable {
    package var facts: RequestFacts
    package subscript<T>(dynamicMember path: KeyPath<RequestFacts, T>) -> T { facts[keyPath: path] }
}

/// A request of a known organization: by key or by a member.
@dynamicMemberLookup
package struct Call: Sendable {
    package var facts: RequestFacts
    package var caller: Caller
    package subscript<T>(dynamicMember path: KeyPath<RequestFacts, T>) -> T { facts[keyPath: path] }

    package var organizationID: String { caller.organizationID }

    /// Live unless made with a test key.
    package var mode: Mode {
        switch caller {
        case .publishableKey(let key), .secretKey(let key): key.mode
        case .psaKey, .member: .live
        }
    }

    package func id(_ name: String) throws -> String { try facts.id(name) }
    package func page() throws -> Page { try facts.page() }
}

/// A request of a person: user and organization are known.
@dynamicMemberLookup
package struct MemberCall: Sendable {
    package var facts: RequestFacts
    package var member: MemberCaller
    package subscript<T>(dynamicMember path: KeyPath<RequestFacts, T>) -> T { facts[keyPath: path] }

    package var organizationID: String { member.organizationID }

    package func id(_ name: String) throws -> String { try facts.id(name) }
    package func page() throws -> Page { try facts.page() }
}

/// The decoded query string. Of a name given twice the last counts.
package struct Query: Sendable {
    private var values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    /// The text given for `name`; nil when it is not there.
    /// - Throws: malformed when it is longer than `limit` characters or holds a NUL.
    package func text(_ name: String, limit: Int = 512) throws -> String? {
        guard let value = values[name] else { return nil }
        guard value.unicodeScalars.count <= limit else { throw Problem.invalid(name, "may have at most \(limit) characters") }
        guard !value.unicodeScalars.contains("\0") else { throw Problem.invalid(name, "may not hold the character U+0000") }
        return value
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = values[name] else { return nil }
        guard let number = Int(value), range.contains(number), value.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Problem.invalid(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One of a closed set of words.
    package func choice<Word: RawRepresentable & CaseIterable>(_ name: String, as type: Word.Type) throws -> Word? where Word.RawValue == String {
        guard let value = values[name] else { return nil }
        guard let word = Word(rawValue: value) else {
            throw Problem.invalid(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
