// Archiving and erasing incidents, each with its record in the ledger.
import Access
import Audit
import Outbox
import PostureEngine
import Storage
import Vocabulary
import Web

struct Incidents: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox

    static let notFound = Problem(.notFound, "Incident not found")

    /// After a stored turn: archives the session the first time that its triggers are met. True when it did.
    func archiveIfDue(_ stored: inout PostureSessionStore.Stored, org: String, now: Timestamp, in db: any SQLSession) async throws -> Bool {
        guard !stored.session.isArchived else { return false }
        let triggers = stored.state.triggers()
        guard !triggers.isEmpty else { return false }
        stored.session.isArchived = true
        try await archive(stored, triggers, origin: .auto, org: org, now: now, in: db)
        return true
    }

    /// Archives a session if a trigger is met. Again = the incident that is there. Nil = no trigger is met.
    func archive(_ sessionID: String, org: String, now: Timestamp) async throws -> ArchivedIncident? {
        let (incident, isNew): (ArchivedIncident?, Bool) = try await database.transaction { db in
            guard var stored = try await PostureSessionStore.lock(sessionID, org: org, in: db) else { throw PostureSessions.notFound }
            if let present = try await IncidentStore.automatic(session: sessionID, org: org, in: db) { return (present, false) }
            let triggers = stored.state.triggers()
            guard !triggers.isEmpty else { return (nil, false) }
            stored.session.isArchived = true
            try await PostureSessionStore.update(stored, org: org, in: db)
            return (try await archive(stored, triggers, origin: .auto, org: org, now: now, in: db), true)
        }
        if isNew { await outbox.announce(on: database) }
        return incident
    }

    /// Archives a session because somebody says so.
    func flag(_ sessionID: String, org: String, now: Timestamp) async throws -> ArchivedIncident {
        let incident = try await database.transaction { db in
            guard let stored = try await PostureSessionStore.lock(sessionID, org: org, in: db) else { throw PostureSessions.notFound }
            return try await archive(stored, [.manualFlag] + stored.state.triggers(), origin: .manual, org: org, now: now, in: db)
        }
        await outbox.announce(on: database)
        return incident
    }

    /// Erases one incident: its row goes, the ledger says that it went.
    func erase(_ id: String, org: String, by author: AuditAuthor, now: Timestamp) async throws {
        try await database.transaction { db in
            guard let incident = try await IncidentStore.find(id, org: org, in: db) else { throw Self.notFound }
            // The end of the chain first: of two who erase the same incident the second waits there, and then finds it gone.
            try await Ledger.append(.erased, incident: id, content: incident.content, org: org, at: now, in: db)
            guard try await IncidentStore.find(id, org: org, in: db) != nil else { throw Self.notFound }
            try await IncidentStore.delete(id, org: org, in: db)
            try await Counters.add([PostureDimension.incidents: -1], org: org, in: db)
            try await Audit.record(author.entry(.deleted, "incident", id), in: db)
        }
    }

    @discardableResult
    private func archive(
        _ stored: PostureSessionStore.Stored, _ triggers: [IncidentTrigger], origin: Incident.Origin, org: String, now: Timestamp,
        in db: any SQLSession
    ) async throws -> ArchivedIncident {
        let session = stored.session
        let turns = try await TurnStore.newest(IncidentContent.turnLimit, session: session.id, org: org, in: db)
        let trigger = triggers.first ?? .manualFlag
        let content = IncidentContent(ID.uuid(at: now), stored, turns, trigger, triggers, now)
        let incident = Incident(
            id: content.id, sessionID: session.id, sessionName: session.name, origin: origin, trigger: trigger, maxAlert: session.maxAlert,
            turns: session.turns, archivedAt: now)
        let archived = ArchivedIncident(incident: incident, content: try JSON.text(content))
        try await IncidentStore.insert(archived, org: org, in: db)
        try await Ledger.append(.archived, incident: incident.id, content: archived.content, org: org, at: now, in: db)
        try await Counters.add([PostureDimension.incidents: 1], org: org, in: db)
        try await outbox.record(PostureEvent.incidentArchived, IncidentItem(incident: incident), org: org, at: now, in: db)
        return archived
    }
}

extension IncidentContent {
    init(
        _ id: String, _ stored: PostureSessionStore.Stored, _ turns: [StoredTurn], _ trigger: IncidentTrigger, _ triggers: [IncidentTrigger],
        _ now: Timestamp
    ) {
        let session = stored.session, alerts = stored.state.alerts
        self.init(
            id: id, sessionID: session.id, sessionName: session.name, trigger: trigger.rawValue, triggers: triggers.map(\.rawValue),
            maxAlert: session.maxAlert, turns: session.turns, sessionCreatedAt: session.createdAt.iso8601, archivedAt: now.iso8601,
            regime: Regime(stored.state).kind.rawValue,
            drmSummary: DRMSummary(
                criticalTurns: alerts.criticalTurns, criticalTurnsAreCut: alerts.criticalTurnsAreCut ? true : nil,
                maxIRS: alerts.highestInputRisk.outputRounded,
                maxDRMScore: alerts.highestDyadicScore.outputRounded, interventionRequired: alerts.criticalTurnCount > 0),
            postureSequence: turns.map(Turn.init), engineVersion: turns.last?.scores.engineVersion ?? "")
    }
}

extension IncidentContent.Turn {
    init(_ turn: StoredTurn) {
        let postures = turn.postures
        self.init(
            turn: turn.turn, bhs: turn.scores.bhs, alert: turn.scores.alert, c0: postures.c0?.map(\.code), c1: postures.c1.map(\.code),
            c2: postures.c2.map(\.code), c3: postures.c3.map(\.code), c4: postures.c4.map(\.code), dominant: turn.scores.dominant,
            sd: turn.scores.sd, drmAlert: turn.scores.drm?.alert)
    }
}
