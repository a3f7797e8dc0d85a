// Opens what posture analysis reads with: the sentence encoder, if its weights are there, and the trained heads.
import Foundation
import Logging
import Posture
import PostureEngine
import Schema
import TextEngine
import Vocabulary
import Workers

extension Settings {
    /// Where `make model` puts the encoder.
    package var encoderDirectory: String { modelDirectory ?? dataDirectory + "/models/all-MiniLM-L6-v2" }

    /// Sentences to vectors; nil without the encoder's weights.
    typealias Embedding = @Sendable ([String], PostureCompute.Owner) async throws -> [[Float]]

    func sentenceEmbedding(logger: Logger) throws -> Embedding? { try encoder(logger: logger).map(Self.embedding) }

    /// Without the encoder turns are read by cues alone, and every answer says so.
    func turnReader(embed: Embedding?, logger: Logger) throws -> TurnReader {
        let heads = try trainedHeads(logger: logger)
        // Reading a text cannot be taken in portions, and a long one takes a tenth of a second: a second thread lets short ones pass it.
        let threads = max(2, WorkerPool<@Sendable () -> Void, Bool>.defaultThreads)
        let readers = WorkerPool<@Sendable () -> Void, Bool>(name: "posture-reader", threads: threads, batchCost: 1) { work in
            work.map { read in
                read()
                return true
            }
        }
        let reader = TurnReader(
            classifier: PostureClassifier(heads: heads),
            compute: PostureCompute(run: { work, owner in _ = try await readers.submit([work], owner: owner) }, embed: embed),
            version: PostureAnalysis.version(heads: heads, hasEncoder: embed != nil))
        // The cues are compiled when they are first used: now, beside whatever else the start has to do.
        Task { try? await reader.warm() }
        return reader
    }

    private func encoder(logger: Logger) throws -> Encoder? {
        let weights = encoderDirectory + "/model.safetensors", vocabulary = encoderDirectory + "/vocab.txt"
        guard FileManager.default.fileExists(atPath: weights) else {
            logger.notice(
                "the sentence encoder is not there: posture is read by cues alone (make model fetches it)",
                metadata: ["folder": "\(encoderDirectory)"])
            return nil
        }
        do {
            return try Encoder(weights: try MappedFile.read(weights), vocabulary: try MappedFile.read(vocabulary))
        } catch let error as EncoderError {
            throw Problem(.malformed, "The sentence encoder in \(encoderDirectory) cannot be used: \(error)")
        }
    }

    private func trainedHeads(logger: Logger) throws -> Heads? {
        guard let bytes = EmbeddedFiles.all["models/posture-heads.bin"] else { return nil }
        return try Heads(Data(bytes))
    }

    /// A pool of its own, warm before the first request: the encoder's memory is touched once here. English has four or five bytes a
    /// token; 128 tokens are what the encoder takes through its layers at once, so a batch of more would only make others wait.
    private static func embedding(_ encoder: Encoder) -> Embedding {
        let pool = WorkerPool<String, [Float]>(name: "posture-encoder", batchCost: 128, cost: { min($0.utf8.count / 4 + 2, 256) }) {
            encoder.embed($0)
        }
        _ = encoder.embed(["Warm."])
        return { sentences, owner in try await pool.submit(sentences, owner: owner) }
    }
}
