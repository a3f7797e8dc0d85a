import PostureEngine

/// Trains on some examples and gives probabilities for others, with the reference's inputs or with ours.
package struct CrossValidation: Sendable {
    package let classifier: Classifier
    package let unit: FeatureMaker.Unit
    package let classCount: Int
    package let embeddings: SentenceEmbeddings
    /// Sentences taken from a long message. Our choice: enough for every data set's labels, bounded for time.
    package static let sentencesPerMessage = 20

    /// How a model is built: the inputs it reads, the strength of the data, and how large each kind of input enters: the larger, the less the
    /// penalty holds it back.
    package struct Recipe: Sendable {
        package var inputs: FeatureMaker.Inputs
        package var c: Double
        package var vocabularyLimit = 1500
        package var scales = FeatureMaker.Scales()
        package var ownWeight = 1.0
        package init(_ inputs: FeatureMaker.Inputs, c: Double) {
            self.inputs = inputs
            self.c = c
        }
    }

    /// Our choice, per classifier and the same for all its tasks.
    package static func ours(_ classifier: Classifier, _ inputs: FeatureMaker.Inputs = .everything) -> Recipe {
        var recipe = Recipe(inputs, c: 1)
        switch classifier {
        case .c0:
            // Our pressing sentences are short and the sets' messages long: they show the techniques, the messages set the scale.
            recipe.c = 3
            recipe.scales = .init(embedding: 1, surface: 0.3, cues: 1, words: 1)
            recipe.ownWeight = 0.3
        case .c3:
            // Few and noisy labels: the embedding leads, cues and surface whisper.
            recipe.c = 0.3
            recipe.scales = .init(embedding: 2, surface: 0.1, cues: 0.1, words: 1)
            recipe.vocabularyLimit = 600
        case .c4:
            // The cues carry over to texts of other kinds; the embedding knows the kind.
            recipe.scales = .init(embedding: 1, surface: 0.3, cues: 3, words: 1)
            recipe.ownWeight = 3
        case .c2:
            // What one model's praise is worded in is not what another's is: words half as loud.
            recipe.c = 0.3
            recipe.scales = .init(embedding: 1, surface: 0.3, cues: 1, words: 0.5)
        default:
            recipe.scales = .init(embedding: 1, surface: 0.3, cues: 1, words: 1)
        }
        return recipe
    }
    /// For the heads that ship: their classes are the codes, most of which only our own sentences teach, so cues and those sentences weigh more.
    package static func shipped(_ classifier: Classifier, _ inputs: FeatureMaker.Inputs) -> Recipe {
        var recipe = ours(classifier, inputs)
        recipe.ownWeight = 3
        recipe.scales.cues = inputs == .cuesAndWords ? 3 : max(1, recipe.scales.cues)
        return recipe
    }

    /// The grid of the Python head; the best result of the grid counts, which favours the reference.
    package static let referenceGrid = [0.1, 1, 10].map { Recipe(.embedding, c: $0) }

    package init(_ classifier: Classifier, _ unit: FeatureMaker.Unit, classCount: Int, embeddings: SentenceEmbeddings) {
        self.classifier = classifier
        self.unit = unit
        self.classCount = classCount
        self.embeddings = embeddings
    }

    package func prepare(_ examples: [Example]) -> [PreparedText] {
        let texts = examples.map {
            unit == .sentence ? PreparedText(sentence: $0.text) : PreparedText(message: $0.text, limit: Self.sentencesPerMessage)
        }
        embeddings.load(texts.flatMap { $0.sentences.map(\.string) })
        return texts
    }

    /// Out-of-fold probabilities of every example; `extra` examples are in every training part and never scored.
    package func outOfFold(
        _ examples: [Example], _ texts: [PreparedText], folds: [Int], extra: [Example] = [], extraTexts: [PreparedText] = [], recipe: Recipe
    ) -> [[Double]] {
        var result = [[Double]](repeating: [], count: examples.count)
        for fold in 0..<((folds.max() ?? 0) + 1) {
            let test = examples.indices.filter { folds[$0] == fold }
            let training = examples.indices.filter { folds[$0] != fold }
            let probabilities = scores(
                training: training.map { examples[$0] } + extra, training.map { texts[$0] } + extraTexts, test: test.map { texts[$0] },
                recipe: recipe)
            for (position, row) in test.enumerated() { result[row] = probabilities[position] }
        }
        return result
    }

    /// Probabilities of `test` by a model of `training`.
    package func scores(training: [Example], _ trainingTexts: [PreparedText], test: [PreparedText], recipe: Recipe) -> [[Double]] {
        let vocabulary = recipe.inputs == .embedding ? [] : FeatureMaker.vocabulary(of: trainingTexts, limit: recipe.vocabularyLimit)
        let maker = FeatureMaker(classifier, recipe.inputs, unit, vocabulary: vocabulary, scales: recipe.scales)
        let table = maker.table(trainingTexts, embeddings)
        let model = LogisticRegression.fit(
            table, rows: Array(training.indices), labels: training.map(\.label), classCount: classCount,
            rowWeights: training.map { $0.weight * ($0.source == "own" ? recipe.ownWeight : 1) },
            settings: .init(c: recipe.c))
        let tests = maker.table(test, embeddings)
        return test.indices.map { model.probabilities(tests, row: $0) }
    }
}
