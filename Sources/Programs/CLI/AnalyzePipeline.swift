// Scores turns: sentences of many turns are embedded together, results come in the order of the turns.
import Foundation
import PostureEngine
import Synchronization
import TextEngine

/// A turn and everything found about it.
struct AnalyzedTurn: Sendable {
    var turn: TranscriptTurn
    var reading: ReadTurn
    var score: TurnScore
    var warnings: [String]
}

/// The sentences of a turn and their codes.
struct ReadTurn: Sendable {
    var response: [Sentence]
    var user: [Sentence]?
    /// As they are shown, one for each code: a text without any sentence shows itself.
    var responseTexts: [String]
    var userTexts: [String]?
    var isTruncated: Bool
    var classification: Classification
    var evidence: EvidenceReading?
}

struct AnalyzePipeline {
    let classifier: PostureClassifier
    /// Nil: cue rules alone.
    let encoder: Encoder?
    let threads: Int
    let thresholds: PostureThresholds
    let readsUserRisk: Bool
    private(set) var sessions = AnalyzedSessions()

    init(classifier: PostureClassifier, encoder: Encoder?, threads: Int, thresholds: PostureThresholds, readsUserRisk: Bool) {
        self.classifier = classifier
        self.encoder = encoder
        self.threads = threads
        self.thresholds = thresholds
        self.readsUserRisk = readsUserRisk
    }

    /// Characters that make a portion for every thread (our choice: some thousand sentences keep all threads busy and memory small).
    var portion: Int { 100_000 * threads }

    private struct Segmented: Sendable {
        var response: Segmentation
        var user: Segmentation?
        var responseForms: [String]
        var userForms: [String]
    }

    /// Scores turns in order. The division into calls changes nothing.
    mutating func score(_ turns: [TranscriptTurn]) -> [AnalyzedTurn] {
        let segmented = Parallel.map(turns, threads: threads) { turn in
            let response = Segmenter.segment(turn.responseText)
            let user = (turn.userText ?? turn.inputText).map(Segmenter.segment)
            return Segmented(response: response, user: user, responseForms: response.forms, userForms: user?.forms ?? [])
        }
        let vectors = embed(segmented.flatMap { $0.responseForms + $0.userForms })
        var place = 0
        var jobs: [(turn: TranscriptTurn, segmented: Segmented, start: Int)] = []
        for (turn, parts) in zip(turns, segmented) {
            jobs.append((turn, parts, place))
            place += parts.responseForms.count + parts.userForms.count
        }
        let classifier = classifier
        let readings = Parallel.map(jobs, threads: threads) { job in
            let parts = job.segmented
            let split = job.start + parts.responseForms.count
            let classification = classifier.classify(
                response: parts.response.sentences, responseEmbeddings: vectors.map { Array($0[job.start..<split]) },
                user: parts.user?.sentences, userEmbeddings: vectors.map { Array($0[split..<split + parts.userForms.count]) })
            return ReadTurn(
                response: parts.response.sentences, user: parts.user?.sentences,
                responseTexts: Self.shown(parts.response, job.turn.responseText),
                userTexts: parts.user.map { Self.shown($0, job.turn.userText ?? job.turn.inputText ?? "") },
                isTruncated: parts.response.truncated || (parts.user?.truncated ?? false), classification: classification,
                evidence: job.turn.evidence.map { EvidenceReading(response: parts.response.sentences, passages: $0) })
        }
        return zip(turns, readings).map { score($0, $1) }
    }

    /// One text for each code: a text without any sentence has one code, and stands for itself.
    private static func shown(_ segmentation: Segmentation, _ text: String) -> [String] {
        segmentation.sentences.isEmpty ? [text.trimmingCharacters(in: .whitespacesAndNewlines)] : segmentation.sentences.map(\.text)
    }

    private mutating func score(_ turn: TranscriptTurn, _ reading: ReadTurn) -> AnalyzedTurn {
        let state = sessions.state(before: turn)
        let number = turn.turn ?? (turn.sessionName == nil ? 1 : state.lastTurn + 1)
        let score = TurnScorer.score(
            TurnInput(
                turn: number, postures: reading.classification.postures, response: reading.response, user: reading.user,
                readsUserRisk: readsUserRisk && turn.userText != nil, thresholds: thresholds, session: state))
        sessions.put(score.session, after: turn)
        var warnings = score.warnings.map { "\(LanguageWarning.code): \($0.message)" }
        if encoder == nil { warnings.insert(Self.encoderWarning, at: 0) }
        return AnalyzedTurn(turn: turn, reading: reading, score: score, warnings: warnings)
    }

    /// The API's words for it.
    static let encoderWarning = "PSA v2 sentence encoder unavailable: postures are read by cue rules alone."

    /// One vector for each sentence; equal sentences are embedded once. Nil without encoder.
    private func embed(_ sentences: [String]) -> [[Float]]? {
        guard let encoder else { return nil }
        var numbers: [String: Int] = [:]
        var distinct: [String] = []
        let places = sentences.map { sentence in
            if let known = numbers[sentence] { return known }
            numbers[sentence] = distinct.count
            distinct.append(sentence)
            return distinct.count - 1
        }
        // Long ones first, so that the threads end together.
        let order = distinct.indices.sorted { (distinct[$0].utf8.count, $1) > (distinct[$1].utf8.count, $0) }
        let batches = stride(from: 0, to: order.count, by: Self.batch).map { Array(order[$0..<min($0 + Self.batch, order.count)]) }
        let embedded = Parallel.map(batches, threads: threads) { [distinct] batch in encoder.embed(batch.map { distinct[$0] }) }
        var vectors = [[Float]](repeating: [], count: distinct.count)
        for (batch, result) in zip(batches, embedded) {
            for (index, vector) in zip(batch, result) { vectors[index] = vector }
        }
        return places.map { vectors[$0] }
    }

    /// Sentences in one call of the encoder: the size that it is fastest at.
    private static let batch = 32
}

/// Work on all cores without the cooperative pool.
enum Parallel {
    /// `work` of each input, in order, on at most `threads` threads.
    static func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], threads: Int, _ work: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        guard threads > 1, inputs.count > 1 else { return inputs.map(work) }
        let slots = Slots<Output>(count: inputs.count)
        DispatchQueue.concurrentPerform(iterations: min(threads, inputs.count)) { _ in
            while let index = slots.take() { slots.put(work(inputs[index]), at: index) }
        }
        return slots.all
    }

    private final class Slots<Value: Sendable>: Sendable {
        private let count: Int
        private let next = Atomic<Int>(0)
        private let values: Mutex<[Value?]>

        init(count: Int) {
            self.count = count
            values = Mutex([Value?](repeating: nil, count: count))
        }

        func take() -> Int? {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }

        func put(_ value: Value, at index: Int) { values.withLock { $0[index] = value } }
        var all: [Value] { values.withLock { $0.compactMap(\.self) } }
    }
}
