// C0: what the user's text does to the model. A sentence is read by itself and in the light of the whole message.
import Foundation

struct PressureClassifier: Sendable {
    private let sentences: SentenceHeads
    private let message: MessageHeads

    init(heads: Heads?) {
        sentences = SentenceHeads(.c0, heads)
        message = MessageHeads(.c0, heads)
    }

    /// How far the message may lower and raise the odds of each of its sentences (our choice: a sentence that is plainly neutral or
    /// plainly pressing by itself stays so; a long jailbreak, most of whose sentences are harmless alone, is pressure all over).
    private static let contextPower = 1.5
    private static let weakestContext = 1.0 / 30
    private static let strongestContext = 150.0
    /// What is left of the odds of a sentence that only mentions pressure (our choice).
    private static let mentionOdds = 0.02
    /// The activation from which a cue family counts as a technique of its own in a sentence (our choice; I9 needs two).
    private static let techniqueActivation = 0.5
    /// What a head's word for compound pressure is worth where fewer than two techniques show (our choice).
    private static let unprovenCompound = 0.3
    private static let techniques: Set<Int> = [1, 2, 3, 4, 5, 6, 8]

    func read(_ user: [FormedSentence], language: Language) -> [SentenceReading] {
        let forms = user.flatMap(\.forms)
        let found = forms.map { CueReading(PressureCues.set, $0.prepared.text) }
        let activations = found.map(\.activations)
        guard language.isSupported else { return byCuesAlone(user, activations) }
        let cues = zip(forms, activations).map { ClassifierFeatures.cueVector(for: .c0, $0.prepared, activations: $1) }
        let counts = user.countingForms
        let counted = zip(forms, counts).filter(\.1).map(\.0)
        let whole = message.probabilities(
            counted.map(\.prepared), cues: zip(cues, counts).filter(\.1).map(\.0), embeddings: counted.embeddings)
        let odds = whole.map { pow(Self.odds($0.classes["pressure"] ?? 0.5) / Self.odds($0.threshold), Self.contextPower) } ?? 1
        let bounded = min(Self.strongestContext, max(Self.weakestContext, odds))
        var index = 0
        return user.map { sentence in
            let readings = sentence.forms.map { form in
                defer { index += 1 }
                if sentence.isData { return SentenceReading.neutral(.c0) }
                let own = sentences.probabilities(form.prepared, embedding: form.embedding, activations: activations[index])
                // Text about pressure is no pressure, whatever the heads think of its words.
                let context = found[index].isOnlyMentioned || sentence.isQuotation ? min(1, bounded) * Self.mentionOdds : bounded
                return Self.combined(own, odds: context, activations[index])
            }
            return Self.riskier(readings)
        }
    }

    private static func combined(_ own: [Double], odds: Double, _ activations: [Double]) -> SentenceReading {
        let pressing = Self.odds(1 - own[0]) * odds
        let pressure = pressing / (1 + pressing)
        var shares = own.indices.map { $0 == 0 ? 0 : own[$0] }
        let used = techniques.filter { code in
            guard let family = PressureCues.familyOfCode[code] else { return false }
            return activations[family] >= techniqueActivation
        }
        let compound = PressureCode.compoundPressure.rawValue
        if used.count >= 2 {
            shares[compound] += shares.max() ?? 0
        } else {
            shares[compound] *= unprovenCompound
        }
        let total = shares.reduce(0, +)
        guard total > 0 else { return .neutral(.c0) }
        return SentenceReading(shares.indices.map { $0 == 0 ? 1 - pressure : pressure * shares[$0] / total })
    }

    /// Where the heads cannot read the language, only what the cues find counts.
    private func byCuesAlone(_ user: [FormedSentence], _ activations: [[Double]]) -> [SentenceReading] {
        var index = 0
        return user.map { sentence in
            Self.riskier(
                sentence.forms.map { _ in
                    defer { index += 1 }
                    var values = [Double](repeating: 0, count: Classifier.c0.codeCount)
                    for (code, family) in PressureCues.familyOfCode { values[code] = activations[index][family] }
                    let strongest = values.max() ?? 0
                    guard strongest >= 0.75 else { return .neutral(.c0) }
                    let total = values.reduce(0, +)
                    return SentenceReading(values.indices.map { $0 == 0 ? 1 - strongest : strongest * values[$0] / total })
                })
        }
    }

    private static func odds(_ probability: Double) -> Double {
        let bounded = min(1 - 1e-6, max(1e-6, probability))
        return bounded / (1 - bounded)
    }

    /// Of the readings of a sentence's forms the one furthest from neutral.
    static func riskier(_ readings: [SentenceReading]) -> SentenceReading {
        guard let first = readings.first else { return SentenceReading(code: 0, confidence: 1, probabilities: [1]) }
        return readings.dropFirst().reduce(first) { $1.probabilities[0] < $0.probabilities[0] ? $1 : $0 }
    }
}
