import Access
import MatchEngine
import Outbox
import Storage
import Vocabulary
import Web

/// Compares sessions with the people they are said to be of.
struct Analyses: Sendable {
    let database: any SQLDatabase
    let outbox: Outbox
    let models: OrganizationModels

    /// Analyzes a completed and linked session, or returns what is stored when nothing it rests on has changed.
    /// - Parameters:
    ///   - identityOverride: compare with this identity instead of the linked one; such an analysis never learns.
    ///   - mode: of the key that asks. A session of a test key that a test key asks about may be typed by a script: that is told and does not count.
    /// - Throws: notFound, or conflict when the session is not completed or not linked.
    func trigger(_ id: String, identityOverride: String?, mode: Mode, org: String, now: Timestamp) async throws -> Analysis {
        guard let subject = try await AnalysisSubject.find(id, comparedWith: identityOverride, org: org, in: database) else {
            throw Problem(.notFound, "Session not found")
        }
        let session = subject.session
        guard session.status == .completed || session.status == .analyzed else {
            throw Problem(.conflict, "The session is \(session.status.rawValue); only a completed session can be analyzed")
        }
        guard let identityID = identityOverride ?? session.identityID else {
            throw Problem(.conflict, "The session is not linked to an identity; link it first or name an identity_id")
        }
        guard subject.hasIdentity else { throw Problem(.notFound, "Identity not found", field: "identity_id") }
        let allowsAutomation = session.mode == .test && mode == .test
        let input = "\(Matcher.version)/\(session.eventCount)/\(session.linkVersion)/\(identityID)" + (allowsAutomation ? "/test" : "")
        if subject.analysisInput == input, let stored = try await AnalysisStore.find(session: id, org: org, in: database), stored.input == input {
            return stored
        }

        let extracted = try await FeatureStore.features(of: session, mayBeStored: subject.hasFeatures, org: org, in: database)
        let assessment = try await assess(
            subject, extracted.stored.features, identityID, allowsAutomation: allowsAutomation, org: org, now: now)
        let analysis = Analysis(assessment, session: session, identityID: identityID, input: input, now: now)
        let mayLearn =
            identityID == session.identityID && session.linkedBy == .secret && assessment.status != .mismatch
            && !assessment.redFlags.contains { $0.severity >= .moderate && !(allowsAutomation && $0.tellsOfAutomation) }
        let stored = try await database.transaction { db in
            try await store(
                analysis, extracted: extracted, mayLearn: mayLearn, isMatch: assessment.status == .match, of: session, org: org, now: now, in: db)
        }
        await outbox.announce(on: database)
        return stored
    }

    private func assess(
        _ subject: AnalysisSubject, _ features: SessionFeatures, _ identityID: String, allowsAutomation: Bool, org: String, now: Timestamp
    ) async throws -> Assessment {
        let session = subject.session
        var features = features
        if let fingerprint = features.intervalFingerprint, try await FeatureStore.isReplay(fingerprint, of: session, org: org, in: database) {
            features.redFlags.append(.replayedSession)
        }
        let model = try await models.model(of: org, now: now)
        let baseline =
            try await Baselines.entries(identities: [identityID], mode: session.mode, without: session.id, org: org, in: database)[identityID] ?? []
        let profile =
            baseline.isEmpty
            ? nil : Profile.build(sessions: baseline.map { ($0.features, max(0, now.seconds(since: $0.at) / 86_400)) }, population: model.population)
        let others = model.members.filter { $0.identityID != identityID }.prefix(64)
        let cohort =
            others.isEmpty
            ? nil : Cohort(profiles: others.map { ($0.identityID, $0.profile) }, prepared: Self.cohortSessions(of: others))
        var thresholds = Thresholds()
        thresholds.match = subject.settings.matchThreshold
        thresholds.review = subject.settings.reviewThreshold
        return Matcher.assess(
            session: features, profile: profile, population: model.population, cohort: cohort, thresholds: thresholds,
            allowsAutomation: allowsAutomation)
    }

    /// Sessions of the others, newest first, as many of each as fill the cohort.
    private static func cohortSessions(of others: ArraySlice<OrganizationModel.Member>) -> [PreparedSession] {
        let each = max(1, Cohort.mostSessions / max(others.count, 1))
        return others.flatMap { $0.sessions.prefix(each) }
    }

