import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing
import Vocabulary
import Web

@testable import Webhooks

/// The endpoints over HTTP, with two organizations and a key of each kind.
private func withAPI(_ body: @Sendable @escaping (WebhookFixture, any TestClientProtocol) async throws -> Void) async throws {
    try await WebhookFixture.with(.sqlite) { fixture in try await serve(fixture, body) }
}

private func serve(
    _ fixture: WebhookFixture, _ body: @Sendable @escaping (WebhookFixture, any TestClientProtocol) async throws -> Void
) async throws {
    let callers: [String: Caller] = [
        "sk_acme": .secretKey(KeyCaller(keyID: "key_1", organizationID: WebhookFixture.organizationID, mode: .live)),
        "sk_admin": .secretKey(KeyCaller(keyID: "key_3", organizationID: "org_admin", mode: .live)),
        "pk_acme": .publishableKey(KeyCaller(keyID: "key_1", organizationID: WebhookFixture.organizationID, mode: .live)),
        "sk_other": .secretKey(KeyCaller(keyID: "key_2", organizationID: "org_other", mode: .live)),
    ]
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let settings = WebSettings(
        authenticate: { credential in
            if case .key(let text, _) = credential { callers[text] } else { nil }
        }, clock: fixture.clock, logger: logger)
    let table = RouteTable(settings: settings)
    fixture.webhooks.addRoutes(to: APIRoutes(table, prefix: "/api/v1"))
    table.finish(envelope: { _ in .detail })
    try await Application(responder: table.router.buildResponder(), logger: logger).test(.router) { client in
        try await body(fixture, client)
    }
}

private struct Reply {
    let status: Int
    let json: JSONValue

    subscript(_ key: String) -> JSONValue? { json[key] }
    var keys: Set<String> { if case .object(let members) = json { Set(members.keys) } else { [] } }
}

extension TestClientProtocol {
    fileprivate func call(_ method: HTTPRequest.Method, _ path: String, key: String? = "sk_acme", body: String? = nil) async throws -> Reply {
        var headers = HTTPFields()
        if let key, let name = HTTPField.Name("X-Stradum-Key") { headers[name] = key }
        if body != nil { headers[.contentType] = "application/json" }
        return try await execute(uri: "/api/v1/\(path)", method: method, headers: headers, body: body.map(ByteBuffer.init(string:))) { response in
            let text = String(buffer: response.body)
            return Reply(status: Int(response.status.code), json: text.isEmpty ? .null : try JSONValue(parsing: text))
        }
    }
}

private let example = """
    {"url": "https://your-server.com/webhooks/stradum", "events": ["session.completed", "analysis.completed", "signal.alert"],
     "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    """

