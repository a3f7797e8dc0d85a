// From texts to codes: everything about a turn that needs no session.
import Foundation
import PostureEngine
import Synchronization
import Vocabulary

/// Where reading runs, and how sentences become vectors.
package struct PostureCompute: Sendable {
    /// On whose behalf something is computed: an organization's id, or nil for the server's own sake. What waits is bounded for each.
    package typealias Owner = String?

    /// Runs a piece of work off the threads that answer requests, and waits for it.
    package var run: @Sendable (@escaping @Sendable () -> Void, Owner) async throws -> Void
    /// The sentence encoder; nil without its model.
    package var embed: (@Sendable ([String], Owner) async throws -> [[Float]])?

    package init(
        run: @escaping @Sendable (@escaping @Sendable () -> Void, Owner) async throws -> Void,
        embed: (@Sendable ([String], Owner) async throws -> [[Float]])?
    ) {
        self.run = run
        self.embed = embed
    }

    /// The value of a piece of work that runs off the request's thread.
    func value<T: Sendable>(for owner: Owner, _ work: @escaping @Sendable () -> T) async throws -> T {
        let place = Mutex<T?>(nil)
        let holder = Holder(place: place)
        try await run({ holder.set(work()) }, owner)
        guard let value = holder.get() else { throw Problem(.unavailable, "The server is shutting down", retryAfter: 2) }
        return value
    }

    private final class Holder<T: Sendable>: Sendable {
        private let place: Mutex<T?>
        init(place: consuming Mutex<T?>) { self.place = place }
        func set(_ value: T) { place.withLock { $0 = value } }
        func get() -> T? { place.withLock { $0 } }
    }
}

/// Reads turns: sentences, vectors, codes.
package struct TurnReader: Sendable {
    /// What it reads with.
    package struct Description: Sendable {
        /// Whether the sentence encoder is there.
        package var hasEncoder: Bool
        package var version: String
    }

    private let classifier: PostureClassifier
    private let compute: PostureCompute
    package let description: Description

    /// - Parameter version: of the engine with its heads; stored with every turn.
    package init(classifier: PostureClassifier, compute: PostureCompute, version: String) {
        self.classifier = classifier
        self.compute = compute
        description = Description(hasEncoder: compute.embed != nil, version: version)
    }

    /// Told with every turn while there is no encoder.
    static let encoderWarning = "PSA v2 sentence encoder unavailable: postures are read by cue rules alone."

    /// Reads a turn, and scores it as the one of this number in its session.
    func read(
        _ request: AnalyzeRequest, for owner: PostureCompute.Owner,
        readsUserRisk: Bool, thresholds: PostureThresholds, turn: Int64, in course: SessionCourse
    ) async throws -> (reading: TurnReading, outcome: TurnOutcome) {
        let response = request.responseText
        let user = request.userText ?? request.inputText
        let evidence = request.evidence
        let (responseParts, userParts) = try await compute.value(for: owner) { (Segmenter.segment(response), user.map(Segmenter.segment)) }
        let responseForms = responseParts.forms, userForms = userParts?.forms ?? []
        var vectors: [[Float]]?
        if let embed = compute.embed { vectors = try await embed(responseForms + userForms, owner) }
        let embeddings = vectors
        let readsUser = readsUserRisk && request.userText != nil && (request.analyzeUserTurn ?? true)
        return try await compute.value(for: owner) {
            let postures = classifier.classify(
                response: responseParts.sentences, responseEmbeddings: embeddings.map { Array($0.prefix(responseForms.count)) },
                user: userParts?.sentences, userEmbeddings: embeddings.map { Array($0.dropFirst(responseForms.count)) }
            ).postures
            var reading = reading(response, user, responseParts, userParts, postures, readsUser, thresholds)
            reading.evidence = evidence.map { TurnScores.Support(EvidenceReading(response: responseParts.sentences, passages: $0)) }
            return (reading, reading.score(turn: turn, in: course))
        }
    }

    private func reading(
        _ response: String, _ user: String?, _ responseParts: Segmentation, _ userParts: Segmentation?, _ postures: Postures, _ readsUserRisk: Bool,
        _ thresholds: PostureThresholds
    ) -> TurnReading {
        // What yields no sentence is answered as one neutral one.
        func sentences(_ text: String, _ parts: Segmentation?) -> [String] {
            let found = parts?.sentences.map(\.text) ?? []
            return found.isEmpty ? [text.trimmingCharacters(in: .whitespacesAndNewlines)] : found
        }
        return TurnReading(
            texts: TurnTexts(response: responseParts.sentences, user: userParts?.sentences, readsUserRisk: readsUserRisk),
            sentences: sentences(response, responseParts), userSentences: user.map { sentences($0, userParts) }, postures: postures,
            truncated: responseParts.truncated || (userParts?.truncated ?? false),
            thresholds: thresholds, warnings: compute.embed == nil ? [Self.encoderWarning] : [],
            version: description.version)
    }

    /// Reads a turn that nobody sent, so that the first real one finds everything ready.
    package func warm() async throws {
        let request = AnalyzeRequest(
            responseText: "I can help with that.", inputText: nil, sessionID: nil, sessionName: nil, turn: nil, dryRun: true,
            userText: "Hello there.", analyzeUserTurn: true, saveText: false, evidence: nil)
        _ = try await read(
            request, for: nil, readsUserRisk: true, thresholds: PostureThresholds(), turn: 1, in: SessionCourse(after: SessionState()))
    }

    /// The user's risk in one text, with warnings.
    func inputRisk(_ text: String, for owner: PostureCompute.Owner) async throws -> (InputRisk, [String]) {
        try await compute.value(for: owner) {
            let sentences = Segmenter.segment(text).sentences
            let language = LanguageDetector.detect(sentences.map(\.text))
            let warning = language.isSupported ? [] : ["\(LanguageWarning.code): \(LanguageWarning(side: .user, language: language).message)"]
            return (InputRiskReader.read(sentences), warning)
        }
    }
}

