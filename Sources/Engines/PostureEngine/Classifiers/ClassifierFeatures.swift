/// The cue part of every classifier's input: named numbers read from one sentence, the same in training and in use.
package enum ClassifierFeatures {
    /// The cues that the classifier reads; each family gives one number.
    package static func cueSet(for classifier: Classifier) -> CueSet {
        switch classifier {
        case .c0: PressureCues.set
        case .c1: StressCues.set
        case .c2: SycophancyCues.set
        case .c3: HallucinationCues.set
        case .c4: PersuasionCues.set
        }
    }

    /// Names of the entries of `cueVector`, in order: the surface counts, for C0 the marks of disguise, then the cue families as `cue.<family>`.
    package static func cueNames(for classifier: Classifier) -> [String] {
        SurfaceCounts.names + (classifier == .c0 ? PressureMarks.names : []) + cueSet(for: classifier).families.map { "cue." + $0 }
    }

    package static func cueVector(for classifier: Classifier, _ sentence: PreparedSentence) -> [Float] {
        cueVector(for: classifier, sentence, activations: cueSet(for: classifier).activations(in: sentence.text))
    }

    /// The same where the cues have been read already.
    package static func cueVector(for classifier: Classifier, _ sentence: PreparedSentence, activations: [Double]) -> [Float] {
        let marks = classifier == .c0 ? PressureMarks(sentence.string, sentence.text).vector : []
        return sentence.surface.vector(sentence.text.marks) + marks + activations.map { Float($0) }
    }

    /// The code that a family of cues speaks for; `nil` for families that only inform the head.
    package static func code(ofFamily name: String, for classifier: Classifier) -> Int? {
        if name == "shaming" { return PersuasionCode.framingBias.rawValue }
        guard name.first == classifier.letter, let code = Int(name.dropFirst()), code < classifier.codeCount else { return nil }
        return code
    }
}