@Suite("Webhook endpoints")
struct WebhookAPITests {
    @Test("an address that an option of the server would allow is refused with that option, to administrators alone", arguments: [
        ("http://hooks.example/in", "--allow-http-targets"), ("https://10.0.0.7/in", "--allow-private-targets"),
        ("https://hooks.internal/in", "--allow-private-targets"), ("https://[::1]/in", "--allow-private-targets"),
        ("https://169.254.169.254/in", nil), ("https://metadata.google.internal/in", nil), ("ftp://hooks.example/in", nil),
        ("https://hooks.example:22/in", nil), ("https://anna:secret@hooks.example/in", nil),
    ] as [(String, String?)])
    func options(_ url: String, _ option: String?) async throws {
        try await withAPI { fixture, client in
            try await fixture.database.execute("INSERT INTO organizations (id, name, created_at) VALUES ('org_admin', 'A', 0)")
            try await fixture.database.execute(
                """
                INSERT INTO users (id, organization_id, email, password_hash, role, is_instance_admin, created_at)
                VALUES ('usr_1', 'org_admin', 'a@example.com', '', 'owner', 1, 0)
                """)
            let body = "{\"url\": \"\(url)\", \"events\": [\"session.completed\"]}"
            let told = try await client.call(.post, "webhooks", key: "sk_admin", body: body)
            let others = try await client.call(.post, "webhooks", key: "sk_acme", body: body)
            #expect(told.status == 422 && others.status == 422)
            let sentence = try #require(told["detail"]?.stringValue), short = try #require(others["detail"]?.stringValue)
            #expect(!short.contains("--") && sentence.hasPrefix(short))
            if let option { #expect(sentence.contains(option)) } else { #expect(sentence == short) }
        }
    }

    @Test("a secret that is not what it looks like is refused in words, when made and when changed", arguments: [
        ("whsec_your_signing_secret", "URL-safe"), ("whsec_", "at least one byte"), ("whsec_AAE!", "leave whsec_ out"), ("whsec_A", "base64"),
        ("whsec_AA EC", "base64"), ("whsec_AAEC=", "base64"), ("whsec_AA==EC", "base64"), ("whsec_-_8", "URL-safe"), ("WHSEC_AAEC", "lower case"),
        (" whsec_AAEC", "space"), ("whsec_AAEC ", "base64"), ("whsec_whsec_AAEC", "base64"),
    ])
    func secrets(_ secret: String, _ words: String) async throws {
        try await withAPI { _, client in
            let body = "{\"url\": \"https://hooks.example/in\", \"events\": [\"session.completed\"], \"secret\": \"\(secret)\"}"
            let refused = try await client.call(.post, "webhooks", body: body)
            #expect(refused.status == 422)
            #expect(refused["field"] == "secret" && refused["detail"]?.stringValue?.contains(words) == true, "\(refused.json)")
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            #expect(try await client.call(.post, "webhooks/\(id)/rotate-secret", body: "{\"secret\": \"\(secret)\"}").status == 422)
            for taken in ["whsec_AAECAw", "whsec_AAECAw==", "plain text, and no prefix"] {
                #expect(try await client.call(.post, "webhooks/\(id)/rotate-secret", body: "{\"secret\": \"\(taken)\"}").status == 200)
            }
        }
    }

    @Test("the document's example is answered with exactly the documented fields, listed and deleted")
    func lifecycle() async throws {
        try await withAPI { _, client in
            let created = try await client.call(.post, "webhooks", body: example)
            #expect(created.status == 201)
            #expect(created.keys == ["webhook_id", "url", "events", "active", "created_at"])
            #expect(created["url"] == "https://your-server.com/webhooks/stradum")
            #expect(created["events"] == .array(["session.completed", "analysis.completed", "signal.alert"]))
            #expect(created["active"] == true && created["created_at"] == "2026-01-01T00:00:00Z")
            let listed = try await client.call(.get, "webhooks")
            #expect(listed.status == 200 && listed["total"] == 1 && listed["webhooks"] == .array([created.json]))
            let id = try #require(created["webhook_id"]?.stringValue)
            #expect(try await client.call(.delete, "webhooks/\(id)").status == 204)
            #expect(try await client.call(.delete, "webhooks/\(id)").status == 404)
            #expect(try await client.call(.get, "webhooks")["total"] == 0)
        }
    }

    @Test("a test event, its log and its replay go through HTTP")
    func deliveries() async throws {
        try await withAPI { fixture, client in
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            let queued = try await client.call(.post, "webhooks/\(id)/test")
            #expect(queued.status == 200 && queued["status"] == "pending" && queued["event_type"] == "webhook.test")
            #expect(queued["delivered_at"] == .null && queued["last_status_code"] == .null && queued["attempts"] == .array([]))
            let deliveryID = try #require(queued["delivery_id"]?.stringValue)
            #expect(try await client.call(.post, "webhooks/\(id)/deliveries/\(deliveryID)/replay").status == 409)
            fixture.receiver.answer { _ in .response(.init(status: 202, body: Array("thanks".utf8))) }
            try await fixture.deliveries().runDue()
            let log = try await client.call(.get, "webhooks/\(id)/deliveries?page_size=1")
            #expect(log["total"] == 1 && log["page"] == 1 && log["page_size"] == 1)
            guard case .array(let deliveries) = log["deliveries"], case .array(let attempts) = deliveries.first?["attempts"] else {
                Issue.record("no attempts in the log")
                return
            }
            #expect(deliveries[0]["status"] == "delivered" && deliveries[0]["last_status_code"] == 202)
            #expect(attempts[0]["response_snippet"] == "thanks" && attempts[0]["number"] == 1 && attempts[0]["error"] == .null)
            let replayed = try await client.call(.post, "webhooks/\(id)/deliveries/\(deliveryID)/replay")
            #expect(replayed.status == 200 && replayed["delivery_id"] == queued["delivery_id"] && replayed["status"] == "pending")
            #expect(try await client.call(.get, "webhooks/\(id)/deliveries?page_size=0").status == 422)
        }
    }

    @Test("a webhook that gave up says why, and is switched on again with its failures forgotten")
    func enabledAgain() async throws {
        try await withAPI { fixture, client in
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            _ = try await client.call(.post, "webhooks/\(id)/test")
            fixture.receiver.answer(status: 410)
            try await fixture.deliveries().runDue()
            let off = try await client.call(.get, "webhooks/\(id)")
            #expect(off.keys == [
                "webhook_id", "url", "events", "active", "created_at", "signed", "disabled_reason", "failures_in_a_row", "failing_since",
            ])
            #expect(off["active"] == false && off["disabled_reason"] == "gone" && off["failures_in_a_row"] == 1 && off["signed"] == true)
            #expect(off["failing_since"] == "2026-01-01T00:00:00Z")
            #expect(try await client.call(.post, "webhooks/\(id)/test").status == 409)
            let on = try await client.call(.patch, "webhooks/\(id)", body: #"{"active": true}"#)
            #expect(on.status == 200 && on["active"] == true && on["disabled_reason"] == .null && on["failing_since"] == .null)
            #expect(on["failures_in_a_row"] == 0)
            #expect(try await client.call(.post, "webhooks/\(id)/test").status == 200)
            let manual = try await client.call(.patch, "webhooks/\(id)", body: #"{"active": false}"#)
            #expect(manual["active"] == false && manual["disabled_reason"] == "manual")
            #expect(try await client.call(.patch, "webhooks/\(id)", body: "{}").status == 422)
        }
    }

    @Test("a secret is rotated over HTTP: the answer holds it once, and both sign for the overlap")
    func rotation() async throws {
        try await withAPI { fixture, client in
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            let made = try await client.call(.post, "webhooks/\(id)/rotate-secret", body: "{}")
            #expect(made.status == 200 && made.keys == ["webhook_id", "secret", "overlap_until"])
            #expect(made["secret"]?.stringValue?.hasPrefix("whsec_") == true && made["overlap_until"] == "2026-01-02T00:00:00Z")
            _ = try await client.call(.post, "webhooks/\(id)/test")
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.last?.header("webhook-signature")?.split(separator: " ").count == 2)
            let own = try await client.call(.post, "webhooks/\(id)/rotate-secret", body: #"{"secret": "mine", "overlap_hours": 0}"#)
            #expect(own["secret"] == "mine" && own["overlap_until"] == "2026-01-01T00:00:00Z")
            _ = try await client.call(.post, "webhooks/\(id)/test")
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.last?.header("webhook-signature")?.split(separator: " ").count == 1)
            for body in [#"{"secret": ""}"#, #"{"overlap_hours": 169}"#, #"{"overlap_hours": -1}"#, #"{"overlap_hours": 1.5}"#] {
                #expect(try await client.call(.post, "webhooks/\(id)/rotate-secret", body: body).status == 422, "\(body)")
            }
        }
    }

