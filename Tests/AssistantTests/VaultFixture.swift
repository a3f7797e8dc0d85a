import Access
import Support
import Testing
import Vocabulary
import Web

/// Somebody with a vault, over a running server.
struct VaultCaller: Sendable {
    let server: TestServer
    let caller: TestCaller
    /// Their organization as the API names it.
    let organization: String

    @discardableResult
    func remember(_ content: String, tags: [String] = [], shared: Bool = false) async throws -> String {
        var body: [String: JSONValue] = ["content": .string(content), "tags": .array(tags.map(JSONValue.string))]
        if shared { body["org_id"] = .string(organization) }
        let made = try await post("remember", .object(body))
        try #require(made.status == 200, "\(made.text)")
        server.clock.advance(seconds: 1)
        return made["entry_id"]?.stringValue ?? ""
    }

    func get(_ path: String) async throws -> Reply { try await server.get("/api/vault/" + path, as: caller) }

    @discardableResult
    func post(_ path: String, _ body: JSONValue, headers: [String: String] = [:]) async throws -> Reply {
        try await server.send(.post, "/api/vault/" + path, as: caller, body, headers: headers)
    }

    @discardableResult
    func update(_ id: String, _ change: JSONValue) async throws -> Reply {
        guard case .object(var body) = change else { throw Problem(.internalError, "a change is an object") }
        body["entry_id"] = .string(id)
        return try await post("update", .object(body))
    }

    func load(_ bytes: [UInt8], type: String = "application/json", query: String = "", accept: String? = nil) async throws -> Reply {
        var headers = ["Content-Type": type]
        headers["Accept"] = accept
        return try await server.send(.post, "/api/vault/import\(query)", as: caller, bytes: bytes, headers: headers)
    }

    /// The contents of a list, in its order.
    func contents(_ query: String = "") async throws -> [String] {
        let reply = try await get("list?limit=200&\(query)")
        try #require(reply.status == 200, "\(reply.text)")
        return reply.entries.map { $0["content"]?.stringValue ?? "" }
    }

    func entry(_ id: String) async throws -> JSONValue { try await get("entry?entry_id=\(id)")["entry"] ?? .null }
    var sharedQuery: String { "scope=org&org_id=\(organization)" }
}

extension TestOrganization {
    var vault: VaultCaller { VaultCaller(server: server, caller: owner, organization: StratamID.organization(id)) }

    func vault(_ role: Role) async throws -> (id: String, vault: VaultCaller) {
        let member = try await member(role)
        return (member.id, VaultCaller(server: server, caller: member.caller, organization: StratamID.organization(id)))
    }
}

extension Reply {
    var entries: [JSONValue] { items("entries") }
    func items(_ name: String) -> [JSONValue] { if case .array(let items) = self[name] { items } else { [] } }
    var total: Int64? { if case .integer(let total) = self["total"] { total } else { nil } }
    var error: String { self["error"]?.stringValue ?? "" }
    var code: String? { self["code"]?.stringValue }
    func number(_ name: String) -> Int64? { if case .integer(let value) = self[name] { value } else { nil } }
    func texts(_ name: String) -> [String] { items(name).compactMap(\.stringValue) }
    /// The ids of its entries.
    var ids: [String] { entries.compactMap { $0["entry_id"]?.stringValue } }
}
