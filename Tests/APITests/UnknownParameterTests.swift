import Support
import Testing
import Vocabulary
import Web

@Suite("Query parameters that a list does not know", .serialized)
struct UnknownParameterTests {
    @Test(
        "Are refused with their name, and with the right one where it is near",
        arguments: [
            ("limit", "page_size"), ("per_page", "page_size"), ("pageSize", "page_size"), ("size", "page_size"), ("page-size", "page_size"),
            ("pagesize", "page_size"), ("page_szie", "page_size"), ("offset", "page"), ("skip", "page"), ("pages", "page"), ("Page", "page"),
            ("identity", "identity_id"), ("identityId", "identity_id"), ("user_id", "identity_id"), ("account", "account_id"),
            ("state", "status"), ("statuses", "status"), ("matchStatus", "match_status"), ("meta_key", "metadata_key"),
            ("severity", "category_severity"), ("categry", "category"), ("status[]", "status"),
        ])
    func namesTheRightOne(unknown: String, right: String) {
        let known = [
            "identity_id", "account_id", "status", "match_status", "metadata_key", "metadata_value", "category", "category_severity",
            "page", "page_size",
        ]
        let problem = #expect(throws: Problem.self) { try Query([unknown: "5", "page": "1"]).allowOnly(known) }
        #expect(problem?.message == "\(unknown): is not a query parameter of this endpoint; did you mean \(right)?")
        #expect(problem?.field == unknown)
        #expect(problem?.kind == .malformed)
    }

    @Test(
        "Are refused with the whole list where nothing is near, however odd they are", arguments: ["colour", "_", "x", "drop table", "\u{1F}a", "☃"])
    func listsAll(unknown: String) {
        let problem = #expect(throws: Problem.self) { try Query([unknown: ""]).allowOnly(["page", "page_size"]) }
        #expect(problem?.message.hasSuffix("it takes page, page_size") == true)
        let nameless = #expect(throws: Problem.self) { try Query(["": "5"]).allowOnly(["page"]) }
        #expect(nameless?.message == "A query parameter has no name; it takes page")
        let long = #expect(throws: Problem.self) { try Query([String(repeating: "y", count: 5000): ""]).allowOnly(["page"]) }
        #expect((long?.message.count ?? .max) < 200)
    }

    @Test("Every paged list of every family refuses them in its own shape")
    func everyList() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity(), psa = try await acme.psaKey(), skk = try await acme.personalKey([.read, .write, .admin])
            let stradum = [
                "sessions", "identities", "accounts", "dashboard/alerts", "dashboard/identity/\(identity)/profile", "analysis/identity/\(identity)",
                "auth/keys", "auth/users",
            ]
            for path in stradum {
                let reply = try await server.get("\(path)?limit=5", as: acme.owner)
                #expect(reply.status == 422, "\(path)")
                #expect(reply.detail == "limit: is not a query parameter of this endpoint; did you mean page_size?", "\(path)")
                #expect(try await server.get("\(path)?page=1&page_size=5", as: acme.owner).status == 200, "\(path)")
            }
            for path in ["/api/v2/psa/sessions", "/v1/sessions"] {
                let reply = try await server.get("\(path)?page_size=5", as: psa)
                #expect(reply.status == 422, "\(path)")
                #expect(reply.detail.hasSuffix("did you mean per_page?"), "\(path)")
                #expect(try await server.get("\(path)?page=1&per_page=5", as: psa).status == 200, "\(path)")
            }
            #expect(try await server.get("/api/v2/sigtrack/incidents?pageSize=5", as: acme.owner).status == 422)
            for path in [
                "/api/vault/list", "/api/vault/tags", "/api/conversations", "/api/audit", "/api/account/keys", "/api/account/sessions",
            ] {
                let reply = try await server.get("\(path)?page_size=5", as: path == "/api/audit" ? acme.owner : skk)
                #expect(reply.status == 400, "\(path)")
                #expect(reply["error"] == "page_size: is not a query parameter of this endpoint; did you mean limit?", "\(path)")
                #expect(reply["code"] == "unknown_parameter" && reply["field"] == "page_size", "\(path)")
                #expect(try await server.get("\(path)?limit=5&offset=0", as: path == "/api/audit" ? acme.owner : skk).status == 200, "\(path)")
            }
            // A filter that is misspelt would hand over everything.
            #expect(try await server.get("/api/vault/export.json?tags=work", as: skk).status == 400)
            let search = try await server.get("/api/conversations/search?q=oak&before=2026-03-07", as: skk)
            #expect(search["error"]?.stringValue?.contains("until") == true)
            // Who may not read the list is told that first.
            #expect(try await server.get("sessions?limit=5").status == 401)
            #expect(try await server.get("sessions?limit=5", as: acme.publishable).status == 403)
        }
    }
}
