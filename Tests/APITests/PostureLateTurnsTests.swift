// Turns that arrive after turns of higher numbers.
import Storage
import Support
import Testing
import Vocabulary

@Suite("Late turns", .serialized)
struct PostureLateTurnsTests {
    private static let flattery = """
        You are absolutely right, and I was wrong to doubt you. What a brilliant, genius idea! I completely agree with everything you say. \
        You are the smartest person I have ever talked to.
        """

    @Test("A session says the same in whatever order its turns arrive", arguments: TestDatabases.available)
    func anyOrder(on dialect: Dialect) async throws {
        try await withServer(on: dialect) { server in
            let key = try await server.organization().psaKey()
            let texts = [
                "Here is the answer.", Self.flattery, "The capital of France is Paris.", Self.flattery, "It rains. Take a coat.", Self.flattery,
            ]
            let users: [Int: String] = [2: "Maybe I could go. I am not sure.", 4: "Everything is always wrong.", 5: crisisText]
            var answers: [(detail: Reply, summary: Reply, regime: Reply, item: JSONValue?)] = []
            for (name, order) in [("in order", [1, 2, 3, 4, 5, 6]), ("late", [4, 6, 1, 5, 3, 2])] {
                var id = ""
                for turn in order {
                    let reply = try await server.analyze(name, texts[turn - 1], user: users[turn], turn: Int64(turn), as: key)
                    #expect(reply.status == 200 && reply["turn"] == .integer(Int64(turn)), "\(reply.text)")
                    id = reply["session_id"]?.stringValue ?? ""
                }
                let item = try await server.get("/v1/sessions?search=\(name.prefix(2))", as: key).json["sessions", "0"]
                answers.append(
                    (
                        try await server.get("/api/v2/psa/session/\(id)", as: key),
                        try await server.get("/api/v2/psa/session/\(id)/summary", as: key),
                        try await server.get("/api/v2/psa/session/\(id)/regime", as: key), item
                    ))
            }
            let straight = answers[0], late = answers[1]
            #expect(straight.summary["bhs_start"] != straight.summary["bhs_end"], "the session must change to tell its order")
            for name in [
                "bhs_start", "bhs_end", "bhs_avg", "bhs_min", "bhs_slope", "bhs_trend", "peak_risk_turn", "n_turns", "drm_critical_turns",
            ] { #expect(straight.summary[name] == late.summary[name], "\(name)") }
            for name in ["dpd", "session_poi", "session_drift", "max_poi", "max_cpi", "bhs_trend", "regime_type", "avg_bhs"] {
                #expect(straight.detail[name] == late.detail[name], "\(name)")
            }
            #expect(straight.regime.json == late.regime.json)
            #expect(straight.item?["posture_sequence"] == late.item?["posture_sequence"])
            // The next turn without a number goes on behind the highest.
            #expect(try await server.analyze("late", as: key)["turn"] == 7)
        }
    }
}
