// Who is calling: a key of an organization, or a member of it.

/// A user's place in an organization, each including what the ones before it may do.
package enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    case viewer, member, admin, owner

    private var rank: Int { Role.allCases.firstIndex(of: self) ?? 0 }
    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}

/// Whether a key pair works with real sessions or with tests; test sessions never count for quotas.
package enum Mode: String, Sendable, Codable, CaseIterable { case live, test }

/// The kinds of caller that a route can admit.
package enum CallerKind: Sendable, Hashable { case publishableKey, secretKey, psaKey, stratamKey, member }

/// What an `skk_` key may do. None includes another.
package enum Scope: String, Sendable, Codable, CaseIterable { case read, write, admin }

package struct KeyCaller: Sendable, Equatable {
    package var keyID: String
    package var organizationID: String
    package var mode: Mode

    package init(keyID: String, organizationID: String, mode: Mode) {
        self.keyID = keyID
        self.organizationID = organizationID
        self.mode = mode
    }
}

/// A `psa_` key: the organization's, made by one of its people.
package struct PSAKeyCaller: Sendable, Equatable {
    package var keyID: String
    package var organizationID: String
    /// Who made it; nil for one made by an operator, or when that user is gone.
    package var makerID: String?
    /// Whether its maker administers this instance.
    package var isInstanceAdmin: Bool

    package init(keyID: String, organizationID: String, makerID: String?, isInstanceAdmin: Bool) {
        self.keyID = keyID
        self.organizationID = organizationID
        self.makerID = makerID
        self.isInstanceAdmin = isInstanceAdmin
    }
}

package struct MemberCaller: Sendable, Equatable {
    package var userID: String
    package var organizationID: String
    package var email: String
    package var role: Role
    package var isInstanceAdmin: Bool
    /// The login that the request shows; nil where it shows a key.
    package var sessionID: String?

    package init(
        userID: String, organizationID: String, email: String, role: Role, isInstanceAdmin: Bool = false, sessionID: String? = nil
    ) {
        self.userID = userID
        self.organizationID = organizationID
        self.email = email
        self.role = role
        self.isInstanceAdmin = isInstanceAdmin
        self.sessionID = sessionID
    }
}

/// An `skk_` key: somebody's own, with the role that this person has at the moment.
package struct StratamKeyCaller: Sendable, Equatable {
    package var keyID: String
    package var user: MemberCaller
    package var scopes: Set<Scope>

    package init(keyID: String, user: MemberCaller, scopes: Set<Scope>) {
        self.keyID = keyID
        self.user = user
        self.scopes = scopes
    }
}

/// Somebody in whose name a request is made, logged in or by a key of theirs.
package struct Person: Sendable, Equatable {
    package var userID: String
    package var organizationID: String
    package var email: String
    package var role: Role
    package var isInstanceAdmin: Bool
    /// People have all; keys what they were made with.
    package var scopes: Set<Scope>
    /// The key that was used; nil when the person is logged in.
    package var keyID: String?
    /// The login that was used; nil when it was a key.
    package var sessionID: String?

    /// Nil for callers that are no person.
    package init?(_ caller: Caller) {
        let member: MemberCaller
        switch caller {
        case .member(let caller): (member, scopes, keyID) = (caller, Set(Scope.allCases), nil)
        case .stratamKey(let key): (member, scopes, keyID) = (key.user, key.scopes, key.keyID)
        case .publishableKey, .secretKey, .psaKey: return nil
        }
        userID = member.userID
        organizationID = member.organizationID
        email = member.email
        role = member.role
        isInstanceAdmin = member.isInstanceAdmin
        sessionID = member.sessionID
    }
}

package enum Caller: Sendable, Equatable {
    case publishableKey(KeyCaller)
    case secretKey(KeyCaller)
    case psaKey(PSAKeyCaller)
    case stratamKey(StratamKeyCaller)
    case member(MemberCaller)

    package var kind: CallerKind {
        switch self {
        case .publishableKey: .publishableKey
        case .secretKey: .secretKey
        case .psaKey: .psaKey
        case .stratamKey: .stratamKey
        case .member: .member
        }
    }

    package var organizationID: String {
        switch self {
        case .publishableKey(let key), .secretKey(let key): key.organizationID
        case .psaKey(let key): key.organizationID
        case .stratamKey(let key): key.user.organizationID
        case .member(let member): member.organizationID
        }
    }

    /// Who is noted as the maker of what this caller makes.
    package var makerID: String? {
        switch self {
        case .publishableKey, .secretKey: nil
        case .psaKey(let key): key.makerID
        case .stratamKey(let key): key.user.userID
        case .member(let member): member.userID
        }
    }

    /// What rate limits are counted by.
    package var limitKey: String {
        switch self {
        // Apart, so that a flood with the public half cannot shut out the customer's server.
        case .publishableKey(let key): "pk:" + key.keyID
        case .secretKey(let key): "sk:" + key.keyID
        case .psaKey(let key): "psa:" + key.keyID
        case .stratamKey(let key): "skk:" + key.keyID
        case .member(let member): "user:" + member.userID
        }
    }
}

/// Credential → caller, supplied by `Access`. Nil when the credential is unknown, revoked or expired.
package typealias Authenticate = @Sendable (Credential) async throws -> Caller?
