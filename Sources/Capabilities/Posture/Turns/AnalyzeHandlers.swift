import Vocabulary
import Web

struct AnalyzeHandlers: Sendable {
    let turns: Turns

    func analyze(_ body: AnalyzeRequest, _ call: Call) async throws -> Answer {
        .ok(try await turns.analyze(body, .init(org: call.organizationID, makerID: call.caller.makerID, now: call.now)))
    }
}
