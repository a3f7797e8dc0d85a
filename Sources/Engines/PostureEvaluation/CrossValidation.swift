import PostureEngine

/// Trains on some examples and gives probabilities for others, with the reference's inputs or with ours.
package struct CrossValidation: Sendable {
    package let classifier: Classifier
    package let unit: FeatureMaker.Unit
    package let classCount: Int
    package let embeddings: SentenceEmbeddings
    /// Sentences taken from a long message. Our choice: enough for every data set's labels, bounded for time.
    package static let sentencesPerMessage = 20

    /// How a model is built: the inputs it reads and the strength of the data.
    package struct Recipe: Sendable {
        package var inputs: FeatureMaker.Inputs
        package var c: Double
        package var vocabularyLimit: Int
        package init(_ inputs: FeatureMaker.Inputs, c: Double, vocabularyLimit: Int = 1500) {
            self.inputs = inputs
            self.c = c
            self.vocabularyLimit = vocabularyLimit
        }
    }

    /// Our choice, per classifier and the same for all its tasks: C3's labels are the noisiest and get the strongest penalty.
    package static func ours(_ classifier: Classifier, _ inputs: FeatureMaker.Inputs = .everything) -> Recipe {
        switch classifier {
        case .c3: Recipe(inputs, c: 0.2, vocabularyLimit: 600)
        default: Recipe(inputs, c: 0.5)
        }
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
        let maker = FeatureMaker(classifier, recipe.inputs, unit, vocabulary: vocabulary)
        let table = maker.table(trainingTexts, embeddings)
        let model = LogisticRegression.fit(
            table, rows: Array(training.indices), labels: training.map(\.label), classCount: classCount, rowWeights: training.map(\.weight),
            settings: .init(c: recipe.c))
        let tests = maker.table(test, embeddings)
        return test.indices.map { model.probabilities(tests, row: $0) }
    }
}
