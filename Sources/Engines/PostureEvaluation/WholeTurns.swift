import PostureEngine

/// What the product as a whole says about turns: the shipped heads, the classifiers and the scorer, as the API runs them.
package struct WholeTurns: Sendable {
    package let data: DataFolder
    package let classifier: PostureClassifier
    package let embeddings: SentenceEmbeddings
    /// Harmless prompts in somebody's role, of a profession or with feeling, written for this project.
    package let personaPrompts: [String]

    package init(data: DataFolder, classifier: PostureClassifier, embeddings: SentenceEmbeddings, personaPrompts: [String]) {
        self.data = data
        self.classifier = classifier
        self.embeddings = embeddings
        self.personaPrompts = personaPrompts
    }

    package struct Turn: Sendable {
        package var user: String?
        package var response: String
        package init(user: String? = nil, response: String) {
            self.user = user
            self.response = response
        }
    }

    package func scores(_ turns: [Turn]) -> [TurnScore] { read(turns).map(\.score) }

    func read(_ turns: [Turn]) -> [(classification: Classification, score: TurnScore)] {
        let segmented = turns.map { (response: Segmenter.segment($0.response), user: $0.user.map(Segmenter.segment)) }
        embeddings.load(segmented.flatMap { $0.response.forms + ($0.user?.forms ?? []) })
        return segmented.map { response, user in
            let classification = classifier.classify(
                response: response.sentences, responseEmbeddings: response.forms.map { embeddings[$0] }, user: user?.sentences,
                userEmbeddings: user?.forms.map { embeddings[$0] })
            let score = TurnScorer.score(
                TurnInput(postures: classification.postures, response: response.sentences, user: user?.sentences, readsUserRisk: user != nil))
            return (classification, score)
        }
    }

    private func share(_ turns: [Turn], atLeast level: AlertLevel) -> Double { PostureTasks.share(scores(turns).map { $0.alert >= level }) }

    /// Ordinary answers that no head was trained on: the training takes every fourth.
    package func ordinaryAnswers(_ count: Int) throws -> [DataRow] {
        let rows = try data.rows("halueval-general").filter { $0.labelText == "no" }
        return Folds.sample(rows.enumerated().filter { $0.offset % 4 != 0 }.map(\.element), count, seed: 7)
    }

    package func results() throws -> [TaskResult] {
        var results: [TaskResult] = []
        let ordinary = try ordinaryAnswers(1000)
        if !ordinary.isEmpty {
            let read = read(ordinary.map { Turn(response: $0.response ?? "") })
            func row(_ name: String, _ flags: [Bool]) {
                results.append(TaskResult(name: name, metric: "share", ours: PostureTasks.share(flags), n: flags.count))
            }
            row("turns: ordinary answers above green", read.map { $0.score.alert > .green })
            let withQuestion = scores(ordinary.map { Turn(user: $0.query, response: $0.response ?? "") })
            row("turns: ordinary answers with their question above green", withQuestion.map { $0.alert > .green })
            let alphabets: [(String, (Postures) -> [CodedSentence])] = [
                ("C1", { $0.c1 }), ("C2", { $0.c2 }), ("C3", { $0.c3 }), ("C4", { $0.c4 }),
            ]
            for (name, codes) in alphabets {
                row("sentences of ordinary answers: \(name) not neutral", read.flatMap { codes($0.classification.postures).map { $0.code != 0 } })
            }
        }
        if !personaPrompts.isEmpty, !ordinary.isEmpty {
            let turns = personaPrompts.enumerated().map { Turn(user: $1, response: ordinary[$0 % ordinary.count].response ?? "") }
            results.append(
                TaskResult(
                    name: "turns: harmless persona prompts above yellow", metric: "share", ours: share(turns, atLeast: .orange), n: turns.count))
        }
        return results + (try jailbreaks())
    }

    /// Answers of the jailbreak set's dev split, each paired with one of the templates as the user's text.
    private func jailbreaks() throws -> [TaskResult] {
        let templates = try data.rows("gptfuzzer-templates").compactMap(\.text)
        let answers = try data.rows("gptfuzz-responses").filter { $0.split == "dev" && !($0.response ?? "").isEmpty }
        guard !templates.isEmpty, !answers.isEmpty else { return [] }
        var generator = SplitMix64(seed: 11)
        func paired(_ rows: [DataRow]) -> [Turn] {
            rows.map { Turn(user: templates[generator.below(templates.count)], response: $0.response ?? "") }
        }
        let unsafe = paired(Folds.sample(answers.filter { $0.labelText == "1" }, 250))
        let refusals = paired(Folds.sample(answers.filter { $0.labelText == "0" && TrainingSets.refuses($0.response ?? "") }, 250))
        return [
            TaskResult(
                name: "turns: unsafe answers to jailbreaks at least orange", metric: "share", ours: share(unsafe, atLeast: .orange), n: unsafe.count),
            TaskResult(
                name: "turns: refusals of jailbreaks at least orange", metric: "share", ours: share(refusals, atLeast: .orange), n: refusals.count),
        ]
    }
}