    @Test("what was sent in a range of time is sent again")
    func range() async throws {
        try await withAPI { fixture, client in
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            for _ in 0..<4 {
                _ = try await client.call(.post, "webhooks/\(id)/test")
                try await fixture.deliveries().runDue()
                fixture.advance(hours: 1)
            }
            func replay(_ body: String) async throws -> Reply { try await client.call(.post, "webhooks/\(id)/replay", body: body) }
            #expect(try await replay(#"{"from": "2026-01-01T01:00:00Z", "until": "2026-01-01T03:00:00Z"}"#)["queued"] == 2)
            #expect(try await replay(#"{"from": "2026-01-01T04:00:00+01:00"}"#)["queued"] == 1)
            #expect(try await replay(#"{"from": "2026-01-01T00:00:00Z", "failed_only": true}"#)["queued"] == 0)
            try await fixture.deliveries().runDue()
            #expect(fixture.receiver.seen.count == 7)
            for (body, field) in [
                (#"{"until": "2026-01-01T03:00:00Z"}"#, "from"), (#"{"from": "yesterday"}"#, "from"), (#"{"from": 5}"#, "from"),
                (#"{"from": "2026-01-01T01:00:00Z", "until": "tomorrow"}"#, "until"),
                (#"{"from": "2026-01-01T01:00:00Z", "failed_only": "yes"}"#, "failed_only"),
            ] {
                let reply = try await replay(body)
                #expect(reply.status == 422 && reply["detail"]?.stringValue?.contains(field) == true, "\(body)")
            }
        }
    }

    @Test("every wrong caller is refused at every endpoint, and another organization finds nothing")
    func callers() async throws {
        try await withAPI { fixture, client in
            let id = try #require(try await client.call(.post, "webhooks", body: example)["webhook_id"]?.stringValue)
            let delivery = try #require(try await client.call(.post, "webhooks/\(id)/test")["delivery_id"]?.stringValue)
            let endpoints: [(HTTPRequest.Method, String)] = [
                (.post, "webhooks"), (.get, "webhooks"), (.get, "webhooks/\(id)/deliveries"), (.post, "webhooks/\(id)/test"),
                (.post, "webhooks/\(id)/deliveries/\(delivery)/replay"), (.get, "webhooks/\(id)"), (.patch, "webhooks/\(id)"),
                (.post, "webhooks/\(id)/rotate-secret"), (.post, "webhooks/\(id)/replay"), (.delete, "webhooks/\(id)"),
            ]
            let bodies = [
                "POST webhooks": example, "PATCH webhooks/\(id)": #"{"active": false}"#, "POST webhooks/\(id)/rotate-secret": "{}",
                "POST webhooks/\(id)/replay": #"{"from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}"#,
            ]
            for (method, path) in endpoints {
                let body = bodies["\(method.rawValue) \(path)"]
                #expect(try await client.call(method, path, key: nil, body: body).status == 401, "\(method) \(path)")
                #expect(try await client.call(method, path, key: "sk_unknown", body: body).status == 401, "\(method) \(path)")
                #expect(try await client.call(method, path, key: "pk_acme", body: body).status == 403, "\(method) \(path)")
                if path.contains(id) { #expect(try await client.call(method, path, key: "sk_other", body: body).status == 404, "\(method) \(path)") }
            }
            #expect(try await client.call(.get, "webhooks", key: "sk_other")["total"] == 0)
            #expect(try await client.call(.get, "webhooks")["total"] == 1)
        }
    }

    @Test("what is malformed is answered 422 with the field's name", arguments: [
        (#"{"events": ["session.completed"]}"#, "url"),
        (#"{"url": "https://your-server.com/"}"#, "events"),
        (#"{"url": "https://your-server.com/", "events": "session.completed"}"#, "events"),
        (#"{"url": "https://your-server.com/", "events": []}"#, "events"),
        (#"{"url": "https://your-server.com/", "events": ["nothing.happened"]}"#, "events[0]"),
        (#"{"url": "https://your-server.com/", "events": ["session.completed"], "secret": ""}"#, "secret"),
        (#"{"url": "https://169.254.169.254/latest/", "events": ["session.completed"]}"#, "url"),
        (#"{"url": 7, "events": ["session.completed"]}"#, "url"),
    ])
    func malformed(body: String, field: String) async throws {
        try await withAPI { _, client in
            let reply = try await client.call(.post, "webhooks", body: body)
            #expect(reply.status == 422)
            #expect(reply["detail"]?.stringValue?.contains(field) == true)
        }
    }
}
