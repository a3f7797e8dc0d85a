import Foundation
import HTTPTypes
import Testing
import Vocabulary
import Web

@Suite("Routes in a person's own name")
struct PersonRoutesTests {
    @Test("People and their own keys get in; nobody and keys of other families do not")
    func admission() async throws {
        try await withRoutes { (client) async throws in
            #expect(try await client.send(.get, "/api/vault/who").json == ["ok": true, "user": "usr_ann", "email": "ann@acme.com", "key": nil])
            #expect(try await client.send(.get, "/api/vault/who", as: "skk_read")["key"] == "k1")
            let nobody = try await client.send(.get, "/api/vault/who", as: nil)
            #expect(nobody.status == 401)
            #expect(nobody.header("www-authenticate") == "Bearer")
            #expect(try await client.send(.get, "/api/vault/who", as: "skk_unknown").status == 401)
            let psa = try await client.send(.get, "/api/vault/who", as: "psa_key")
            #expect(psa.status == 403)
            #expect(psa.code == "forbidden")
            #expect(psa["ok"] == false)
        }
    }

    @Test("A key needs the scope, a person the role")
    func scopesAndRoles() async throws {
        try await withRoutes { (client) async throws in
            let note = #"{"content":"x"}"#
            #expect(try await client.send(.post, "/api/vault/remember", as: "skk_read", json: note).code == "scope_required")
            #expect(try await client.send(.post, "/api/vault/remember", as: "skk_write", json: note).status == 200)
            #expect(try await client.send(.get, "/api/vault/who", as: "skk_write").status == 403)
            let viewer = try await client.send(.post, "/api/vault/remember", as: "vic", json: "{")
            #expect(viewer.status == 403, "the body is not looked at before the role")
            #expect(viewer.code == "role_required")
        }
    }

    @Test("Where a key and a cookie come together, the key counts")
    func keyWins() async throws {
        try await withRoutes { (client) async throws in
            let reply = try await client.send(.get, "/api/vault/who", as: "skk_read", headers: ["Cookie": "stratam_session=vic"])
            #expect(reply["user"] == "usr_ann")
            let wrong = try await client.send(.get, "/api/vault/who", as: "skk_unknown", headers: ["Cookie": "stratam_session=vic"])
            #expect(wrong.status == 401)
        }
    }

    @Test(
        "Bodies that are no JSON object that can be read are bad_json",
        arguments: [
            "", "{", "[]", "null", "3", "\"x\"", #"{"content":"a","content":"b"}"#, #"{"content":"a","tags":["a"],"tags":["b"]}"#,
            #"{"content":"a","x":{"y":1,"y":2}}"#, #"{"content":"a","x":[{"y":1},{"z":"}","z":"]"}]}"#, #"{"content":"a","con\u0074ent":"b"}"#,
        ])
    func badJSON(body: String) async throws {
        try await withRoutes { (client) async throws in
            let reply = try await client.send(.post, "/api/vault/remember", json: body)
            #expect(reply.status == 400, "\(body): \(reply.text)")
            #expect(reply.code == "bad_json")
            #expect(reply["request_id"]?.stringValue == reply.header("x-request-id"))
            #expect(client.runs.count == 0)
        }
    }

    @Test(
        "Names given twice with equal values, and unknown names, are no harm",
        arguments: [
            #"{"content":"a","content":"a"}"#, #"{"content":"a","x":1,"x":1.0}"#, #"{"content":"a", "x": {"y":[1, 2]}, "x":{"y":[1,2]}}"#,
            #"{"content":"a","x":[{"y":1},{"y":2}]}"#, #"{"content":"a\"","other":"{\"content\":1,\"content\":2}"}"#,
        ])
    func harmlessJSON(body: String) async throws {
        try await withRoutes { (client) async throws in
            #expect(try await client.send(.post, "/api/vault/remember", json: body).status == 200, "\(body)")
        }
    }

