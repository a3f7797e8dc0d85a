import PostureEngine

/// `mien eval posture`: every task, one after another.
package struct PostureEvaluationRun: Sendable {
    package let data: DataFolder
    package let own: OwnSentences
    package let heads: Heads?
    package let embeddings: SentenceEmbeddings
    package let personaPrompts: [String]
    private let report: @Sendable (String) -> Void

    package init(
        data: DataFolder, own: OwnSentences, heads: Heads?, embeddings: SentenceEmbeddings, personaPrompts: [String],
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.data = data
        self.own = own
        self.heads = heads
        self.embeddings = embeddings
        self.personaPrompts = personaPrompts
        self.report = report
    }

    /// Parts of the evaluation, by what they are called on the command line.
    package enum Part: String, CaseIterable, Sendable {
        case c0, c1, c2, c3, c4, irs, turns, stance
    }

    package func run(_ parts: [Part] = Part.allCases) throws -> PostureReport {
        let tasks = PostureTasks(data: data, own: own)
        var results: [TaskResult] = []
        for part in parts {
            let before = results.count
            func labelled(_ tasks: [LabelledTask]) {
                for task in tasks {
                    report(task.name)
                    results += task.results(embeddings)
                }
            }
            switch part {
            case .c0:
                labelled(try tasks.pressure())
                report("C0 on ordinary prompts of unseen sources")
                results += try tasks.unseenOrdinary(embeddings)
            case .c1: labelled(try tasks.stress())
            case .c2: labelled(try tasks.sycophancy())
            case .c3:
                labelled(try tasks.unsupportedDetail())
                results += try tasks.evidence()
            case .c4: labelled(try tasks.persuasion())
            case .irs: results += try tasks.inputRisk(embeddings)
            case .turns:
                report("whole turns")
                results += try turns.results()
            case .stance:
                report("stance over the turns of conversations")
                results += try StanceEvaluation(data: data, turns: turns).results()
            }
            if results.count == before { report("\(part.rawValue): the data sets are not there") }
        }
        return PostureReport(tasks: results)
    }

    private var turns: WholeTurns {
        WholeTurns(data: data, classifier: PostureClassifier(heads: heads), embeddings: embeddings, personaPrompts: personaPrompts)
    }
}
