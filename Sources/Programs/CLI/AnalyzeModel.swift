// What `mien analyze` reads with: the trained heads in the binary, and the sentence encoder if its weights are there.
import Foundation
import Posture
import PostureEngine
import Schema
import Server
import TextEngine
import Workers

struct AnalyzeModel {
    var classifier: PostureClassifier
    var encoder: Encoder?
    /// Of the engine with its heads.
    var version: String
    /// What somebody who wonders about weak results should know.
    var notice: String?

    /// Where the encoder is looked for.
    static func folder(_ chosen: String?) -> String {
        let environment = ProcessInfo.processInfo.environment
        var settings = Settings()
        settings.modelDirectory = chosen ?? environment["MIEN_MODEL_DIR"]
        settings.dataDirectory = environment["MIEN_DATA_DIR"] ?? settings.dataDirectory
        return settings.encoderDirectory
    }

    /// - Parameters:
    ///   - folder: of the encoder; nil = without.
    ///   - isRequired: whether a missing encoder is an error instead of a notice.
    static func open(folder: String?, isRequired: Bool) throws -> AnalyzeModel {
        let heads = try EmbeddedFiles.all["models/posture-heads.bin"].map { try Heads(Data($0)) }
        let classifier = PostureClassifier(heads: heads)
        var model = AnalyzeModel(
            classifier: classifier, encoder: nil, version: PostureAnalysis.version(heads: heads, hasEncoder: false), notice: nil)
        guard let folder else { return model }
        do {
            model.encoder = try Encoder(
                weights: MappedFile.read(folder + "/model.safetensors"), vocabulary: MappedFile.read(folder + "/vocab.txt"))
            model.version = PostureAnalysis.version(heads: heads, hasEncoder: true)
        } catch {
            guard !isRequired else { throw AnalyzeFailure("The sentence encoder in \(folder) cannot be used: \(ErrorSentence.of(error))") }
            model.notice = "There is no sentence encoder in \(folder): sentences are read by cue rules alone. "
                + "“make model” fetches it; elsewhere MIEN_MODEL_DIR says where it is."
        }
        return model
    }
}
