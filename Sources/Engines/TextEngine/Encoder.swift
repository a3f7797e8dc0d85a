import CTextKernels
import Foundation
import Synchronization

/// The sentence encoder all-MiniLM-L6-v2: a text becomes 384 numbers, the nearer in direction the nearer in meaning.
///
/// An embedding depends on its sentence and the machine's instruction set alone, bit for bit: not on the sentences beside it, their order, or
/// the thread. `embed` may be called from any number of threads at once.
package final class Encoder: Sendable {
    package static let dimensions = EncoderWeights.hidden

    /// Sets of machine instructions that the arithmetic is compiled for.
    package enum Kernels: UInt32, CaseIterable, Sendable {
        case portable = 0
        case avx2 = 1
        case avx512 = 2

        /// Those that this machine can run, best last.
        package static var available: [Self] { allCases.filter { mien_text_available(.init($0.rawValue)) != 0 } }
    }

    package let tokenizer: WordPiece
    package let kernels: Kernels
    private let weights: EncoderWeights
    private let bytes: Data
    private let scratch = Mutex<[Scratch]>([])

    /// Reads a `model.safetensors` and a `vocab.txt`. Both may be memory-mapped: of the word embeddings only what is looked up is read, while the
    /// other weights are copied.
    package convenience init(weights: Data, vocabulary: Data) throws {
        try self.init(weights: weights, vocabulary: vocabulary, kernels: Kernels.available.last ?? .portable)
    }

    /// With kernels of choice, which must be `available`.
    package init(weights: Data, vocabulary: Data, kernels: Kernels) throws {
        tokenizer = try WordPiece(vocabulary: vocabulary)
        self.weights = try EncoderWeights(weights)
        guard tokenizer.count <= self.weights.vocabularyCount else {
            throw EncoderError("the vocabulary has \(tokenizer.count) tokens, the weights only \(self.weights.vocabularyCount)")
        }
        bytes = weights
        self.kernels = kernels
    }

    /// One embedding of length 1 for each sentence, in order. Of a long one the first 254 tokens count. Works on the calling thread.
    package func embed(_ sentences: [String]) -> [[Float]] {
        var tokens: [Int32] = []
        var lengths: [Int32] = []
        lengths.reserveCapacity(sentences.count)
        for sentence in sentences {
            let before = tokens.count
            tokenizer.append(sentence, to: &tokens)
            lengths.append(Int32(tokens.count - before))
        }
        return embed(tokens: tokens, lengths: lengths)
    }

    /// `tokens` holds sentences of `lengths` tokens one behind the other, as `tokenizer` makes them.
    func embed(tokens: [Int32], lengths: [Int32]) -> [[Float]] {
        guard !lengths.isEmpty else { return [] }
        let room = takeScratch(Int(mien_text_scratch_bytes(Int32(clamping: tokens.count))))
        defer { scratch.withLock { $0.append(room) } }
        let width = Self.dimensions
        let flat = [Float](unsafeUninitializedCapacity: lengths.count * width) { buffer, count in
            bytes.withUnsafeBytes { file in
                var model = weights.model
                mien_text_encode(
                    .init(kernels.rawValue), &model, file.baseAddress.map { $0 + weights.words.lowerBound }, tokens, lengths, Int32(lengths.count),
                    room.memory, buffer.baseAddress)
            }
            count = lengths.count * width
        }
        return (0..<lengths.count).map { Array(flat[$0 * width..<($0 + 1) * width]) }
    }

    /// Memory for the activations, kept from call to call; there are as many as calls at the same time.
    private final class Scratch: @unchecked Sendable {  // used by one call at a time
        let memory: UnsafeMutableRawPointer
        let size: Int

        init(size: Int) {
            memory = .allocate(byteCount: size, alignment: 64)
            self.size = size
        }

        deinit {
            memory.deallocate()
        }
    }

    private func takeScratch(_ size: Int) -> Scratch {
        let kept = scratch.withLock { $0.popLast() }
        if let kept, kept.size >= size { return kept }
        return Scratch(size: size)
    }
}
