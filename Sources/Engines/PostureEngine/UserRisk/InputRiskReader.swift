// Reads the input risk score (IRS) from the sentences of a user's text.

package enum InputRiskReader {
    /// The score of a text; all zero without sentences. English cues: text in another language scores what its marks alone give.
    /// Headings and list items are no staccato, however short.
    package static func read(_ sentences: [Sentence]) -> InputRisk {
        read(sentences.map(\.cueText), isProse: sentences.map(\.isOwnProse))
    }

    /// The same for sentences that are prepared already; `isProse` tells of each whether it is neither heading nor list item.
    static func read(_ sentences: [CueText], isProse: [Bool]) -> InputRisk {
        var found: [Finding] = []
        var isInvented = false
        for (index, sentence) in sentences.enumerated() {
            isInvented = isInvented || RiskGuards.opensFiction(sentence)
            for family in InputRiskCues.families(in: sentence, isInvented: isInvented) {
                found.append(Finding(family: family, sentence: index))
            }
        }
        found += UrgencyMarks.findings(in: sentences)
        found += InputRiskCues.staccato(sentences, isProse: isProse)
        // Beside any other sign faint ones say nothing: so they move no level.
        return score(found.isEmpty ? FaintCues.findings(in: sentences) : found)
    }

    struct Finding {
        var family: RiskFamily
        var sentence: Int
    }

    /// 1 − Π(1 − w) over the distinct families of a dimension, at most 0.99 (our choice); each family counts once.
    private static func score(_ findings: [Finding]) -> InputRisk {
        var values: [InputRisk.Dimension: Double] = [:]
        var evidence: [InputRisk.Evidence] = []
        for dimension in InputRisk.Dimension.allCases {
            var silence = 1.0
            for family in RiskFamily.allCases where family.dimension == dimension {
                let sentences = Set(findings.filter { $0.family == family }.map(\.sentence)).sorted()
                guard !sentences.isEmpty else { continue }
                silence *= 1 - family.weight
                evidence.append(InputRisk.Evidence(dimension: dimension, family: family.rawValue, sentenceIndexes: sentences))
            }
            values[dimension] = min(1 - silence, mostCertain)
        }
        let urgency = values[.urgency] ?? 0
        let isUrgencyAlone = InputRisk.Dimension.allCases.allSatisfy { $0 == .urgency || (values[$0] ?? 0) == 0 }
        return InputRisk(
            suicidality: values[.suicidality] ?? 0, dissociation: values[.dissociation] ?? 0, grandiosity: values[.grandiosity] ?? 0,
            urgency: isUrgencyAlone ? min(urgency, mostUrgentAlone) : urgency, evidence: evidence)
    }

    /// Haste alone puts nobody at risk: it stays below the value that would raise the composite by itself (our choice).
    private static let mostUrgentAlone = 0.69

    private static let mostCertain = 0.99
}