    private func store(
        _ analysis: Analysis, extracted: (stored: FeatureStore.Stored, isNew: Bool), mayLearn: Bool, isMatch: Bool, of seen: Session,
        org: String, now: Timestamp, in db: any SQLSession
    ) async throws -> Analysis {
        guard var session = try await SessionStore.lockAlone(seen.id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
        guard session.linkVersion == seen.linkVersion else {
            throw Problem(.conflict, "The session was linked anew while it was analyzed; trigger again", retryAfter: 1)
        }
        // Only an analysis gives a session its match status.
        let earlier = session.matchStatus == nil ? nil : try await AnalysisStore.find(session: seen.id, org: org, in: db)
        // Another call may have been quicker: both then answer the same.
        if let earlier, earlier.input == analysis.input { return earlier }
        var analysis = analysis
        analysis.verdict = try await VerdictStore.find(session: session.id, identity: analysis.identityID, org: org, in: db)
        let isConfirmed = analysis.verdict?.word == .rightPerson && analysis.identityID == session.identityID
        guard try await IdentityStore.lock(analysis.identityID, org: org, in: db) else {
            throw Problem(.notFound, "Identity not found", field: "identity_id")
        }
        let before = try session.dimensions(
            categories: earlier == nil ? [:] : try await SessionStore.categories(session.id, org: org, in: db))
        if extracted.isNew { try await FeatureStore.save(extracted.stored, session: session.id, org: org, now: now, in: db) }
        if earlier != nil {
            try await AnalysisStore.remove(session: session.id, org: org, in: db)
            try await SessionStore.replaceCategories([:], of: session, org: org, in: db)
        }
        // All counters move in one statement.
        var counts = try await AnalysisStore.insert(analysis, org: org, in: db)
        session.status = .analyzed
        session.matchStatus = analysis.matchStatus
        session.matchScore = analysis.score
        session.updatedAt = now
        try await SessionStore.updateAnalyzed(session, org: org, in: db)
        let categories = analysis.severities
        try await SessionStore.insertCategories(categories, of: session, org: org, in: db)
        counts.merge(SessionCounting.changes(from: before, to: try session.dimensions(categories: categories)), uniquingKeysWith: +)
        let features = extracted.stored.features
        if mayLearn || isConfirmed, features.canTeach, analysis.verdict?.word != .wrongPerson {
            // Keyboards and touch screens are learned apart. Until somebody is enrolled, whatever comes is learned.
            let learned = try await Baselines.learned(
                session, features.inputKind, for: analysis.identityID, whileFewerThan: isMatch || isConfirmed ? nil : Identity.enrolledSessions,
                org: org,
                now: now, in: db)
            counts.merge(learned, uniquingKeysWith: +)
        }
        try await Counters.add(counts, org: org, in: db)
        // For a webhook that takes alerts, the alert stands in for the ordinary event.
        let response = ScoreResponse(analysis)
        if analysis.matchStatus == .match {
            try await outbox.record(.analysisCompleted, response, org: org, at: now, in: db)
        } else {
            try await outbox.record(.analysisCompleted, response, org: org, unless: .signalAlert, at: now, in: db)
            try await outbox.record(.signalAlert, response, org: org, at: now, in: db)
        }
        return analysis
    }

    /// Takes a reviewer's word: the right person's session is learned, the wrong person's unlearned.
    func feedback(_ verdict: Verdict, session id: String, org: String) async throws -> Analysis {
        let features = try await FeatureStore.find(session: id, org: org, in: database)?.features
        return try await database.transaction { db in
            guard let session = try await SessionStore.lock(id, org: org, in: db) else { throw Problem(.notFound, "Session not found") }
            guard var analysis = try await AnalysisStore.find(session: id, org: org, in: db) else {
                throw Problem(.notFound, "The session has not been analyzed")
            }
            try await VerdictStore.save(verdict, session: id, identity: analysis.identityID, org: org, in: db)
            analysis.verdict = verdict
            switch verdict.word {
            case .rightPerson:
                guard session.identityID == analysis.identityID else {
                    throw Problem(.conflict, "The session is linked to somebody else; link it to this identity before confirming it")
                }
                guard try await IdentityStore.lock(analysis.identityID, org: org, in: db), let kind = features?.inputKind else { return analysis }
                try await Baselines.learn(session, kind, for: analysis.identityID, org: org, now: verdict.at, in: db)
            case .wrongPerson:
                // Of this person alone: another one may have learned it since.
                try await Baselines.unlearn(id, of: analysis.identityID, org: org, in: db)
            }
            return analysis
        }
    }
}

extension Analysis {
    init(_ assessment: Assessment, session: Session, identityID: String, input: String, now: Timestamp) {
        func record(_ reason: Reason) -> ReasonRecord {
            ReasonRecord(code: reason.code, category: reason.category.rawValue, severity: reason.severity.rawValue, description: reason.description)
        }
        self.init(
            id: ID.new(.analysis), sessionID: session.id, identityID: identityID, accountID: session.accountID, analyzedAt: now,
            score: assessment.score,
            matchStatus: Session.MatchStatus(rawValue: assessment.status.rawValue) ?? .review, confidence: assessment.confidence,
            baselineSessions: assessment.baselineSessions, engineVersion: Matcher.version, input: input,
            result: Result(
                signals: assessment.signals.map(\.rawValue), reasons: assessment.reasons.map(record), summary: assessment.summary,
                categories: assessment.categories.map { category in
                    CategoryRecord(
                        category: category.category.rawValue, available: category.isAvailable, quality: category.quality,
                        severity: category.severity.rawValue, contribution: category.contribution, reasons: category.reasons.map(record))
                },
                redFlags: assessment.redFlags.map { flag in
                    RedFlagRecord(
                        code: flag.code, category: flag.category.rawValue, severity: flag.severity.rawValue, description: flag.description,
                        capsScore: flag.capsScore)
                }))
    }

    /// The severity of each category that was there to judge.
    var severities: [MatchEngine.Category: Severity] {
        var severities: [MatchEngine.Category: Severity] = [:]
        for record in result.categories where record.available {
            if let category = MatchEngine.Category(rawValue: record.category), let severity = Severity(rawValue: record.severity) {
                severities[category] = severity
            }
        }
        return severities
    }
}
