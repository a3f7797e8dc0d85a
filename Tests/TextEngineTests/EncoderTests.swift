// The encoder on a tiny model with drawn weights: no download is needed.
import Foundation
import Testing

@testable import TextEngine

@Suite("Encoder, tiny model")
struct EncoderTests {
    static let sentences = [
        "", "do", "the undoing", "a, the, a!", "undo undo 中 中 e éê", "한 hangul 한한", "never seen words at all",
        String(repeating: "do the undoing ", count: 9), String(repeating: "a ", count: 126), String(repeating: "undoing, ", count: 200),
    ]

    private func encoder(_ kernels: Encoder.Kernels? = nil) throws -> Encoder {
        let model = try TinyModel().file()
        guard let kernels else { return try Encoder(weights: model, vocabulary: TinyModel.vocabulary) }
        return try Encoder(weights: model, vocabulary: TinyModel.vocabulary, kernels: kernels)
    }

    @Test("every set of instructions agrees with plain loops in double precision", arguments: Encoder.Kernels.available)
    func agreesWithPlainLoops(kernels: Encoder.Kernels) throws {
        let model = TinyModel()
        let encoder = try encoder(kernels)
        for (sentence, vector) in zip(Self.sentences, encoder.embed(Self.sentences)) {
            #expect(cosine(vector, model.embed(encoder.tokenizer.tokens(sentence))) > 0.999_999, "\(sentence.prefix(40))")
        }
    }

    @Test("the portable kernels are always there, and agree with the best ones")
    func portableAgrees() throws {
        #expect(Encoder.Kernels.available.first == .portable)
        let best = try encoder().embed(Self.sentences)
        for (one, other) in zip(best, try encoder(.portable).embed(Self.sentences)) {
            #expect(cosine(one, other.map(Double.init)) > 0.999_99)
        }
    }