/// A turn read but not yet scored: its score depends on the turns before it, and on no text any more.
struct TurnReading: Sendable {
    var texts: TurnTexts
    /// As they are answered.
    var sentences: [String]
    var userSentences: [String]?
    var postures: Postures
    var truncated: Bool
    var thresholds: PostureThresholds
    var warnings: [String]
    var version: String
    var evidence: TurnScores.Support?

    /// Scores the turn in its place: arithmetic, the same every time.
    func score(turn: Int64, in course: SessionCourse) -> TurnOutcome {
        let score = TurnScorer.score(
            TurnInput(turn: Int(turn), postures: postures, texts: texts, thresholds: thresholds, session: course.before))
        return course.outcome(TurnScores(score, self), score.session)
    }
}

extension TurnScores {
    init(_ score: TurnScore, _ reading: TurnReading) {
        let metrics = score.metrics, stress = metrics.stress
        self.init(
            poi: stress.oscillation.outputRounded, pe: stress.entropy.outputRounded, dpi: stress.dissolution.outputRounded, mps: stress.span,
            dominant: stress.dominant, sessionPOI: score.sessionOscillation.outputRounded, sd: metrics.sycophancyDensity.outputRounded,
            hri: metrics.hallucinationRisk.outputRounded, pd: metrics.persuasionDensity.outputRounded, td: metrics.techniqueDiversity,
            cpi: metrics.pressure?.outputRounded, bhs: metrics.behavioralHealth.outputRounded, dpd: score.postureSlope.outputRounded,
            sessionDrift: score.sessionDrift.outputRounded, alert: score.alert, psaAlert: score.posture.level,
            incongruence: score.posture.incongruence, details: score.details, drivers: score.drivers.map(\.output),
            irs: score.inputRisk.map(IRS.init), ras: score.adequacy.map(RAS.init),
            rag: score.gap.map { RAG(score: $0.score.outputRounded, level: $0.level.rawValue) }, drm: score.dyadic.map(DRM.init),
            userActivity: score.activity.map {
                Activity(composite: $0.composite.outputRounded, hedgeRatio: $0.hedgeRatio.outputRounded)
            },
            turnType: TurnType(rawValue: score.turnType) ?? .agentOnly,
            warnings: reading.warnings + score.warnings.map { "\(LanguageWarning.code): \($0.message)" }, truncated: reading.truncated,
            engineVersion: reading.version, evidence: reading.evidence)
    }
}

extension TurnScores.Support {
    init(_ evidence: EvidenceReading) {
        self.init(support: evidence.support.map(\.outputRounded), unsupportedTerms: evidence.unsupportedTerms)
    }
}

extension TurnScores.IRS {
    init(_ risk: InputRisk) {
        self.init(
            composite: risk.composite.outputRounded, level: risk.level.rawValue, suicidality: risk.suicidality.outputRounded,
            dissociation: risk.dissociation.outputRounded, grandiosity: risk.grandiosity.outputRounded, urgency: risk.urgency.outputRounded)
    }
}

extension TurnScores.RAS {
    init(_ adequacy: ResponseAdequacy) {
        self.init(
            composite: adequacy.composite.outputRounded, level: adequacy.level.rawValue,
            crisisAcknowledgment: adequacy.crisisAcknowledgment.outputRounded, redirectionPresent: adequacy.redirectionPresent.outputRounded,
            boundaryMaintained: adequacy.boundaryMaintained.outputRounded, realityGrounding: adequacy.realityGrounding.outputRounded)
    }
}
