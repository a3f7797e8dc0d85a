import CTextKernels
import Foundation

/// The weights of a BERT-shaped model in the order in which the kernels read them, packed once.
///
/// Unchecked because of the raw memory, which nobody writes after `init`.
final class EncoderWeights: @unchecked Sendable {
    static let hidden = Int(MIEN_TEXT_HIDDEN)
    /// Added to the variance in a layer normalisation (documented in the model's configuration).
    private static let epsilon: Float = 1e-12

    let vocabularyCount: Int
    /// Where in the file the word embeddings lie; they are read there and not copied.
    let words: Range<Int>
    private(set) var model: mien_text_model
    private let arena: Arena
    private let layers: UnsafeMutablePointer<mien_text_layer>
    private let squares: UnsafeMutablePointer<mien_text_square>

    init(_ bytes: Data) throws {
        let tensors = try SafeTensors(bytes)
        let hidden = Self.hidden
        guard let embeddings = tensors.shape("embeddings.word_embeddings.weight"), embeddings.count == 2, embeddings[1] == hidden else {
            throw EncoderError("the weights are not those of a BERT of hidden size \(hidden)")
        }
        vocabularyCount = embeddings[0]
        words = try tensors.range("embeddings.word_embeddings.weight", shape: embeddings)

        var layerCount = 0
        while tensors.shape("encoder.layer.\(layerCount).output.dense.bias") != nil { layerCount += 1 }
        guard let expand = tensors.shape("encoder.layer.0.intermediate.dense.bias"), expand.count == 1, expand[0] > 0, expand[0] % hidden == 0 else {
            throw EncoderError("the weights have no layer, or one whose inner width is no multiple of \(hidden)")
        }
        let slices = expand[0] / hidden
        // What the file does not hold is not made room for: neither one layer's width, nor layers that are only named.
        _ = try tensors.range("encoder.layer.0.intermediate.dense.weight", shape: [expand[0], hidden])
        let perLayer = (4 + 2 * slices) * hidden * hidden + (9 + slices) * hidden
        let floats = layerCount * perLayer + (Int(MIEN_TEXT_LONGEST) + 2) * hidden
        guard floats <= bytes.count / MemoryLayout<Float>.size else {
            throw EncoderError("the weights name \(layerCount) layers and do not hold them")
        }

        arena = Arena(floats: floats)
        layers = .allocate(capacity: layerCount)
        squares = .allocate(capacity: layerCount * 2 * slices)
        model = mien_text_model()

        var packer = Packer(bytes: bytes, tensors: tensors, arena: arena)
        model.layer_count = Int32(layerCount)
        model.slices = Int32(slices)
        model.epsilon = Self.epsilon
        model.layers = UnsafePointer(layers)
        model.positions = try packer.positions()
        model.norm = try packer.norm("embeddings.LayerNorm")
        for index in 0..<layerCount {
            let name = "encoder.layer.\(index)"
            let expand = squares + index * 2 * slices
            let contract = expand + slices
            for slice in 0..<slices {
                (expand + slice).initialize(to: try packer.square("\(name).intermediate.dense", rows: slices, row: slice))
                (contract + slice).initialize(to: try packer.square("\(name).output.dense", columns: slices, column: slice))
            }
            (layers + index).initialize(
                to: mien_text_layer(
                    // Scores are divided by the root of the head's width; dividing the queries does the same.
                    query: try packer.square("\(name).attention.self.query", scale: 1 / Float(MIEN_TEXT_HEAD).squareRoot()),
                    key: try packer.square("\(name).attention.self.key"),
                    value: try packer.square("\(name).attention.self.value"),
                    output: try packer.square("\(name).attention.output.dense"),
                    attention_norm: try packer.norm("\(name).attention.output.LayerNorm"),
                    expand: UnsafePointer(expand), contract: UnsafePointer(contract),
                    output_norm: try packer.norm("\(name).output.LayerNorm")))
        }
    }

    deinit {
        layers.deallocate()
        squares.deallocate()
    }

    /// One block of memory for everything that is packed.
    private final class Arena {
        let floats: UnsafeMutablePointer<Float>
        let count: Int

        init(floats count: Int) {
            let raw = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
            floats = raw.bindMemory(to: Float.self, capacity: count)
            self.count = count
        }

        deinit {
            UnsafeMutableRawPointer(floats).deallocate()
        }
    }

    /// Copies tensors into the arena, one behind the other; all sizes are multiples of 384 floats, so that each begins at 64 bytes.
    private struct Packer {
        let bytes: Data
        let tensors: SafeTensors
        let arena: Arena
        var used = 0

        private mutating func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            precondition(used + count <= arena.count)
            defer { used += count }
            return arena.floats + used
        }

        private func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: target, count: range.count).copyMemory(from: .init(rebasing: $0[range])) }
        }

        mutating func vector(_ name: String, parts: Int = 1, part: Int = 0, scale: Float = 1) throws -> UnsafePointer<Float> {
            let size = hidden * MemoryLayout<Float>.size
            let start = try tensors.range(name, shape: [parts * hidden]).lowerBound + part * size
            let target = take(hidden)
            copy(start..<start + size, to: target)
            for index in 0..<hidden { target[index] *= scale }
            return UnsafePointer(target)
        }

        mutating func norm(_ name: String) throws -> mien_text_norm {
            mien_text_norm(gain: try vector("\(name).weight"), offset: try vector("\(name).bias"))
        }

        /// One square of a weight that is `rows` × `columns` squares large, with its part of the bias. The bias of a weight that is cut along its
        /// inputs belongs to the first of them.
        mutating func square(
            _ name: String, rows: Int = 1, columns: Int = 1, row: Int = 0, column: Int = 0, scale: Float = 1
        ) throws -> mien_text_square {
            let range = try tensors.range("\(name).weight", shape: [rows * hidden, columns * hidden])
            let target = take(hidden * hidden)
            bytes.withUnsafeBytes { source in
                let offset = (row * hidden * columns * hidden + column * hidden) * MemoryLayout<Float>.size
                mien_text_pack(source.baseAddress.map { $0 + range.lowerBound + offset }, Int32(columns * hidden), scale, target)
            }
            return mien_text_square(
                weight: UnsafePointer(target), bias: column == 0 ? try vector("\(name).bias", parts: rows, part: row, scale: scale) : nil)
        }

        /// Position embeddings with the embedding of the one segment added.
        mutating func positions() throws -> UnsafePointer<Float> {
            let name = "embeddings.position_embeddings.weight"
            let longest = Int(MIEN_TEXT_LONGEST)
            guard let shape = tensors.shape(name), shape.count == 2, shape[0] >= longest else {
                throw EncoderError("the weights have fewer than \(longest) positions")
            }
            guard let segments = tensors.shape("embeddings.token_type_embeddings.weight"), segments.count == 2, segments[0] > 0 else {
                throw EncoderError("the weights have no token types")
            }
            let start = try tensors.range(name, shape: [shape[0], hidden]).lowerBound
            let segment = try tensors.range("embeddings.token_type_embeddings.weight", shape: [segments[0], hidden]).lowerBound
            let size = MemoryLayout<Float>.size
            let target = take(longest * hidden)
            copy(start..<start + longest * hidden * size, to: target)
            bytes.withUnsafeBytes { source in
                for index in 0..<longest * hidden {
                    target[index] += source.loadUnaligned(fromByteOffset: segment + index % hidden * size, as: Float.self)
                }
            }
            return UnsafePointer(target)
        }

        private var hidden: Int { EncoderWeights.hidden }
    }
}
