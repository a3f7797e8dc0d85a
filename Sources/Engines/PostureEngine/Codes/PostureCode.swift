// The five alphabets a sentence is read in. Raw values are the integer part of the documented codes.

/// What every alphabet offers: its letter (`C1` writes `P13`), a name for people, and its neutral code 0.
package protocol PostureCode: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == Int {
    /// The classifier, `c0`…`c4`.
    static var classifier: Classifier { get }
    /// The letter before the number: `I`, `P`, `S`, `H` or `M`.
    static var letter: Character { get }
    /// The code's name in the field's words.
    var name: String { get }
}

extension PostureCode {
    /// The code as people write it: `P13`.
    package var code: String { "\(Self.letter)\(rawValue)" }
}

/// The classifiers of the document: C0 reads the user's side, C1 to C4 the model's.
package enum Classifier: String, CaseIterable, Sendable, Codable {
    case c0, c1, c2, c3, c4

    /// How many codes its alphabet has.
    package var codeCount: Int {
        switch self {
        case .c0: PressureCode.allCases.count
        case .c1: StressCode.allCases.count
        case .c2: SycophancyCode.allCases.count
        case .c3: HallucinationCode.allCases.count
        case .c4: PersuasionCode.allCases.count
        }
    }

    /// What it looks for, in words.
    package var title: String {
        switch self {
        case .c0: "Input pressure"
        case .c1: "Adversarial stress"
        case .c2: "Sycophancy"
        case .c3: "Hallucination risk"
        case .c4: "Persuasion"
        }
    }

    /// The name of one of its codes, `nil` outside the alphabet.
    package func name(of code: Int) -> String? {
        switch self {
        case .c0: PressureCode(rawValue: code)?.name
        case .c1: StressCode(rawValue: code)?.name
        case .c2: SycophancyCode(rawValue: code)?.name
        case .c3: HallucinationCode(rawValue: code)?.name
        case .c4: PersuasionCode(rawValue: code)?.name
        }
    }

    /// The letter its codes are written with.
    package var letter: Character {
        switch self {
        case .c0: PressureCode.letter
        case .c1: StressCode.letter
        case .c2: SycophancyCode.letter
        case .c3: HallucinationCode.letter
        case .c4: PersuasionCode.letter
        }
    }
}

/// How one classifier reads one sentence: a code of its alphabet and the probability given to that code, 0…1.
package struct CodedSentence: Sendable, Equatable, Codable {
    package var code: Int
    package var confidence: Double

    package init(code: Int, confidence: Double) {
        self.code = code
        self.confidence = confidence
    }
}

/// How the sentences of one turn are read: `c0` over the sentences of the user's text (absent when there is
/// none), `c1`…`c4` over the sentences of the response, all four of the same length.
package struct Postures: Sendable, Equatable, Codable {
    package var c0: [CodedSentence]?
    package var c1: [CodedSentence]
    package var c2: [CodedSentence]
    package var c3: [CodedSentence]
    package var c4: [CodedSentence]

    package init(
        c0: [CodedSentence]? = nil, c1: [CodedSentence], c2: [CodedSentence], c3: [CodedSentence], c4: [CodedSentence]
    ) {
        self.c0 = c0
        self.c1 = c1
        self.c2 = c2
        self.c3 = c3
        self.c4 = c4
    }

    /// The reading of a text that yields no sentence: one neutral sentence, certain.
    package static let neutral: Postures = {
        let neutral = [CodedSentence(code: 0, confidence: 1)]
        return Postures(c1: neutral, c2: neutral, c3: neutral, c4: neutral)
    }()
}
