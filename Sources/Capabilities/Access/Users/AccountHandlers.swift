import Storage
import Vocabulary
import Web

/// Who the caller is, and what they may use.
struct AccountHandlers: Sendable {
    let database: any SQLDatabase
    let actions: Actions

    struct AccountResponse: Encodable, Sendable {
        struct UserPart: Encodable, Sendable {
            var id: String
            var email: String
            var role: Role
            var isInstanceAdmin: Bool
            var createdAt: Milliseconds
            enum CodingKeys: String, CodingKey {
                case id = "user_id", email, role, isInstanceAdmin = "is_instance_admin", createdAt = "created_at"
            }
        }

        struct OrganizationPart: Encodable, Sendable {
            /// As this family names it.
            var uuid: String
            var id: String
            var name: String
            enum CodingKeys: String, CodingKey { case uuid = "org_id", id, name }
        }

        var user: UserPart
        var organization: OrganizationPart
        var tier: Tier
        var actions: ActionStanding
        /// What the caller's key may do; people may do all.
        var scopes: [Scope]
    }

    func show(_ call: PersonCall) async throws -> Answer {
        guard let user = try await UserStore.find(call.userID, org: call.organizationID, in: database),
            let organization = try await OrganizationStore.find(call.organizationID, in: database)
        else { throw Problem(.notFound, "User not found") }
        let standing = try await actions.standing(userID: call.userID, organizationID: call.organizationID, now: call.now)
        return .ok(
            OK(
                AccountResponse(
                    user: .init(
                        id: user.id, email: user.email, role: user.role, isInstanceAdmin: call.person.isInstanceAdmin,
                        createdAt: Milliseconds(user.createdAt)),
                    organization: .init(uuid: StratamID.organization(organization.id), id: organization.id, name: organization.name),
                    tier: standing.tier, actions: standing, scopes: Scope.allCases.filter(call.person.scopes.contains))))
    }
}
