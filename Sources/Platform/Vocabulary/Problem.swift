/// What a room throws when it cannot do what was asked: a kind, a sentence for people, and details by name.
///
/// `Web` alone turns a kind into a status code and picks the envelope.
package struct Problem: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case malformed            // the request's text cannot be understood (422 or 400, by family)
        case unauthenticated      // no credential, or one that is not valid
        case forbidden            // a valid credential of the wrong kind, role or scope
        case notFound
        case methodNotAllowed
        case conflict             // the thing's present state does not allow it
        case gone
        case tooLarge
        case unsupportedMediaType
        case paymentRequired      // trial over, or its sessions used up
        case quotaExceeded        // the organization's quota
        case tooManyRequests      // a rate limit
        case badGateway           // somebody we had to ask gave no usable answer
        case gatewayTimeout       // somebody we had to ask did not answer in time
        case unavailable          // try again later
        case internalError
    }

    package var kind: Kind
    package var message: String
    /// A stable word in snake_case for programs, where the kind alone does not tell; written by the family whose errors carry one.
    package var code: String?
    /// The field at fault, as the caller spelt it, e.g. `events[3].timestamp`.
    package var field: String?
    /// Further named details, written beside the message.
    package var details: [String: JSONValue]
    /// Seconds after which a retry makes sense.
    package var retryAfter: Int?
    /// Methods that the path does allow (for `methodNotAllowed`).
    package var allow: [String]

    package init(
        _ kind: Kind, _ message: String, code: String? = nil, field: String? = nil, details: [String: JSONValue] = [:],
        retryAfter: Int? = nil, allow: [String] = []
    ) {
        self.kind = kind
        self.message = message
        self.code = code
        self.field = field
        self.details = details
        self.retryAfter = retryAfter
        self.allow = allow
    }

    /// Malformed input, naming the field at fault.
    package static func invalid(_ field: String, _ message: String) -> Problem {
        Problem(.malformed, "\(field): \(message)", field: field)
    }
}
