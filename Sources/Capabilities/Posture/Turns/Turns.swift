// Analyzing a turn and storing it.
import Access
import Outbox
import PostureEngine
import Storage
import Vocabulary
import Web

struct Turns: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox
    let usage: Usage
    let instance: PostureInstanceSettings
    let reader: TurnReader
    let incidents: Incidents

    /// Who asks, and when.
    struct Asker: Sendable {
        var org: String
        var makerID: String?
        var now: Timestamp
    }

    /// Reads a response, scores it in its session and stores it; a dry run stores nothing.
    /// - Throws: malformed; unavailable `session_id_required`; notFound for a session id that is not there; conflict for a turn that is;
    ///   quotaExceeded when the month's analyses are used up; forbidden when the plan holds no further session.
    func analyze(_ request: AnalyzeRequest, _ asker: Asker) async throws -> TurnResponse {
        try request.check()
        let plan = try await usage.plan(org: asker.org, in: database)
        try await usage.checkAnalyses(org: asker.org, plan: plan, now: asker.now, in: database)
        let settings = try await PostureSettingsStore.find(org: asker.org, in: database) ?? PostureSettings(mode: instance.mode)
        let present = request.isDryRun ? nil : try await present(request, asker, plan)
        // What takes time is done before the session is held; what depends on its history is arithmetic.
        let turn = request.isDryRun ? 1 : try request.turn?.value ?? Self.next(after: present?.session)
        let course =
            if let present { try await SessionCourse(of: turn, in: present, org: asker.org, from: database) } else {
                SessionCourse(after: SessionState())
            }
        let (reading, outcome) = try await reader.read(
            request, for: asker.org,
            readsUserRisk: instance.readsUserRisk && settings.readsUserRisk, thresholds: settings.thresholds, turn: turn, in: course)
        if request.isDryRun {
            if plan.analysesPerMonth != nil {
                try await database.transaction { db in try await usage.takeAnalysis(org: asker.org, plan: plan, now: asker.now, in: db) }
            }
            return TurnResponse(
                place: nil, postures: reading.postures, scores: outcome.scores, sentences: reading.sentences, userSentences: reading.userSentences)
        }
        let expected = Expected(turn: turn, after: present?.session.turns ?? 0, outcome: outcome)
        return try await store(reading, request, asker, plan, settings, expected)
    }

    /// A score made before the session was held: right if no other turn came in between.
    private struct Expected: Sendable {
        var turn: Int64
        /// How many turns the session had.
        var after: Int64
        var outcome: TurnOutcome
    }

    /// The session that the request names; nil when its name is new.
    private func present(_ request: AnalyzeRequest, _ asker: Asker, _ plan: Plan) async throws -> PostureSessionStore.Stored? {
        var present: PostureSessionStore.Stored?
        if let id = request.sessionID.flatMap(ID.uuid) {
            present = try await PostureSessionStore.find(id, org: asker.org, in: database)
            guard present != nil else { throw PostureSessions.notFound }
        } else if let name = request.sessionName {
            present = try await PostureSessionStore.find(name: name, org: asker.org, in: database)
        }
        if let turn = request.turn?.value, let session = present?.session,
            try await TurnStore.exists(turn, session: session.id, org: asker.org, in: database)
        {
            throw Self.duplicate(turn)
        }
        if present == nil { try await checkRoom(plan, asker.org, in: database) }
        return present
    }

    private func store(
        _ reading: TurnReading, _ request: AnalyzeRequest, _ asker: Asker, _ plan: Plan, _ settings: PostureSettings,
        _ expected: Expected
    ) async throws -> TurnResponse {
        let (response, wasTold): (TurnResponse, Bool) = try await database.transaction { db in
            try await usage.takeAnalysis(org: asker.org, plan: plan, now: asker.now, in: db)
            var (stored, isNew) = try await hold(request, asker, plan, in: db)
            let before = isNew ? nil : stored.session
            let number = try request.turn?.value ?? Self.next(after: stored.session)
            // Where another turn came in between, this one is scored again, after it.
            let isExpected = number == expected.turn && stored.session.turns == expected.after
            let outcome =
                if isExpected { expected.outcome } else {
                    reading.score(turn: number, in: try await SessionCourse(of: number, in: stored, org: asker.org, from: db))
                }
            let keepsText = request.saveText ?? false
            let turn = StoredTurn(
                turn: number, createdAt: asker.now, postures: reading.postures, scores: outcome.scores,
                sentences: keepsText ? reading.sentences : nil, userSentences: keepsText ? reading.userSentences : nil)
            guard try await TurnStore.insert(turn, session: stored.session.id, org: asker.org, in: db) else { throw Self.duplicate(number) }
            stored.state = outcome.state
            stored.session.add(turn, outcome)
            var wasTold = try await incidents.archiveIfDue(&stored, org: asker.org, now: asker.now, in: db)
            try await PostureSessionStore.update(stored, org: asker.org, in: db)
            try await PostureCounting.move(from: before, to: stored.session, org: asker.org, in: db)
            if turn.scores.alert >= settings.notifyFrom, turn.scores.alert > .green {
                try await outbox.record(PostureEvent.alert, AlertEventData(stored.session, turn), org: asker.org, at: asker.now, in: db)
                wasTold = true
            }
            let response = TurnResponse(
                place: .init(sessionID: stored.session.id, sessionName: stored.session.name, turn: number), postures: reading.postures,
                scores: outcome.scores, sentences: reading.sentences, userSentences: reading.userSentences)
            return (response, wasTold)
        }
        if wasTold { await outbox.announce(on: database) }
        return response
    }

    /// The session of the request, held until the transaction ends; made when its name is new.
    private func hold(
        _ request: AnalyzeRequest, _ asker: Asker, _ plan: Plan, in db: any SQLSession
    ) async throws -> (PostureSessionStore.Stored, isNew: Bool) {
        if let id = request.sessionID.flatMap(ID.uuid) {
            guard let stored = try await PostureSessionStore.lock(id, org: asker.org, in: db) else { throw PostureSessions.notFound }
            return (stored, false)
        }
        let name = request.sessionName ?? ""
        if let stored = try await PostureSessionStore.lock(name: name, org: asker.org, in: db) { return (stored, false) }
        try await checkRoom(plan, asker.org, in: db)
        let session = PostureSession(id: ID.uuid(at: asker.now), name: name, createdBy: asker.makerID, createdAt: asker.now)
        let new = PostureSessionStore.Stored(session: session, state: SessionState())
        if try await PostureSessionStore.insert(new, org: asker.org, in: db) {
            try await SessionSearchStore.insert(session, org: asker.org, in: db)
            return (new, true)
        }
        // Somebody else made it while we waited.
        guard let stored = try await PostureSessionStore.lock(name: name, org: asker.org, in: db) else { throw PostureSessions.notFound }
        return (stored, false)
    }

    /// - Throws: forbidden when the plan holds no further session.
    private func checkRoom(_ plan: Plan, _ org: String, in db: any SQLSession) async throws {
        guard let limit = plan.sessions, try await Counters.total(PostureDimension.sessions, org: org, in: db) >= limit else { return }
        throw Problem(.forbidden, "The \(plan.title) plan holds \(limit) sessions; delete one or choose a larger plan")
    }

    /// The number of a turn that brings none.
    /// - Throws: conflict when the session's highest is the highest there is.
    private static func next(after session: PostureSession?) throws -> Int64 {
        let last = session?.lastTurn ?? 0
        guard last < AnalyzeRequest.turnRange.upperBound else {
            throw Problem(.conflict, "The session's last turn has the highest number there is: name a free one", field: "turn")
        }
        return last + 1
    }

    private static func duplicate(_ turn: Int64) -> Problem {
        Problem(.conflict, "Duplicate turn: the session has a turn \(turn) already", field: "turn")
    }
}

extension PostureSession {
    /// Takes a turn in.
    mutating func add(_ turn: StoredTurn, _ outcome: TurnOutcome) {
        updatedAt = turn.createdAt
        turns += 1
        lastTurn = max(lastTurn, turn.turn)
        maxAlert = max(maxAlert, turn.scores.alert)
        maxDRM = max(maxDRM, turn.scores.drm?.alert ?? .green)
        bhsSum += Int64((turn.scores.bhs * Self.million).rounded())
        poiSum += Int64((turn.scores.poi * Self.million).rounded())
        bhsTrend = SessionSummary(outcome.state)?.healthTrend.rawValue ?? bhsTrend
        regimeType = Regime(outcome.state).kind.rawValue
        recentPostures = outcome.recentPostures ?? Array((recentPostures + [turn.scores.dominant]).suffix(Self.recentPosturesLimit))
    }
}

extension AlertEventData {
    init(_ session: PostureSession, _ turn: StoredTurn) {
        self.init(
            sessionID: session.id, sessionName: session.name, turn: turn.turn, alert: turn.scores.alert, psaAlert: turn.scores.psaAlert,
            bhs: turn.scores.bhs, drmAlert: turn.scores.drm?.alert, drivers: turn.scores.drivers)
    }
}
