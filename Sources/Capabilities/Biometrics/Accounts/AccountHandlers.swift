import Access
import Storage
import Vocabulary
import Web

struct AccountHandlers: Sendable {
    let database: any SQLDatabase

    struct AccountResponse: Encodable, Sendable {
        var account: Account
        enum CodingKeys: String, CodingKey {
            case id = "account_id", name = "account_name", uri = "account_uri", sessionCount = "session_count", identityCount = "identity_count"
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(account.id, forKey: .id)
            try container.encode(account.name, forKey: .name)
            try container.encode(account.uri, forKey: .uri)
            try container.encode(account.sessionCount, forKey: .sessionCount)
            try container.encode(account.identityCount, forKey: .identityCount)
        }
    }

    func list(_ call: Call) async throws -> Answer {
        let page = try call.page()
        let found = try await AccountStore.list(page: page, org: call.organizationID, in: database)
        let total = try await Counters.total(Dimension.accounts, org: call.organizationID, in: database)
        return .ok(ListResponse("accounts", found.map(AccountResponse.init), total: total, page: page))
    }
}
