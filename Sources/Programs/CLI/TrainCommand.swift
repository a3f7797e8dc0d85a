// `mien train`: the heads of the posture engine, from labelled sentences.
import ArgumentParser
import Foundation
import PostureEngine
import PostureEvaluation

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train the heads of the posture classifiers. The same sentences give the same file, byte for byte.",
        discussion: """
            The heads learn from the sentences in --sentences and, where they are there, from public sets in --data (docs/model-card.md names them). \
            The result becomes part of the binary as models/posture-heads.bin when it is built.
            """)

    @OptionGroup var encoder: EvaluationEncoderOptions
    @Option(help: ArgumentHelp("Where the heads are written.", valueName: "file"))
    var output: String

    func run() async throws {
        do {
            let training = HeadTraining(
                sets: TrainingSets(data: try encoder.folder(), own: try OwnSentences(folder: encoder.sentences, files: .disk)),
                embeddings: try encoder.embeddings(), encoder: EvaluationEncoderOptions.encoderName, report: EvaluationEncoderOptions.report)
            let file = try training.file()
            try file.write(to: URL(fileURLWithPath: output), options: .atomic)
            EvaluationEncoderOptions.report("\(output): \(file.count) bytes, fingerprint \(try Heads(file).fingerprint)")
        } catch let error as PostureEvaluationError {
            throw Failure(description: error.description)
        }
    }
}
