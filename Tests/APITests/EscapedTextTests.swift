// Text that looks like an escape: what was taken in is always read back.
import Storage
import Support
import Testing
import Vocabulary
import Web

@Suite("Text that looks like an escape")
struct EscapedTextTests {
    @Test("U+0000 is refused, raw or escaped", arguments: [#"["\u0000"]"#, #"["a\\\u0000"]"#, #"{"a\u0000":[]}"#, "[\"\0\"]"])
    func refused(body: String) {
        #expect(throws: Problem.self) { try JSON.decode(JSONValue.self, from: Array(body.utf8)) }
    }

    @Test("an escaped backslash before u0000 is text", arguments: [#"["\\u0000"]"#, #"["\u005cu0000"]"#])
    func text(body: String) throws {
        let read = try JSON.decode([String].self, from: Array(body.utf8))
        #expect(read == [#"\u0000"#])
        #expect(try JSON.decode([String].self, from: try JSON.encode(read)) == read)
        #expect(try JSON.decode([String].self, stored: try JSON.text(read).utf8) == read)
    }

    @Test(
        "a turn and a session of such text are shown, explained and archived", arguments: TestDatabases.available,
        [#"See \u005cu0000 here."#, #"See \\u0000 here."#, "See \\\\\u{200B}u0000 here.", #"See \\**u0000** here."#])
    func turn(on dialect: Dialect, text: String) async throws {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            let key = try await acme.psaKey()
            let body = #"{"session_name":"a \u005cu0000","save_text":true,"response_text":"\#(text)","user_text":"\#(text)"}"#
            let stored = try await server.send(
                .post, "/api/v2/psa/analyze", as: key, bytes: Array(body.utf8), headers: ["Content-Type": "application/json"])
            #expect(stored.status == 200, "\(stored.text)")
            let id = stored["session_id"]?.stringValue ?? ""
            #expect(try await server.get("/api/v2/psa/session/\(id)", as: key).status == 200)
            #expect(try await server.get("/api/v2/psa/turns/\(id)/1/explain", as: key).status == 200)
            let flagged = try await server.post("/api/v2/sigtrack/flag/\(id)", as: key)
            #expect(flagged["archived"] == true)
            // A user in crisis archives the session within the transaction that stores the turn.
            #expect(try await server.analyze(#"a \u0000"#, user: crisisText, as: key)["turn"] == 2)
            #expect(try await server.get("/api/v2/sigtrack/incidents", as: acme.owner)["total"] == 2)
        }
    }
}
