// A model of one layer with drawn weights, in the file format of the real one, and its forward pass in plain loops.
import Foundation

/// SplitMix64, so that every run draws the same numbers.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

struct TinyModel {
    static let words = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "un", "##do", "##ing", "do", "!", ",", "中", "e", "##e", "hangul", "ᄒ", "##ᅡ", "##ᆫ",
    ]
    static let hidden = 384
    static let inner = 768
    static let longest = 256

    static var vocabulary: Data { Data(words.joined(separator: "\n").utf8) }

    private(set) var tensors: [(name: String, shape: [Int], values: [Float])] = []

    init(seed: UInt64 = 1) {
        var dice = Dice(state: seed)
        func add(_ name: String, _ shape: [Int], around middle: Float = 0, spread: Float) {
            let values = (0..<shape.reduce(1, *)).map { _ in middle + spread * (Float(dice.next() >> 40) / Float(1 << 23) - 1) }
            tensors.append((name, shape, values))
        }
        let hidden = Self.hidden
        add("embeddings.word_embeddings.weight", [Self.words.count, hidden], spread: 1)
        add("embeddings.position_embeddings.weight", [Self.longest, hidden], spread: 0.3)
        add("embeddings.token_type_embeddings.weight", [2, hidden], spread: 0.1)
        let layer = "encoder.layer.0"
        for name in ["embeddings.LayerNorm", "\(layer).attention.output.LayerNorm", "\(layer).output.LayerNorm"] {
            add("\(name).weight", [hidden], around: 1, spread: 0.2)
            add("\(name).bias", [hidden], spread: 0.2)
        }
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"] {
            add("\(layer).\(name).weight", [hidden, hidden], spread: 0.1)
            add("\(layer).\(name).bias", [hidden], spread: 0.1)
        }
        add("\(layer).intermediate.dense.weight", [Self.inner, hidden], spread: 0.1)
        add("\(layer).intermediate.dense.bias", [Self.inner], spread: 0.1)
        add("\(layer).output.dense.weight", [hidden, Self.inner], spread: 0.1)
        add("\(layer).output.dense.bias", [hidden], spread: 0.1)
    }

    /// The model as a file; `change` may spoil the header.
    func file(change: (inout [String: Any]) -> Void = { _ in }) throws -> Data {
        var header: [String: Any] = ["__metadata__": ["format": "pt"]]
        var body = Data()
        for tensor in tensors {
            let start = body.count
            tensor.values.withUnsafeBytes { body.append(contentsOf: $0) }
            header[tensor.name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, body.count]]
        }
        change(&header)
        var json = try JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
        // The body begins at an odd place, as a file is free to have it.
        json.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: json.count % 2 == 0 ? 1 : 2))
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json + body
    }

    // MARK: The forward pass, step by step as the paper has it, in double precision

    func embed(_ tokens: [Int32]) -> [Double] {
        let words = matrix("embeddings.word_embeddings.weight")
        let places = matrix("embeddings.position_embeddings.weight")
        let segment = matrix("embeddings.token_type_embeddings.weight")[0]
        let layer = "encoder.layer.0"
        var rows = tokens.indices.map { position in
            (0..<Self.hidden).map { words[Int(tokens[position])][$0] + places[position][$0] + segment[$0] }
        }
        rows = normalize(rows, "embeddings.LayerNorm")
        let query = linear(rows, "\(layer).attention.self.query")
        let key = linear(rows, "\(layer).attention.self.key")
        let value = linear(rows, "\(layer).attention.self.value")
        var mixed = rows
        for head in stride(from: 0, to: Self.hidden, by: 32) {
            for position in rows.indices {
                let scores = rows.indices.map { other in
                    (head..<head + 32).reduce(0) { $0 + query[position][$1] * key[other][$1] } / 32.0.squareRoot()
                }
                let top = scores.max() ?? 0
                let shares = scores.map { exp($0 - top) }
                let total = shares.reduce(0, +)
                for column in head..<head + 32 {
                    mixed[position][column] = rows.indices.reduce(0) { $0 + shares[$1] * value[$1][column] } / total
                }
            }
        }
        rows = normalize(sum(rows, linear(mixed, "\(layer).attention.output.dense")), "\(layer).attention.output.LayerNorm")
        let inner = linear(rows, "\(layer).intermediate.dense").map { $0.map { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) } }
        rows = normalize(sum(rows, linear(inner, "\(layer).output.dense")), "\(layer).output.LayerNorm")
        let mean = (0..<Self.hidden).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return mean.map { $0 / length }
    }

    private func matrix(_ name: String) -> [[Double]] {
        guard let tensor = tensors.first(where: { $0.name == name }), let width = tensor.shape.last else { return [] }
        return stride(from: 0, to: tensor.values.count, by: width).map { tensor.values[$0..<$0 + width].map(Double.init) }
    }

    private func linear(_ rows: [[Double]], _ name: String) -> [[Double]] {
        let weight = matrix("\(name).weight")
        let bias = matrix("\(name).bias")[0]
        return rows.map { row in zip(weight, bias).map { weights, bias in zip(row, weights).reduce(bias) { $0 + $1.0 * $1.1 } } }
    }

    private func sum(_ one: [[Double]], _ other: [[Double]]) -> [[Double]] {
        zip(one, other).map { zip($0, $1).map(+) }
    }

    private func normalize(_ rows: [[Double]], _ name: String) -> [[Double]] {
        let gain = matrix("\(name).weight")[0]
        let offset = matrix("\(name).bias")[0]
        return rows.map { row in
            let mean = row.reduce(0, +) / Double(row.count)
            let deviation = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count) + 1e-12).squareRoot()
            return row.indices.map { (row[$0] - mean) / deviation * gain[$0] + offset[$0] }
        }
    }
}

func cosine(_ one: [Float], _ other: [Double]) -> Double {
    let dot = zip(one, other).reduce(0) { $0 + Double($1.0) * $1.1 }
    let lengths = one.reduce(0) { $0 + Double($1) * Double($1) } * other.reduce(0) { $0 + $1 * $1 }
    return dot / lengths.squareRoot()
}