    @Test(
        "A field of the wrong type is bad_field and named",
        arguments: [
            (#"{"content":7}"#, "content"), (#"{"tags":[]}"#, "content"), (#"{"content":null}"#, "content"),
            (#"{"content":"a","tags":["b",7]}"#, "tags[1]"), (#"{"content":"a\u0000"}"#, "content"),
        ])
    func badFields(body: String, field: String) async throws {
        try await withRoutes { (client) async throws in
            let reply = try await client.send(.post, "/api/vault/remember", json: body)
            #expect(reply.status == 400)
            #expect(reply.code == "bad_field")
            #expect(reply["field"] == .string(field), "\(reply.text)")
        }
    }

    @Test("A body needs application/json, whatever its parameters")
    func mediaTypes() async throws {
        try await withRoutes { (client) async throws in
            func status(_ type: String) async throws -> Int {
                try await client.send(.post, "/api/vault/remember", json: #"{"content":"a"}"#, headers: ["Content-Type": type]).status
            }
            #expect(try await status("application/json; charset=utf-8") == 200)
            #expect(try await status("Application/JSON") == 200)
            for type in ["", "text/plain", "application/x-www-form-urlencoded", "application/ld+json", "application/jsonx"] {
                #expect(try await status(type) == 415, "\(type)")
            }
            #expect(try await client.send(.post, "/api/vault/wish")["wish"] == "none")
            #expect(try await client.send(.post, "/api/vault/large", json: #"{"content":"\#(String(repeating: "a", count: 80))"}"#).status == 413)
        }
    }

    @Test("Other methods are 405 with Allow, unknown paths 404, both in the family's envelope")
    func methods() async throws {
        try await withRoutes { (client) async throws in
            for method in [HTTPRequest.Method.put, .delete, .patch, .get] {
                let reply = try await client.send(method, "/api/vault/remember")
                #expect(reply.status == 405)
                #expect(reply.header("allow") == "POST")
                #expect(reply.code == "method_not_allowed")
            }
            let unknown = try await client.send(.get, "/api/vault/nothing")
            #expect(unknown.status == 404)
            #expect(unknown["ok"] == false)
            #expect(unknown.code == "not_found")
            #expect(unknown.header("content-type") == "application/json; charset=utf-8")
            #expect(try await client.send(.get, "/api/other")["detail"] == "Not found")
        }
    }

    @Test("Windows: their defaults, their bounds, and what a list tells of them")
    func windows() async throws {
        try await withRoutes { (client) async throws in
            let list = try await client.send(.get, "/api/vault/list?tag=a&tag=b+c&limit=2")
            #expect(
                list.json == [
                    "ok": true, "entries": ["a", "b c"], "total": 5, "limit": 2, "offset": 0, "has_more": true,
                ])
            #expect(try await client.send(.get, "/api/vault/list?tag=a&offset=4")["has_more"] == false)
            for query in ["limit=0", "limit=201", "limit=x", "limit=1.5", "limit=%2B5", "offset=-1", "offset=100001", "offset="] {
                let reply = try await client.send(.get, "/api/vault/list?\(query)")
                #expect(reply.status == 400, "\(query)")
                #expect(reply.code == "bad_field")
                #expect(reply["field"] == .string(String(query.prefix { $0 != "=" })))
            }
            for query in ["pinned=maybe", "since=yesterday", "since=2026-02-30", "org_id=1", "tag=a&tag=b&tag=c&tag=d"] {
                #expect(try await client.send(.get, "/api/vault/list?\(query)").status == 400, "\(query)")
            }
            for query in ["pinned=1", "pinned=TRUE", "pinned=no", "since=2026-01-01", "org_id=0195E0A0-7C4E-7D3A-9B1F-2F6F6E6B0C11"] {
                #expect(try await client.send(.get, "/api/vault/list?\(query)").status == 200, "\(query)")
            }
        }
    }

    @Test("Times in queries: with Z, with an offset, escaped or not, or a date alone")
    func times() async throws {
        try await withRoutes { (client) async throws in
            for text in [
                "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00%2B01:00", "2026-01-01T01:00:00+01:00", "2025-12-31T23:00:00-01:00",
            ] {
                #expect(try await client.send(.get, "/api/vault/since?at=\(text)")["since"] == "2026-01-01T00:00:00.000Z", "\(text)")
            }
        }
    }

    @Test(
        "Nothing but the plain form of a UUID names a thing",
        arguments: [
            "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c1", "%7B0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11%7D", "0195e0a07c4e7d3a9b1f2f6f6e6b0c11",
            "urn:uuid:0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11", "%200195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11", "x", "%00",
        ])
    func uuids(text: String) async throws {
        try await withRoutes { (client) async throws in
            let reply = try await client.send(.get, "/api/vault/entry/\(text)")
            #expect(reply.status == 400)
            #expect(reply.code == "bad_field")
            let good = try await client.send(.get, "/api/vault/entry/0195E0A0-7C4E-7D3A-9B1F-2F6F6E6B0C11")
            #expect(good["id"] == "0195e0a0-7c4e-7d3a-9b1f-2f6f6e6b0c11")
        }
    }

    @Test("A request's own id is echoed where it is harmless, and replaced where it is not")
    func requestIDs() async throws {
        try await withRoutes { (client) async throws in
            let echoed = try await client.send(.get, "/api/vault/who", headers: ["X-Request-Id": "my_Request-7"])
            #expect(echoed.header("x-request-id") == "my_Request-7")
            for id in ["a b", "x;y", String(repeating: "a", count: 65), "é"] {
                let made = try await client.send(.get, "/api/vault/who", headers: ["X-Request-Id": id])
                #expect(made.header("x-request-id")?.hasPrefix("req_") == true, "\(id)")
            }
        }
    }

    @Test("The kinds of the model's failures are 502 and 504, with the code they were given")
    func gatewayKinds() async throws {
        try await withRoutes { (client) async throws in
            let reply = try await client.send(.post, "/api/vault/remember", json: #"{"content":"broken"}"#)
            #expect(reply.status == 502)
            #expect(reply.code == "model_failed")
        }
        #expect(ErrorEnvelope.okFalse.status(.gatewayTimeout).code == 504)
    }
}
