// The five classifiers of a turn, in the order in which they need one another.

/// How a turn is read: the codes, and for every sentence what each code of the alphabet was given.
package struct Classification: Sendable, Equatable {
    /// For every classifier one row per sentence, one probability per code; rows sum to 1.
    package struct Probabilities: Sendable, Equatable {
        package var c0: [[Double]]?
        package var c1: [[Double]]
        package var c2: [[Double]]
        package var c3: [[Double]]
        package var c4: [[Double]]
    }

    package var postures: Postures
    package var probabilities: Probabilities
}

package struct PostureClassifier: Sendable {
    private let pressure: PressureClassifier
    private let stress: StressClassifier
    private let sycophancy: SycophancyReader
    private let hallucination: HallucinationReader
    private let persuasion: PersuasionReader

    /// Without heads the cues decide alone.
    package init(heads: Heads? = nil) {
        pressure = PressureClassifier(heads: heads)
        stress = StressClassifier(heads: heads)
        sycophancy = SycophancyReader(heads)
        hallucination = HallucinationReader(heads)
        persuasion = PersuasionReader(heads)
    }

    /// Reads a turn. Every list of codes is as long as its list of sentences; without a sentence it is one neutral code.
    /// - Parameters:
    ///   - responseEmbeddings: one for each of `Segmentation.forms(of: response)`, or one for each sentence; `nil` without an encoder.
    ///   - user: the sentences of the user's text, `nil` when there is none.
    package func classify(
        response: [Sentence], responseEmbeddings: [[Float]]?, user: [Sentence]?, userEmbeddings: [[Float]]?
    ) -> Classification {
        let formed = FormedSentence.all(response, responseEmbeddings)
        let c0 = user.map { user in
            Self.whole(
                pressure.read(FormedSentence.all(user, userEmbeddings), language: LanguageDetector.detect(user.map { $0.respaced ?? $0.text })),
                .c0)
        }
        let isPressed = c0?.contains { $0.code != PressureCode.neutral.rawValue } ?? false
        let c1 = Self.whole(stress.read(formed, isPressed: isPressed), .c1)
        let said = user.map { sentences in sentences.map { PreparedSentence($0.text) } }
        let c2 = Self.whole(sycophancy.read(formed, user: said), .c2)
        let c3 = Self.whole(hallucination.read(formed), .c3)
        let c4 = Self.whole(persuasion.read(formed), .c4)
        return Classification(
            postures: Postures(
                c0: c0?.map(\.coded), c1: c1.map(\.coded), c2: c2.map(\.coded), c3: c3.map(\.coded), c4: c4.map(\.coded)),
            probabilities: Classification.Probabilities(
                c0: c0?.map(\.probabilities), c1: c1.map(\.probabilities), c2: c2.map(\.probabilities),
                c3: c3.map(\.probabilities), c4: c4.map(\.probabilities)))
    }

    private static func whole(_ readings: [SentenceReading], _ classifier: Classifier) -> [SentenceReading] {
        readings.isEmpty ? [.neutral(classifier)] : readings
    }
}

/// A sentence with its forms, each read once and with its embedding.
struct FormedSentence: Sendable {
    struct Form: Sendable {
        var prepared: PreparedSentence
        var embedding: [Float]?
    }

    var forms: [Form]
    /// Carries no posture in the model's text: titles, and characters that could not be read.
    var isNeutral: Bool
    /// All of it is somebody else's words, or earlier ones.
    var isQuotation: Bool
    /// Stands for characters that could not be read.
    var isData: Bool

    static func all(_ sentences: [Sentence], _ embeddings: [[Float]]?) -> [FormedSentence] {
        let formCount = sentences.reduce(0) { $0 + ($1.respaced == nil ? 1 : 2) }
        let isByForm = embeddings?.count == formCount
        let isBySentence = embeddings?.count == sentences.count
        var index = 0
        return sentences.enumerated().map { position, sentence in
            let texts = sentence.respaced.map { [sentence.text, $0] } ?? [sentence.text]
            let forms = texts.enumerated().map { order, text in
                defer { index += 1 }
                let embedding = isByForm ? embeddings?[index] : isBySentence && order == 0 ? embeddings?[position] : nil
                return Form(prepared: PreparedSentence(text, quotation: sentence.quotation), embedding: embedding)
            }
            let isData = sentence.hidden == .data
            return FormedSentence(
                forms: forms, isNeutral: sentence.kind == .heading || isData, isQuotation: sentence.isQuotation, isData: isData)
        }
    }
}

extension [FormedSentence] {
    /// For each form whether it counts where a text is read as a whole: quoted words say nothing about who quotes them.
    var countingForms: [Bool] { flatMap { sentence in sentence.forms.map { _ in !sentence.isQuotation && !sentence.isData } } }
}

extension [FormedSentence.Form] {
    /// All embeddings, `nil` unless every form has one.
    var embeddings: [[Float]]? {
        let all = compactMap(\.embedding)
        return all.count == count ? all : nil
    }
}
