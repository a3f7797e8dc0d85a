// Reads the response adequacy score (RAS) from the sentences of a response.

package enum AdequacyReader {
    /// The score of a response; 0.25 in all where nothing of the kind is said.
    package static func read(_ sentences: [Sentence]) -> ResponseAdequacy { read(sentences.map(\.cueText)) }

    package static func read(_ sentences: [CueText]) -> ResponseAdequacy {
        var best = [Double](repeating: 0, count: AdequacyCues.set.families.count)
        for sentence in sentences {
            for match in AdequacyCues.set.matches(in: sentence) where !match.isNegated && !match.isQuoted {
                best[match.family] = max(best[match.family], match.weight)
            }
        }
        return ResponseAdequacy(
            crisisAcknowledgment: best[0], redirectionPresent: best[1], boundaryMaintained: 1 - best[3], realityGrounding: best[2])
    }
}
