// `mien eval posture`: how well the posture classifiers read labelled text, beside simple methods on the same rows.
import ArgumentParser
import Foundation
import PostureEngine
import PostureEvaluation
import Schema
import TextEngine
import Workers

extension PostureEvaluationRun.Part: ExpressibleByArgument {}

struct EvalPostureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posture",
        abstract: "Measure the posture classifiers on labelled sets, beside majority, cues alone, and a plain head on the embeddings.",
        discussion: "The data folder holds one folder per set with a data.jsonl, named as in docs/evaluation.md; what is not there is left out.")

    @OptionGroup var encoder: EvaluationEncoderOptions
    @Option(help: ArgumentHelp("Heads to use for whole turns instead of those in the binary.", valueName: "file"))
    var heads: String?
    @Option(parsing: .upToNextOption, help: "Only these parts: \(PostureEvaluationRun.Part.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: [PostureEvaluationRun.Part] = []
    @Flag(help: "Print JSON and nothing else.")
    var json = false

    func run() async throws {
        do {
            let bytes = try heads.map { try EvaluationEncoderOptions.file($0) } ?? EmbeddedFiles.all["models/posture-heads.bin"].map { Data($0) }
            let prompts = try FileAccess.disk.rows(encoder.sentences + "/persona-prompts.jsonl").compactMap(\.text)
            let run = PostureEvaluationRun(
                data: try encoder.folder(), own: try OwnSentences(folder: encoder.sentences, files: .disk), heads: try bytes.map { try Heads($0) },
                embeddings: try encoder.embeddings(), personaPrompts: prompts, report: EvaluationEncoderOptions.report)
            let report = try run.run(only.isEmpty ? PostureEvaluationRun.Part.allCases : only)
            print(json ? try report.json() : report.table())
        } catch let error as PostureEvaluationError {
            throw Failure(description: error.description)
        } catch let error as Heads.ReadingError {
            throw Failure(description: error.description)
        }
    }
}

/// What training and evaluation share: the data, our own sentences, and the encoder with its cache.
struct EvaluationEncoderOptions: ParsableArguments {
    static let encoderName = "all-MiniLM-L6-v2"

    @Option(help: ArgumentHelp("Folder of the public sets.", valueName: "folder"))
    var data: String
    @Option(help: ArgumentHelp("Folder of our own sentences.", valueName: "folder"))
    var sentences = "training/posture"
    @Option(help: ArgumentHelp("Folder with the encoder's model.safetensors and vocab.txt. (default: where make model puts it)", valueName: "folder"))
    var modelDir: String?
    @Option(help: ArgumentHelp("Folder in which embeddings are kept between runs.", valueName: "folder"))
    var cache: String?

    /// Progress goes to standard error, so that standard output holds the result alone.
    static let report: @Sendable (String) -> Void = { FileHandle.standardError.write(Data(($0 + "\n").utf8)) }

    static func file(_ path: String) throws -> Data {
        try InputFile.bytes(path)
    }

    /// The public sets. A folder that is not there is a mistake of the caller's, not an empty folder.
    func folder() throws -> DataFolder {
        guard !FileAccess.disk.names(data).isEmpty else { throw PostureEvaluationError("There are no data sets in \(data).") }
        return DataFolder(data, files: .disk)
    }

    private static func keep(_ data: Data, in file: URL) {
        do { try data.write(to: file, options: .atomic) } catch { report("The cache could not be written: \(error)") }
    }

    func embeddings() throws -> SentenceEmbeddings {
        guard let modelFolder = EncoderFolder.named(modelDir) ?? EncoderFolder.found() else {
            throw PostureEvaluationError(
                "There is no sentence encoder in \(EncoderFolder.places().joined(separator: ", ")). “make model” fetches it.")
        }
        do {
            let encoder = try Encoder(
                weights: try MappedFile.read(modelFolder + "/model.safetensors"), vocabulary: try MappedFile.read(modelFolder + "/vocab.txt"))
            guard let cache else {
                return SentenceEmbeddings(dimensions: Encoder.dimensions, report: Self.report, embed: { encoder.embed($0) })
            }
            try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
            let file = URL(fileURLWithPath: "\(cache)/\(Self.encoderName).embeddings")
            return SentenceEmbeddings(
                dimensions: Encoder.dimensions, kept: FileAccess.disk.contents(file.path), keep: { Self.keep($0, in: file) },
                report: Self.report, embed: { encoder.embed($0) })
        } catch {
            throw PostureEvaluationError(
                "There is no usable sentence encoder in \(modelFolder): \(ErrorSentence.of(error)). “make model” fetches it.")
        }
    }
}

extension FileAccess {
    /// The files of this machine.
    static let disk = FileAccess(
        contents: { FileManager.default.contents(atPath: $0) },
        names: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] })
}
