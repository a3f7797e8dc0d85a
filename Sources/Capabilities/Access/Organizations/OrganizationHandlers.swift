import Audit
import Storage
import Vocabulary
import Web

struct OrganizationHandlers: Sendable {
    let database: any SQLDatabase

    struct OrganizationResponse: Encodable, Sendable {
        var organization: Organization
        enum CodingKeys: String, CodingKey {
            case id = "org_id", name = "org_name", createdAt = "created_at", match = "match_threshold", review = "review_threshold"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(organization.id, forKey: .id)
            try container.encode(organization.name, forKey: .name)
            try container.encode(organization.createdAt, forKey: .createdAt)
            try container.encode(organization.settings.matchThreshold, forKey: .match)
            try container.encode(organization.settings.reviewThreshold, forKey: .review)
        }
    }

    struct ChangeRequest: Decodable, Sendable {
        var name: String?
        var matchThreshold: Double?
        var reviewThreshold: Double?
        enum CodingKeys: String, CodingKey {
            case name = "org_name", matchThreshold = "match_threshold", reviewThreshold = "review_threshold"
        }
    }

    func show(_ call: MemberCall) async throws -> Answer {
        guard let organization = try await OrganizationStore.find(call.organizationID, in: database) else {
            throw Problem(.notFound, "Organization not found")
        }
        return .ok(OrganizationResponse(organization: organization))
    }

    func change(_ body: ChangeRequest, _ call: MemberCall) async throws -> Answer {
        try Check.optionalText(body.name, "org_name", length: 1...200)
        for (value, field) in [(body.matchThreshold, "match_threshold"), (body.reviewThreshold, "review_threshold")] {
            if let value, !(0...100).contains(value) { throw Problem.invalid(field, "must be a number from 0 to 100") }
        }
        let changed = try await database.transaction { db in
            try await UserStore.lockOrganization(call.organizationID, in: db)
            guard var organization = try await OrganizationStore.find(call.organizationID, in: db) else {
                throw Problem(.notFound, "Organization not found")
            }
            if let name = body.name { organization.name = name }
            if let match = body.matchThreshold { organization.settings.matchThreshold = match }
            if let review = body.reviewThreshold { organization.settings.reviewThreshold = review }
            guard organization.settings.reviewThreshold <= organization.settings.matchThreshold else {
                throw Problem.invalid("review_threshold", "must not be above match_threshold")
            }
            try await OrganizationStore.update(organization, in: db)
            try await Audit.record(call.author.entry(.organizationChanged, "organization", organization.id), in: db)
            return organization
        }
        return .ok(OrganizationResponse(organization: changed))
    }
}
