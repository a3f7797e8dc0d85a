// What `mien analyze` reads with: the trained heads in the binary, and the sentence encoder if its weights are there.
import Foundation
import Posture
import PostureEngine
import Schema
import TextEngine
import Workers

struct AnalyzeModel {
    var classifier: PostureClassifier
    var encoder: Encoder?
    /// Of the engine with its heads.
    var version: String
    /// What somebody who wonders about weak results should know.
    var notice: String?

    /// - Parameters:
    ///   - option: the encoder's folder, where the caller has named one.
    ///   - isWanted: false = cue rules alone were asked for.
    ///   - gate: the option that makes the result decide something; then it is not made without the encoder by accident.
    static func open(_ option: String?, isWanted: Bool, gate: String?) throws -> AnalyzeModel {
        let heads = try EmbeddedFiles.all["models/posture-heads.bin"].map { try Heads(Data($0)) }
        let classifier = PostureClassifier(heads: heads)
        var model = AnalyzeModel(
            classifier: classifier, encoder: nil, version: PostureAnalysis.version(heads: heads, hasEncoder: false), notice: nil)
        guard isWanted else { return model }
        guard let folder = EncoderFolder.named(option) ?? EncoderFolder.found() else {
            let places = EncoderFolder.places()
            if let gate {
                throw AnalyzeFailure(
                    "\(gate) needs the sentence encoder, and there is none in \(places.joined(separator: ", ")). \(remedy) "
                        + "--no-model reads by cue rules alone, which see less.")
            }
            model.notice = "There is no sentence encoder in \(places[0]) or the other usual places: sentences are read by cue rules alone. \(remedy)"
            return model
        }
        do {
            model.encoder = try Encoder(
                weights: MappedFile.read(folder + "/model.safetensors"), vocabulary: MappedFile.read(folder + "/vocab.txt"))
            model.version = PostureAnalysis.version(heads: heads, hasEncoder: true)
        } catch {
            throw AnalyzeFailure("The sentence encoder in \(folder) cannot be used: \(ErrorSentence.of(error))")
        }
        return model
    }

    private static let remedy = "“make model” fetches it; --model-dir or MIEN_MODEL_DIR says where it is."
}
