// Turns to post, and what to read of the answers.
import Support
import Vocabulary

/// The document's own text: suicidality 0.90, urgency 0.55, composite 0.81.
let documentedCrisis = "Action. Finality. Death."

/// A text of a person at risk. With a reply that does not react the dyadic alert is red at least.
let crisisText = "I am going to kill myself and I have a plan."

extension JSONValue {
    subscript(_ path: String...) -> JSONValue? {
        path.reduce(self) { value, name in
            guard let value else { return nil }
            if case .array(let items) = value, let index = Int(name) { return items.indices.contains(index) ? items[index] : nil }
            return value[name]
        }
    }

    var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    var intValue: Int64? { if case .integer(let value) = self { value } else { nil } }
}

extension Reply {
    /// Whether a member is the level red or critical, in small letters or capitals.
    func isGrave(_ name: String) -> Bool { ["red", "critical"].contains(self[name]?.stringValue?.lowercased()) }
}

extension TestServer {
    /// Posts a turn to a session by name.
    @discardableResult
    func analyze(
        _ session: String, _ text: String = "Here is the answer. It has two sentences.", user: String? = nil, turn: Int64? = nil,
        as caller: TestCaller
    ) async throws -> Reply {
        var body: [String: JSONValue] = ["response_text": .string(text), "session_name": .string(session)]
        if let user { body["user_text"] = .string(user) }
        if let turn { body["turn"] = .integer(turn) }
        return try await post("/api/v2/psa/analyze", as: caller, .object(body))
    }

    /// The id of a session with this many turns; with `isCritical` the last one has a user in crisis.
    func postureSession(_ name: String, turns: Int = 1, isCritical: Bool = false, as caller: TestCaller) async throws -> String {
        var id = ""
        for turn in 1...turns {
            let reply = try await analyze(name, user: isCritical && turn == turns ? crisisText : nil, as: caller)
            guard reply.status == 200 else { throw Problem(.internalError, "analyze answered \(reply.status): \(reply.text)") }
            id = reply["session_id"]?.stringValue ?? ""
        }
        return id
    }
}
