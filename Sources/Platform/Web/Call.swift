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
    /// What stands behind `Bearer` in the `Authorization` headers.
    package var bearerTokens: [String]
    package var accept: String?
    /// The last event that a reconnecting browser has seen (server-sent events).
    package var lastEventID: String?
    /// Whether a proxy passed the request on.
    package var isForwarded: Bool
    /// Scheme and host under which the caller reached us, e.g. `http://localhost:8080`.
    package var baseURL: String
    package var connection: Connection
    /// For work on large bodies and answers.
    package var offload: Offload
    /// Whether headers alone are asked for: the answer is made as for GET, but nothing is handed over, and nothing is to be recorded as handed over.
    package var isHead: Bool

    /// A path parameter: 1–128 printable characters. Anything else cannot name a thing, so it is not found.
    package func id(_ name: String) throws -> String {
        guard let value = parameters[name], !value.contains("/"), (1...128).contains(value.unicodeScalars.count),
            !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw Problem(.notFound, "Not found") }
        return value
    }

    /// A path parameter that is a UUID, in lower case.
    /// - Throws: malformed when it is none.
    package func uuid(_ name: String) throws -> String { try Check.uuid(parameters[name] ?? "", name) }

    /// `limit` and `offset` of the query.
    /// - Parameter filters: the other parameters that the list reads; more are refused.
    package func window(_ filters: [String]) throws -> Window {
        try query.allowOnly(filters + ["limit", "offset"])
        return Window(limit: try query.integer("limit", in: 1...200) ?? 50, offset: try query.integer("offset", in: 0...100_000) ?? 0)
    }

    /// `page` and the page's size of the query.
    /// - Parameters:
    ///   - filters: the other parameters that the list reads; more are refused.
    ///   - sizeName: what the list calls the size of a page.
    package func page(_ filters: [String], sizeName: String = "page_size", size: Int = 50) throws -> Page {
        try query.allowOnly(filters + ["page", sizeName])
        return Page(page: try query.integer("page", in: 1...1_000_000) ?? 1, size: try query.integer(sizeName, in: 1...200) ?? size)
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
        case .psaKey, .stratamKey, .member: .live
        }
    }

    package func id(_ name: String) throws -> String { try facts.id(name) }
    package func page(_ filters: String...) throws -> Page { try facts.page(filters) }
}

/// A request of a person: user and organization are known.
@dynamicMemberLookup
package struct MemberCall: Sendable {
    package var facts: RequestFacts
    package var member: MemberCaller
    package subscript<T>(dynamicMember path: KeyPath<RequestFacts, T>) -> T { facts[keyPath: path] }

    package var organizationID: String { member.organizationID }

    package func id(_ name: String) throws -> String { try facts.id(name) }
    package func page(_ filters: String...) throws -> Page { try facts.page(filters) }
}

/// A request in somebody's own name, by cookie, token or key: vault, conversations and all that is a user's own.
@dynamicMemberLookup
package struct PersonCall: Sendable {
    package var facts: RequestFacts
    package var person: Person
    /// What the request's `Idempotency-Key` makes it the same as; only where the route keeps its keys itself.
    package var repeatable: IdempotentRequest?
    package subscript<T>(dynamicMember path: KeyPath<RequestFacts, T>) -> T { facts[keyPath: path] }

    package var userID: String { person.userID }
    package var organizationID: String { person.organizationID }

    package func uuid(_ name: String) throws -> String { try facts.uuid(name) }
    package func window(_ filters: String...) throws -> Window { try facts.window(filters) }
}
