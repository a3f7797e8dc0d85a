// The real weights against what the reference tokenizer and a forward pass in NumPy say (Reference/fixtures.py).
import Foundation
import Testing

@testable import TextEngine

/// The model that `make model` has fetched, or the folder named by MIEN_MODEL_DIR. Where it is absent the tests are skipped, but fail in CI.
enum RealModel {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static var folder: URL {
        let environment = ProcessInfo.processInfo.environment
        if let given = environment["MIEN_MODEL_DIR"] { return URL(fileURLWithPath: given) }
        let data = environment["MIEN_DATA_DIR"].map { URL(fileURLWithPath: $0, relativeTo: root) } ?? root.appendingPathComponent("mien-data")
        return data.appendingPathComponent("models/all-MiniLM-L6-v2")
    }

    static var isWanted: Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("model.safetensors").path)
            || !["", "0", "false"].contains(ProcessInfo.processInfo.environment["CI"] ?? "")
    }

    static func file(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name), options: .alwaysMapped)
    }

    static func fixture<Line: Decodable>(_ name: String) throws -> [Line] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)")
        return try Data(contentsOf: path).split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Line.self, from: Data($0)) }
    }
}

@Suite("Real model", .enabled(if: RealModel.isWanted, "the encoder is not there: make model"))
struct RealModelTests {
    struct Tokens: Decodable {
        let text: String
        let ids: [Int32]
    }

    struct Vector: Decodable {
        let text: String
        let vector: Data

        /// 384 little-endian 16-bit integers.
        var components: [Double] {
            stride(from: 0, to: vector.count - 1, by: 2).map {
                Double(Int16(bitPattern: UInt16(vector[vector.startIndex + $0]) | UInt16(vector[vector.startIndex + $0 + 1]) << 8))
            }
        }
    }

    private static let model = Result { (try RealModel.file("model.safetensors"), try RealModel.file("vocab.txt")) }
    private static let best = Result { try Encoder(weights: model.get().0, vocabulary: model.get().1) }

    @Test("token numbers are the reference tokenizer's on more than 500 texts")
    func tokens() throws {
        let expected: [Tokens] = try RealModel.fixture("tokens.jsonl")
        #expect(expected.count > 500)
        let tokenizer = try WordPiece(vocabulary: Self.model.get().1)
        for line in expected { #expect(tokenizer.tokens(line.text) == line.ids, "\(line.text.prefix(60).debugDescription)") }
    }

    @Test("vectors agree with the forward pass in NumPy, cosine at least 0.9999", arguments: Encoder.Kernels.available)
    func vectors(kernels: Encoder.Kernels) throws {
        let expected: [Vector] = try RealModel.fixture("vectors.jsonl")
        #expect(expected.count >= 64)
        let encoder = try Encoder(weights: Self.model.get().0, vocabulary: Self.model.get().1, kernels: kernels)
        var worst = 1.0
        for (line, vector) in zip(expected, encoder.embed(expected.map(\.text))) { worst = min(worst, cosine(vector, line.components)) }
        #expect(worst > 0.999_99, "the worst is \(worst)")
    }

    @Test("a sentence has the same vector, bit for bit, in every batch")
    func independentOfBatch() throws {
        let encoder = try Self.best.get()
        let texts = try RealModel.fixture("vectors.jsonl").map { (line: Vector) in line.text }
        let together = encoder.embed(texts)
        #expect(encoder.embed(texts.reversed()) == together.reversed())
        for index in stride(from: 0, to: texts.count, by: 5) { #expect(encoder.embed([texts[index]])[0] == together[index]) }
    }

    @Test("sentences of one meaning are nearer than others")
    func meaning() throws {
        let vectors = try Self.best.get().embed([
            "I cannot help you with that request.", "Sorry, I'm not able to assist with this.", "The copper pans hang above the stove.",
        ])
        let alike = cosine(vectors[0], vectors[1].map(Double.init))
        #expect(alike > 0.5)
        #expect(cosine(vectors[0], vectors[2].map(Double.init)) < 0.2)
    }
}
