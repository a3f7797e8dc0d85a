import Storage
import Support
import Testing
import Vocabulary

@Suite("Protected names", .serialized)
struct ProtectedNamesTests {
    private func kept(
        _ values: JSONValue, told events: [JSONValue], on dialect: Dialect = .sqlite, bySecret: Bool = false
    ) async throws -> JSONValue? {
        try await withServer(on: dialect) { server in
            let acme = try await server.organization()
            try await server.post("sessions", as: acme.publishable, ["session_id": "form"])
            if !events.isEmpty {
                try await server.post("sessions/events", as: acme.publishable, ["session_id": "form", "events": .array(events)])
            }
            let done = try await server.post(
                "sessions/form/complete", as: bySecret ? acme.secret : acme.publishable, ["field_values": values])
            #expect(done.status == 200)
            return try await server.get("sessions/form", as: acme.owner)["field_values"]
        }
    }

    private func event(_ name: String, type: String = "protected_input", kind: String = "focus") -> JSONValue {
        ["event_type": .string(kind), "timestamp": 1_772_884_800, "field_name": .string(name), "field_type": .string(type)]
    }

    @Test("A value under a name that an event told as protected is not kept, with either kind of key", arguments: TestDatabases.available)
    func drops(on dialect: Dialect) async throws {
        for bySecret in [false, true] {
            let values = try await kept(
                ["pin": "4711", "email": "a@b.example"], told: [event("pin"), event("email", type: "text_input")], on: dialect, bySecret: bySecret)
            #expect(values == ["email": "a@b.example"])
        }
    }

    @Test("A field that was protected for a moment, or told by the SDK without being touched, stays protected")
    func once() async throws {
        let values = try await kept(
            ["pin": "4711", "code": "0815", "email": "x"],
            told: [event("pin", type: "text_input"), event("pin"), event("pin", type: "text_input"), event("code", kind: "protected")])
        #expect(values == ["email": "x"])
    }

    @Test("Other spellings of the name, nested values and lists of names and values are covered")
    func spellings() async throws {
        let values = try await kept(
            [
                "user": ["pin": "4711", "mail": "x"], "userPin": "4711", "user.pin": "4711", "USER_PIN": "4711",
                "list": [["name": "user[pin]", "value": "4711"], ["name": "mail", "value": "x"]], "pin_hint": "y",
            ], told: [event("user[pin]")])
        #expect(values == ["user": ["mail": "x"], "list": [["name": "mail", "value": "x"]], "pin_hint": "y"])
    }

    @Test("Without a protected field everything that is handed over is kept")
    func keeps() async throws {
        let values: JSONValue = ["password_hint": "x", "amount": 12, "nested": ["a": [1, 2]]]
        #expect(try await kept(values, told: [event("email", type: "text_input")]) == values)
        #expect(try await kept(values, told: []) == values)
    }
}
