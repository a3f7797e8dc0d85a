// What the rest of the house may ask of posture analysis: readings without a session, and looks at what is stored.
import PostureEngine
import Storage
import Vocabulary
import Web

extension PostureAnalysis {
    /// A text read by itself, as one turn without a history. Nothing is stored, and it counts for no quota.
    package struct Reading: Sendable {
        /// `green` to `critical`.
        package var alert: String
        package var engineVersion: String
        /// Scores, codes, drivers and warnings, as `/api/v2/psa/analyze` spells them; no text.
        package var members: JSONValue
    }

    /// Reads a reply with the organization's own thresholds, by the same reader as every analysis.
    /// - Parameter userText: what was replied to, if it is known.
    /// - Throws: unavailable when too much is waiting already.
    package func readReply(_ text: String, to userText: String?, org: String) async throws -> Reading {
        let settings = try await PostureSettingsStore.find(org: org, in: database) ?? PostureSettings(mode: instance.mode)
        let request = AnalyzeRequest(
            responseText: text, inputText: nil, sessionID: nil, sessionName: nil, turn: nil, dryRun: true, userText: userText, analyzeUserTurn: nil,
            saveText: false, evidence: nil)
        let (reading, outcome) = try await reader.read(
            request, for: org, readsUserRisk: instance.readsUserRisk && settings.readsUserRisk, thresholds: settings.thresholds, turn: 1,
            in: SessionCourse(after: SessionState()))
        let response = TurnResponse(place: nil, postures: reading.postures, scores: outcome.scores, sentences: nil, userSentences: nil)
        guard case .object(var members) = try JSONValue(parsing: JSON.text(response)) else { throw Problem(.internalError, "a turn is no object") }
        members["dry_run"] = nil
        return Reading(alert: outcome.scores.alert.rawValue, engineVersion: outcome.scores.engineVersion, members: .object(members))
    }

    /// The newest incidents of an organization as its lists show them, newest first.
    package func recentIncidents(_ limit: Int, org: String) async throws -> [JSONValue] {
        try await IncidentStore.list(Page(page: 1, size: limit), org: org, in: database).map { incident in
            try JSONValue(parsing: JSON.text(IncidentItem(incident: incident)))
        }
    }

    /// A session as lists show it; nil when the organization has none of this id.
    package func sessionFacts(_ id: String, org: String) async throws -> JSONValue? {
        guard let id = ID.uuid(id), let stored = try await PostureSessionStore.find(id, org: org, in: database) else { return nil }
        return try JSONValue(parsing: JSON.text(SessionItemV2(session: stored.session)))
    }

    /// What was archived of an incident; nil when the organization has none of this id.
    package func incidentFacts(_ id: String, org: String) async throws -> JSONValue? {
        guard let id = ID.uuid(id), let archived = try await IncidentStore.find(id, org: org, in: database) else { return nil }
        return try JSONValue(parsing: archived.content)
    }
}
