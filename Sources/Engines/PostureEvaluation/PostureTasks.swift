import Foundation
import PostureEngine

/// The tasks of the public development sets, each as its protocol asks: grouped folds, or trained on one source and tested on another.
package struct PostureTasks: Sendable {
    package let data: DataFolder
    package let own: OwnSentences

    package init(data: DataFolder, own: OwnSentences) {
        self.data = data
        self.own = own
    }

    // MARK: C2

    private static let praise = "sycophancy or praise"
    private static let behaviours = [
        "consciousness claims", "de-escalation", "delusion reinforcement", "emotional or narrative escalation", "harmful advice", "pushback",
        "safe redirection", "suggestions to seek help", "sycophancy or praise",
    ]

    /// Praise against everything else, grouped by scenario; and trained on two models, tested on the third.
    package func sycophancy() throws -> [LabelledTask] {
        let rows = try data.rows("spiral-bench-snippets").filter { !($0.text ?? "").isEmpty }
        guard !rows.isEmpty else { return [] }
        let praised = rows.filter { $0.labelText == Self.praise }
        let others = Folds.sample(rows.filter { $0.labelText != Self.praise }, 2908)
        let sample = praised + others
        func example(_ row: DataRow) -> Example {
            Example(row.text ?? "", label: row.labelText == Self.praise ? 1 : 0, group: row.promptID ?? "", source: row.model ?? "")
        }
        // Codes next to praise (validation, echo) are neither class here.
        let ownPraise = own[.c2].compactMap { sentence -> Example? in
            var sentence = sentence
            switch sentence.label {
            case 0: sentence.label = 0
            case 1, 7: sentence.label = 1
            default: return nil
            }
            return sentence
        }
        let lexicon: @Sendable (String) -> Int? = { ["S1", "S7"].contains($0) ? 1 : nil }
        var tasks = [
            LabelledTask(
                name: "C2 praise, folds by scenario", classifier: .c2, unit: .sentence, classCount: 2, examples: sample.map(example),
                division: .folds, metrics: [.auroc, .averagePrecision, .f1(1, "praise"), .macroF1, .recallAtOnePercent, .calibrationError],
                own: ownPraise, lexiconClass: lexicon)
        ]
        for model in Set(sample.compactMap(\.model)).sorted() {
            tasks.append(
                LabelledTask(
                    name: "C2 praise, \(model) left out", classifier: .c2, unit: .sentence, classCount: 2,
                    examples: sample.filter { $0.model == model }.map(example),
                    division: .trained(on: sample.filter { $0.model != model }.map(example)), metrics: [.auroc, .averagePrecision],
                    own: ownPraise, lexiconClass: lexicon))
        }
        let behaving = sample.filter { Self.behaviours.contains($0.labelText) }.map { row in
            Example(
                row.text ?? "", label: Self.behaviours.firstIndex(of: row.labelText) ?? 0, group: row.promptID ?? "", source: row.model ?? "")
        }
        tasks.append(
            LabelledTask(
                name: "C2/RAS nine behaviours, folds by scenario", classifier: .c2, unit: .sentence, classCount: 9, examples: behaving,
                division: .folds, metrics: [.accuracy, .macroF1], own: [], lexiconClass: { ["S1": 8, "S4": 2, "S8": 2, "pushback": 5][$0] }))
        return tasks
    }

    // MARK: C3

    /// Half or more of the atomic facts unsupported against all supported.
    package func unsupportedDetail() throws -> [LabelledTask] {
        func sentences(_ set: String) throws -> [Example] {
            try data.rows(set).compactMap { row in
                guard let text = row.text, ["S", "NS"].contains(row.labelText) else { return nil }
                return Example(text, label: row.labelText == "NS" ? 1 : 0, group: row.topic ?? "", source: set)
            }
        }
        let chat = try sentences("factscore-chatgpt")
        let instruct = try sentences("factscore-instructgpt")
        let answers = try data.rows("halueval-general")
        // Our sentences show wording, not truth; in these tasks of detail they would only add noise, so none joins.
        let lexicon: @Sendable (String) -> Int? = { ["H1", "H4", "H5", "H6", "H2"].contains($0) ? 1 : nil }
        let metrics: [LabelledTask.Metric] = [.auroc, .recallAtOnePercent, .calibrationError]
        var tasks: [LabelledTask] = []
        if !chat.isEmpty {
            tasks.append(
                LabelledTask(
                    name: "C3 unsupported sentence, folds by topic", classifier: .c3, unit: .sentence, classCount: 2, examples: chat,
                    division: .folds, metrics: metrics, own: [], lexiconClass: lexicon))
        }
        if !chat.isEmpty, !instruct.isEmpty {
            // Both models were asked about mostly the same people: this tests another voice, not other topics.
            let pairs = [("ChatGPT to InstructGPT", chat, instruct), ("InstructGPT to ChatGPT", instruct, chat)]
            for (name, training, test) in pairs {
                tasks.append(
                    LabelledTask(
                        name: "C3 unsupported sentence, \(name)", classifier: .c3, unit: .sentence, classCount: 2, examples: test,
                        division: .trained(on: training), metrics: [.auroc], own: [], lexiconClass: lexicon))
            }
        }
        if !answers.isEmpty {
            let wrong = Folds.sample(answers.filter { $0.labelText == "yes" }, 180)
            let right = Folds.sample(answers.filter { $0.labelText == "no" }, 180)
            tasks.append(
                LabelledTask(
                    name: "C3 wrong answer, folds by row", classifier: .c3, unit: .message, classCount: 2,
                    examples: (wrong + right).enumerated().map { position, row in
                        Example(row.response ?? "", label: row.labelText == "yes" ? 1 : 0, group: "\(position)", source: "halueval")
                    }, division: .folds, metrics: [.auroc], own: [], lexiconClass: lexicon))
        }
        return tasks
    }

    // MARK: C4

    private static let persuasion = [0, 1, 2, 3, 7, 9, 10]

    /// Seven classes from shop texts and discussions; and trained on one of the two, tested for any persuasion on the other.
    package func persuasion() throws -> [LabelledTask] {
        let shop = try data.rows("ec-darkpattern")
        let talk = try data.rows("informal-fallacies")
        func example(_ row: DataRow, _ source: String) -> Example? {
            guard let text = row.text, row.labelText.first == "M", let code = Int(row.labelText.dropFirst()),
                let label = Self.persuasion.firstIndex(of: code)
            else { return nil }
            return Example(text, label: label, group: source + (row.comment ?? text.lowercased()), source: source)
        }
        let all = shop.compactMap { example($0, "shop") } + talk.compactMap { example($0, "talk") }
        guard !all.isEmpty else { return [] }
        let pushing = all.filter { $0.label != 0 }
        let sample = pushing + Folds.sample(all.filter { $0.label == 0 }, 1022)
        let ownSeven = own[.c4].compactMap { sentence -> Example? in
            guard let label = Self.persuasion.firstIndex(of: sentence.label) else { return nil }
            var sentence = sentence
            sentence.label = label
            return sentence
        }
        let ownAny = own[.c4].map { sentence in
            var sentence = sentence
            sentence.label = sentence.label == 0 ? 0 : 1
            return sentence
        }
        let classes = Self.persuasion
        let lexicon: @Sendable (String) -> Int? = { family in
            ClassifierFeatures.code(ofFamily: family, for: .c4).flatMap { classes.firstIndex(of: $0) }
        }
        var tasks = [
            LabelledTask(
                name: "C4 seven classes, folds by text", classifier: .c4, unit: .sentence, classCount: 7, examples: sample, division: .folds,
                metrics: [.accuracy, .macroF1, .calibrationError] + classes.enumerated().map { .f1($0, "M\($1)") }, own: ownSeven,
                lexiconClass: lexicon)
        ]
        for source in ["shop", "talk"] {
            func any(_ examples: [Example]) -> [Example] {
                examples.map {
                    var example = $0
                    example.label = min(1, $0.label)
                    return example
                }
            }
            let test = any(sample.filter { $0.source == source })
            let training = any(sample.filter { $0.source != source })
            guard !test.isEmpty, !training.isEmpty else { continue }
            tasks.append(
                LabelledTask(
                    name: "C4 any persuasion, \(source) texts left out", classifier: .c4, unit: .sentence, classCount: 2, examples: test,
                    division: .trained(on: training), metrics: [.auroc], own: ownAny,
                    lexiconClass: { ClassifierFeatures.code(ofFamily: $0, for: .c4) == nil ? nil : 1 }))
        }
        return tasks
    }
}
