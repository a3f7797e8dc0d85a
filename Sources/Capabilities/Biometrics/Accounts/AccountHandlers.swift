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

    struct AccountList: Encodable, Sendable {
        var accounts: [AccountResponse]
        var total: Int
        var page: Int
        var pageSize: Int
        enum CodingKeys: String, CodingKey { case accounts, total, page, pageSize = "page_size" }
    }

    func list(_ call: Call) async throws -> Answer {
        let page = try call.page()
        let found = try await AccountStore.list(page: page, org: call.organizationID, in: database)
        let total = try await Counters.total(Dimension.accounts, org: call.organizationID, in: database)
        return .ok(AccountList(accounts: found.map(AccountResponse.init), total: total, page: page.page, pageSize: page.size))
    }
}
