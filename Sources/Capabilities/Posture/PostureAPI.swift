// Every endpoint of this capability, in the document's order, under its headings.
import Access
import Outbox
import PostureEngine
import Storage
import Vocabulary
import Web

/// How an AI behaves, sentence by sentence, turn by turn, session by session.
package struct PostureAnalysis: Sendable {
    /// Raised whenever the same turn may score differently; stored with every turn, with the heads' fingerprint behind it.
    package static let engineVersion = "2"

    /// What is stored with a turn: the engine, the fingerprint of its heads or `cues`, and whether the sentence encoder was missing.
    package static func version(heads: Heads?, hasEncoder: Bool) -> String {
        [engineVersion, heads?.fingerprint ?? "cues", hasEncoder ? nil : "no-encoder"].compactMap(\.self).joined(separator: "+")
    }

    package let database: any SQLDatabase
    private let outbox: Outbox
    private let usage: Usage
    let instance: PostureInstanceSettings
    let reader: TurnReader
    private let explainer: PostureExplainer?

    /// - Parameter explainer: a language model that explains turns; nil = a template does.
    package init(
        database: any SQLDatabase, outbox: Outbox, usage: Usage, settings: PostureInstanceSettings, reader: TurnReader,
        explainer: PostureExplainer? = nil
    ) {
        self.database = database
        self.outbox = outbox
        self.usage = usage
        self.reader = reader
        self.explainer = explainer
        instance = settings
    }

    /// What analyses are made with, for `/health`.
    package var engine: TurnReader.Description { reader.description }

    /// Reads a turn that comes after a session's state, without storing it.
    func read(_ request: AnalyzeRequest, turn: Int64, after state: SessionState) async throws -> (reading: TurnReading, outcome: TurnOutcome) {
        try await reader.read(
            request, for: nil, readsUserRisk: instance.readsUserRisk, thresholds: PostureThresholds(mode: instance.mode), turn: turn,
            in: SessionCourse(after: state))
    }

    private var sessions: PostureSessionHandlers {
        PostureSessionHandlers(database: database, sessions: PostureSessions(database: database))
    }

    /// Public API v1: reading sessions, under `/v1` and, the same, under `/api`.
    package func addV1Routes(to api: APIRoutes) {
        let session = sessions
        api.get("sessions", callers: .psaKey, .member, handler: session.listV1)
        api.get("sessions/{session_id}", callers: .psaKey, .member, handler: session.detailV1)
    }

    /// PSA v2: `/api/v2/psa`.
    package func addV2Routes(to api: APIRoutes) {
        let session = sessions
        let incidents = Incidents(database: database, outbox: outbox)
        let turns = Turns(database: database, outbox: outbox, usage: usage, instance: instance, reader: reader, incidents: incidents)
        let analyze = AnalyzeHandlers(turns: turns)
        let explanation = ExplanationHandlers(database: database, explanations: Explanations(database: database, explainer: explainer))
        let flag = TrainingFlagHandlers(database: database)
        let risk = RiskHandlers(database: database, instance: instance, reader: reader)
        let settings = PostureSettingsHandlers(database: database, instance: instance)

        api.add(.post, "analyze", callers: [.psaKey, .member], role: .member, bodyLimit: AnalyzeRequest.bodyLimit, analyze.analyze)
        api.get("stats", callers: .psaKey, .member, handler: session.stats)
        api.get("sessions", callers: .psaKey, .member, handler: session.listV2)
        api.get("session/{session_id}", callers: .psaKey, .member, handler: session.detailV2)
        api.add(.delete, "session/{session_id}", callers: [.psaKey, .member], role: .admin, session.delete)
        api.get("session/{session_id}/regime", callers: .psaKey, .member, handler: session.regime)
        api.get("session/{session_id}/summary", callers: .psaKey, .member, handler: session.summary)
        api.get("turns/{session_id}/{turn_number}/explain", callers: .psaKey, .member, handler: explanation.explain)
        api.add(.post, "explanations/feedback", callers: [.psaKey, .member], role: .member, explanation.feedback)
        api.add(.post, "flag-for-training", callers: [.psaKey, .member], role: .member, flag.flag)
        api.add(.delete, "flag-for-training/{session_id}", callers: [.psaKey, .member], role: .member, flag.unflag)
        api.add(.post, "irs", callers: [.psaKey, .member], bodyLimit: AnalyzeRequest.bodyLimit, risk.irs)
        api.post("drm", callers: .psaKey, .member, handler: risk.drm)
        // Thresholds and mode (ours to add)
        api.get("settings", callers: .psaKey, .member, handler: settings.show)
        api.member(.put, "settings", role: .admin, settings.replace)
    }

    /// What the page `/posture` asks: open to everybody, or for members only.
    package func addTrialRoutes(to api: APIRoutes, isOpen: Bool, limiter: RateLimiter) {
        let trial = PostureTrialHandlers(reader: reader, instance: instance, limiter: limiter)
        if isOpen { trial.addOpenRoutes(to: api) } else { trial.addMemberRoutes(to: api) }
    }

    /// SIGTRACK v2, the incident archive: `/api/v2/sigtrack`.
    package func addSigtrackRoutes(to api: APIRoutes) {
        let incident = IncidentHandlers(database: database, incidents: Incidents(database: database, outbox: outbox))
        api.add(.post, "archive/{session_id}", callers: [.psaKey, .member], role: .member, incident.archive)
        api.add(.post, "flag/{session_id}", callers: [.psaKey, .member], role: .member, incident.flag)
        api.get("incidents", callers: .psaKey, .member, handler: incident.list)
        api.get("incidents/{incident_id}", callers: .psaKey, .member, handler: incident.get)
        api.add(.delete, "incidents/{incident_id}", callers: [.psaKey, .member], role: .admin, incident.delete)
    }
}
