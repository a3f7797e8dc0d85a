import Audit
import Storage
import Vocabulary
import Web

struct UserHandlers: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let personalKeys: KnownKeys<PersonalKeyStore.Known>

    struct UserResponse: Encodable, Sendable {
        var user: User
        enum CodingKeys: String, CodingKey { case id = "user_id", email, role, createdAt = "created_at" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(user.id, forKey: .id)
            try container.encode(user.email, forKey: .email)
            try container.encode(user.role, forKey: .role)
            try container.encode(user.createdAt, forKey: .createdAt)
        }
    }

    struct InviteRequest: Decodable, Sendable {
        var email: String
        var password: String
        var role: String
    }

    struct RoleRequest: Decodable, Sendable { var role: String }

    private func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else { throw Problem.invalid("role", "must be one of owner, admin, member, viewer") }
        return role
    }

    func invite(_ body: InviteRequest, _ call: MemberCall) async throws -> Answer {
        let email = try Check.email(body.email, "email")
        try Password.check(body.password, "password")
        let role = try role(body.role)
        guard role != .owner || call.member.role == .owner else { throw Problem(.forbidden, "Only an owner can make somebody an owner") }
        let hash = try await hasher.hash(body.password)
        let user = User(id: ID.new(.user), organizationID: call.organizationID, email: email, role: role, createdAt: call.now)
        let isNew = try await database.transaction { db in
            guard try await UserStore.insert(user, passwordHash: hash, isInstanceAdmin: false, in: db) else { return false }
            try await Audit.record(call.author.entry(.userInvited, "user", user.id, change: ["role": role.rawValue]), in: db)
            return true
        }
        guard isNew else { throw Problem(.conflict, "An account with this email address exists already", field: "email") }
        return .created(UserResponse(user: user))
    }

    func list(_ call: MemberCall) async throws -> Answer {
        let page = try call.page()
        let users = try await UserStore.list(org: call.organizationID, page: page, in: database)
        let total = try await UserStore.count(org: call.organizationID, in: database)
        return .ok(ListResponse("users", users.map(UserResponse.init), total: total, page: page))
    }

    func changeRole(_ body: RoleRequest, _ call: MemberCall) async throws -> Answer {
        let role = try role(body.role)
        let id = try call.id("user_id")
        let changed = try await database.transaction { db in
            var user = try await changeable(id, call, in: db)
            guard role != .owner || call.member.role == .owner else { throw Problem(.forbidden, "Only an owner can make somebody an owner") }
            if user.role == .owner && role != .owner { try await requireAnotherOwner(call.organizationID, in: db) }
            try await UserStore.setRole(role, id, org: call.organizationID, in: db)
            // Who may do less must log in again; who may do more goes on with more.
            if role < user.role { try await Logins.endAll(id, org: call.organizationID, in: db) }
            try await Audit.record(
                call.author.entry(.roleChanged, "user", id, change: ["from": user.role.rawValue, "to": role.rawValue]), in: db)
            user.role = role
            return user
        }
        try await personalKeys.revoke(on: database)
        return .ok(UserResponse(user: changed))
    }

    func remove(_ call: MemberCall) async throws -> Answer {
        let id = try call.id("user_id")
        try await database.transaction { db in
            let user = try await changeable(id, call, in: db)
            if user.role == .owner { try await requireAnotherOwner(call.organizationID, in: db) }
            try await UserStore.remove(id, org: call.organizationID, in: db)
            try await Audit.record(call.author.entry(.userRemoved, "user", id), in: db)
        }
        try await personalKeys.revoke(on: database)
        return .noContent
    }

    /// A user of the caller's organization whom the caller may change: owners are changed by owners.
    private func changeable(_ id: String, _ call: MemberCall, in db: any SQLSession) async throws -> User {
        try await UserStore.lockOrganization(call.organizationID, in: db)
        guard let user = try await UserStore.find(id, org: call.organizationID, in: db) else { throw Problem(.notFound, "User not found") }
        guard user.role != .owner || call.member.role == .owner else { throw Problem(.forbidden, "Only an owner can change an owner") }
        return user
    }

    private func requireAnotherOwner(_ org: String, in db: any SQLSession) async throws {
        guard try await UserStore.count(org: org, role: .owner, in: db) > 1 else {
            throw Problem(.conflict, "The organization needs an owner; make somebody else an owner first")
        }
    }
}
