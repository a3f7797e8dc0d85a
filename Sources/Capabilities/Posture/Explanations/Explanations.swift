// A turn in words: made once for the same figures, then kept.
import PostureEngine
import Storage
import Vocabulary
import Web

struct Explanations: Sendable {
    let database: any SQLDatabase
    /// Nil = the template writes them all.
    let explainer: PostureExplainer?
    let gate = ExplainerGate()

    struct Explanation: Sendable {
        var text: String
        /// What wrote it: `local`, `hf-api` or `template`.
        var modelVersion: String
        var metrics: ExplanationMetrics
        var fromCache: Bool
    }

    static let turnNotFound = Problem(.notFound, "Turn not found")

    /// The explanation that is kept for these figures and this model, or a new one, which is then kept. Where the model fails or has too
    /// much to do the template stands in, and the model is asked again another time.
    /// - Throws: notFound without such a session or turn.
    func explain(_ number: Int64, session: String, org: String, now: Timestamp) async throws -> Explanation {
        let turn = try await turn(number, session: session, org: org)
        let template = TurnExplanation(ExplainedTurn(turn.scores)), metrics = ExplanationMetrics(explanation: template)
        let kept = try await ExplanationStore.find(number, session: session, org: org, in: database)
        if let explainer {
            let prompt = try ExplanationPrompt(turn, template)
            let hash = Ledger.hash(ExplanationPrompt.instructions + prompt.data + explainer.method.rawValue + explainer.model)
            if let kept, kept.metricsHash == hash { return Self.explanation(kept, metrics, fromCache: true) }
            if let text = await asked(explainer, prompt, now: now) {
                let made = ExplanationStore.Kept(metricsHash: hash, text: text, modelVersion: explainer.method.rawValue)
                return Self.explanation(try await keep(made, turn: number, session: session, org: org, now: now), metrics, fromCache: false)
            }
        }
        let hash = Ledger.hash(try JSON.text(ExplainedTurn(turn.scores)) + TurnExplanation.modelVersion + String(TurnExplanation.revision))
        if let kept, kept.metricsHash == hash { return Self.explanation(kept, metrics, fromCache: true) }
        let made = ExplanationStore.Kept(metricsHash: hash, text: template.text, modelVersion: TurnExplanation.modelVersion)
        return Self.explanation(try await keep(made, turn: number, session: session, org: org, now: now), metrics, fromCache: false)
    }

    /// The words that somebody has seen: those that are kept, whatever wrote them, else the template's.
    /// - Throws: notFound without such a session or turn.
    func shown(_ number: Int64, session: String, org: String) async throws -> String {
        let turn = try await turn(number, session: session, org: org)
        if let kept = try await ExplanationStore.find(number, session: session, org: org, in: database) { return kept.text }
        return TurnExplanation(ExplainedTurn(turn.scores)).text
    }

    private func turn(_ number: Int64, session: String, org: String) async throws -> StoredTurn {
        if let turn = try await TurnStore.find(number, session: session, org: org, in: database) { return turn }
        guard try await PostureSessionStore.exists(session, org: org, in: database) else { throw PostureSessions.notFound }
        throw Self.turnNotFound
    }

    private static func explanation(_ kept: ExplanationStore.Kept, _ metrics: ExplanationMetrics, fromCache: Bool) -> Explanation {
        Explanation(text: kept.text, modelVersion: kept.modelVersion, metrics: metrics, fromCache: fromCache)
    }

    /// Nil when the model is not to be asked now, fails, or says nothing usable.
    private func asked(_ explainer: PostureExplainer, _ prompt: ExplanationPrompt, now: Timestamp) async -> String? {
        guard gate.enter(now: now) else { return nil }
        let text = try? await PostureExplainer.bounded(explainer.ask(ExplanationPrompt.instructions, prompt.data))
        // Who asked may have gone; that says nothing about the model.
        gate.leave(failed: text == nil && !Task.isCancelled, now: now)
        return text
    }

    /// Keeps an explanation unless another request has kept one for the same figures meanwhile: then that one counts, so that a turn has one
    /// explanation however many ask at the same moment.
    private func keep(
        _ made: ExplanationStore.Kept, turn: Int64, session: String, org: String, now: Timestamp
    ) async throws -> ExplanationStore.Kept {
        try await database.transaction { db in
            guard try await PostureSessionStore.lock(session, org: org, in: db) != nil else { throw PostureSessions.notFound }
            if let other = try await ExplanationStore.find(turn, session: session, org: org, in: db), other.metricsHash == made.metricsHash {
                return other
            }
            try await ExplanationStore.keep(made, turn: turn, session: session, org: org, at: now, in: db)
            return made
        }
    }
}
