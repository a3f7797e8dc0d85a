import Foundation

/// The tensors of a `.safetensors` file: eight bytes with the length of a JSON header, the header, the numbers. Nothing is copied.
struct SafeTensors {
    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// A header value: a tensor, or the free-form metadata.
    private enum Field: Decodable {
        case tensor(Entry)
        case other

        init(from decoder: any Decoder) throws {
            if let entry = try? Entry(from: decoder) { self = .tensor(entry) } else { self = .other }
        }
    }

    /// Headers of known models have some 11 KB; a length far beyond that is a damaged file (our choice).
    private static let longestHeader = 16 << 20

    private let bytes: Data
    private let start: Int
    private let entries: [String: Entry]

    init(_ bytes: Data) throws {
        guard bytes.count >= 8 else { throw EncoderError("the weights are no safetensors file: too short") }
        let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(min(Self.longestHeader, bytes.count - 8)) else {
            throw EncoderError("the weights are no safetensors file: the header is said to have \(length) bytes")
        }
        let header = bytes.dropFirst(8).prefix(Int(length))
        guard let fields = try? JSONDecoder().decode([String: Field].self, from: Data(header)) else {
            throw EncoderError("the weights are no safetensors file: the header is not readable")
        }
        self.bytes = bytes
        start = 8 + Int(length)
        entries = fields.compactMapValues { if case .tensor(let entry) = $0 { entry } else { nil } }
    }

    /// Bytes of a tensor of 32-bit floats; nil where no file could hold it.
    private static func size(_ shape: [Int]) -> Int? {
        shape.reduce(4) { size, extent in
            guard let size, extent >= 0 else { return nil }
            let product = size.multipliedReportingOverflow(by: extent)
            return product.overflow ? nil : product.partialValue
        }
    }

    /// The shape of a tensor of 32-bit floats, or nil if there is none of that name.
    func shape(_ name: String) -> [Int]? {
        entries[name].flatMap { $0.dtype == "F32" ? $0.shape : nil }
    }

    /// Where the floats of a tensor lie, counted in bytes from the beginning of the file.
    func range(_ name: String, shape: [Int]) throws -> Range<Int> {
        guard let entry = entries[name] else { throw EncoderError("the weights have no tensor \(name)") }
        guard entry.dtype == "F32", entry.shape == shape else {
            throw EncoderError("the tensor \(name) is \(entry.dtype) \(entry.shape), not F32 \(shape)")
        }
        let offsets = entry.dataOffsets
        guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1], offsets[1] <= bytes.count - start,
            offsets[1] - offsets[0] == Self.size(shape)
        else { throw EncoderError("the tensor \(name) does not lie within the file") }
        return start + offsets[0]..<start + offsets[1]
    }
}