    @Test("a vector has 384 numbers and length 1")
    func length() throws {
        for vector in try encoder().embed(Self.sentences) {
            #expect(vector.count == Encoder.dimensions)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
    }

    @Test("a sentence has the same vector, bit for bit, alone, in any batch and in any order", arguments: Encoder.Kernels.available)
    func independentOfBatch(kernels: Encoder.Kernels) throws {
        let encoder = try encoder(kernels)
        let alone = Self.sentences.map { encoder.embed([$0])[0] }
        var dice = Dice(state: 7)
        for size in [2, 3, 5, 13, 40] {
            let order = (0..<size).map { _ in Int.random(in: Self.sentences.indices, using: &dice) }
            let vectors = encoder.embed(order.map { Self.sentences[$0] })
            for (index, vector) in zip(order, vectors) { #expect(vector == alone[index]) }
        }
    }

    @Test("calls from many threads at once give what one gives")
    func independentOfThreads() async throws {
        let encoder = try encoder()
        let expected = encoder.embed(Self.sentences)
        await withTaskGroup(of: Bool.self) { group in
            for start in 0..<16 {
                group.addTask {
                    let turned = Self.sentences[(start % 10)...] + Self.sentences[..<(start % 10)]
                    return encoder.embed(Array(turned)) == Array(expected[(start % 10)...] + expected[..<(start % 10)])
                }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    @Test("nothing in, nothing out")
    func empty() throws {
        #expect(try encoder().embed([]).isEmpty)
    }

    @Test("of a long text the first 254 tokens count")
    func longTexts() throws {
        let encoder = try encoder()
        let long = Array(repeating: "do", count: 254).joined(separator: " ")
        #expect(encoder.embed([long + " the the the"]) == encoder.embed([long]))
        #expect(encoder.embed([String(long.dropLast(3))]) != encoder.embed([long]))
    }
}

@Suite("Encoder, damaged files")
struct DamagedModelTests {
    private func failure(weights: Data, vocabulary: Data = TinyModel.vocabulary) -> String? {
        do {
            _ = try Encoder(weights: weights, vocabulary: vocabulary)
            return nil
        } catch {
            return String(describing: error)
        }
    }

    private func failure(_ change: (inout [String: Any]) -> Void) throws -> String? {
        failure(weights: try TinyModel().file(change: change))
    }

    @Test("an empty, short or foreign file is refused with a sentence")
    func foreignFiles() throws {
        #expect(failure(weights: Data())?.contains("too short") == true)
        #expect(failure(weights: Data([1, 0, 0, 0, 0, 0, 0, 0]))?.contains("header") == true)
        #expect(failure(weights: Data(repeating: 0xFF, count: 4_096))?.contains("header") == true)
        #expect(failure(weights: Data([2, 0, 0, 0, 0, 0, 0, 0]) + Data("{}".utf8))?.contains("BERT") == true)
    }

    @Test("a file that was cut short is refused")
    func cutShort() throws {
        let whole = try TinyModel().file()
        #expect(failure(weights: whole) == nil)
        #expect(failure(weights: whole.dropLast(4))?.contains("does not lie within the file") == true)
        #expect(failure(weights: whole.prefix(2_000)) != nil)
    }

    @Test("a tensor that is missing, has another shape, type or place is named")
    func wrongTensors() throws {
        let name = "encoder.layer.0.attention.self.key.weight"
        #expect(try failure { $0[name] = nil }?.contains(name) == true)
        #expect(try failure { $0[name] = ["dtype": "F32", "shape": [384, 383], "data_offsets": [0, 4 * 384 * 383]] }?.contains("[384, 383]") == true)
        #expect(try failure { $0[name] = ["dtype": "F16", "shape": [384, 384], "data_offsets": [0, 2 * 384 * 384]] }?.contains("F16") == true)
        #expect(try failure { $0[name] = ["dtype": "F32", "shape": [384, 384], "data_offsets": [-4, 4 * 384 * 384 - 4]] } != nil)
        #expect(try failure { $0[name] = ["dtype": "F32", "shape": [384, 384], "data_offsets": [Int.max - 8, Int.max]] } != nil)
        for offsets in [[8, Int.min], [4 * 384 * 384, 0], [0, -1]] {
            let message = try failure { $0[name] = ["dtype": "F32", "shape": [384, 384], "data_offsets": offsets] }
            #expect(message?.contains("does not lie within the file") == true)
        }
        #expect(try failure { $0["encoder.layer.0.intermediate.dense.bias"] = ["dtype": "F32", "shape": [384 << 52], "data_offsets": [0, 8]] } != nil)
        #expect(try failure { $0["embeddings.word_embeddings.weight"] = ["dtype": "F32", "shape": [1 << 60, 384], "data_offsets": [0, 8]] } != nil)
    }

    @Test("a header that names more layers than the file can hold is refused before room is made for them")
    func namedLayers() throws {
        let bias = "output.dense.bias"
        let message = try failure { header in
            for layer in 1..<2_000 { header["encoder.layer.\(layer).\(bias)"] = header["encoder.layer.0.\(bias)"] }
        }
        #expect(message?.contains("2000 layers") == true)
    }

    @Test("a vocabulary with more tokens than the weights, or without the special ones, is refused")
    func wrongVocabulary() throws {
        let weights = try TinyModel().file()
        let more = (TinyModel.words + ["one", "more"]).joined(separator: "\n")
        #expect(failure(weights: weights, vocabulary: Data(more.utf8))?.contains("22 tokens") == true)
        #expect(failure(weights: weights, vocabulary: Data("a\nb".utf8))?.contains("[CLS]") == true)
        #expect(failure(weights: weights, vocabulary: Data())?.contains("[CLS]") == true)
    }

    @Test("a slice of a larger buffer serves as well as a buffer of its own")
    func slices() throws {
        let file = try TinyModel().file()
        let slice = (Data([1, 2, 3]) + file + Data([4])).dropFirst(3).dropLast()
        let one = try Encoder(weights: file, vocabulary: TinyModel.vocabulary)
        let other = try Encoder(weights: slice, vocabulary: (Data([10]) + TinyModel.vocabulary).dropFirst())
        #expect(one.embed(["the undoing"]) == other.embed(["the undoing"]))
    }
}
