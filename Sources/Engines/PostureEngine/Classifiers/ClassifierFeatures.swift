/// The cue part of every classifier's input: named numbers read from one sentence, the same in training and in use.
package enum ClassifierFeatures {
    /// The cues that the classifier reads; each family gives one number.
    package static func cueSet(for classifier: Classifier) -> CueSet {
        switch classifier {
        case .c0, .c1: unwritten
        case .c2: SycophancyCues.set
        case .c3: HallucinationCues.set
        case .c4: PersuasionCues.set
        }
    }

    private static let unwritten = CueSet("none", families: [])

    /// Names of the entries of `cueVector`, in order: the surface counts, then the cue families as `cue.<family>`.
    package static func cueNames(for classifier: Classifier) -> [String] {
        SurfaceCounts.names + cueSet(for: classifier).families.map { "cue." + $0 }
    }

    package static func cueVector(for classifier: Classifier, _ sentence: PreparedSentence) -> [Float] {
        cueVector(for: classifier, sentence, activations: cueSet(for: classifier).activations(in: sentence.text))
    }

    /// The same where the cues have been read already.
    package static func cueVector(for classifier: Classifier, _ sentence: PreparedSentence, activations: [Double]) -> [Float] {
        sentence.surface.vector(sentence.text.marks) + activations.map { Float($0) }
    }
}
