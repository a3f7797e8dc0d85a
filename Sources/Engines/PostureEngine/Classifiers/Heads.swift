// The file of trained heads: what `mien train` writes and the engine reads.
//
// Layout, all numbers little endian: the eight bytes `MIENHEAD`, the format version (UInt32), the length of the
// description (UInt32), the description (JSON with sorted keys), then every head's weights as Float32, in the order of the description.
import Foundation

package struct Heads: Sendable, Equatable {
    package static let formatVersion: UInt32 = 1

    /// The encoder whose embeddings the heads were trained on.
    package let encoder: String
    /// Sixteen hexadecimal digits over the whole file: stored with every score. An identity, not a seal (FNV-1a, 64 bits).
    package let fingerprint: String
    /// Fingerprint of what the heads were trained on: sentences and settings.
    package let trainedOn: String
    package let all: [Head]
    private let byName: [String: Int]

    package subscript(name: String) -> Head? { byName[name].map { all[$0] } }

    package enum ReadingError: Error, Equatable, CustomStringConvertible {
        case notHeads
        case unknownVersion(UInt32)
        case damaged

        package var description: String {
            switch self {
            case .notHeads: "This is not a file of trained heads."
            case .unknownVersion(let version): "The heads have format \(version); this program reads format \(Heads.formatVersion)."
            case .damaged: "The file of trained heads is damaged."
            }
        }
    }

    private struct Description: Codable {
        struct Part: Codable {
            var name: String
            var classes: [String]
            var embedding: Int
            var cues: [String]
            var words: [String]
            var temperature: Double
            var threshold: Double
        }
        var encoder: String
        var trainedOn: String
        var heads: [Part]
    }

    private static let magic = Data("MIENHEAD".utf8)

    /// Reads a file of heads. Throws `ReadingError` when it is not one, is of another format, or does not hold what it describes.
    package init(_ data: Data) throws {
        let bytes = [UInt8](data)
        guard bytes.count >= 16, Data(bytes[0..<8]) == Self.magic else { throw ReadingError.notHeads }
        let version = Self.number(bytes, at: 8)
        guard version == Self.formatVersion else { throw ReadingError.unknownVersion(version) }
        let length = Int(Self.number(bytes, at: 12))
        guard length <= bytes.count - 16 else { throw ReadingError.damaged }
        guard let description = try? JSONDecoder().decode(Description.self, from: Data(bytes[16..<16 + length])) else { throw ReadingError.damaged }
        var offset = 16 + length
        var heads: [Head] = []
        for part in description.heads {
            guard part.embedding >= 0, part.embedding < 1 << 20, part.cues.count < 1 << 20, part.words.count < 1 << 20,
                part.classes.count < 1 << 10
            else {
                throw ReadingError.damaged
            }
            let count = part.classes.count * (part.embedding + part.cues.count + part.words.count + 1)
            guard count <= (bytes.count - offset) / 4 else { throw ReadingError.damaged }
            let weights = (0..<count).map { Float(bitPattern: Self.number(bytes, at: offset + 4 * $0)) }
            offset += 4 * count
            guard
                let head = Head(
                    name: part.name, classes: part.classes, embeddingLength: part.embedding, cueNames: part.cues,
                    vocabulary: part.words, temperature: part.temperature, threshold: part.threshold, weights: weights)
            else { throw ReadingError.damaged }
            heads.append(head)
        }
        guard offset == bytes.count else { throw ReadingError.damaged }
        self.init(encoder: description.encoder, trainedOn: description.trainedOn, heads: heads, fingerprint: Self.fingerprint(of: bytes))
    }

    private init(encoder: String, trainedOn: String, heads: [Head], fingerprint: String) {
        self.encoder = encoder
        self.trainedOn = trainedOn
        self.fingerprint = fingerprint
        all = heads
        var byName: [String: Int] = [:]
        for (index, head) in heads.enumerated() { byName[head.name] = index }
        self.byName = byName
    }

    /// The bytes of a file of heads; the same heads always give the same bytes.
    package static func file(encoder: String, trainedOn: String, heads: [Head]) throws -> Data {
        let description = Description(
            encoder: encoder, trainedOn: trainedOn,
            heads: heads.map {
                .init(
                    name: $0.name, classes: $0.classes, embedding: $0.embeddingLength, cues: $0.cueNames, words: $0.vocabulary,
                    temperature: $0.temperature, threshold: $0.threshold)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let json = try encoder.encode(description)
        var data = magic
        for number in [formatVersion, UInt32(json.count)] { append(number, to: &data) }
        data.append(json)
        for head in heads { for weight in head.weights { append(weight.bitPattern, to: &data) } }
        return data
    }

    /// FNV-1a over 64 bits, in hexadecimal.
    package static func fingerprint(of bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }

    private static func append(_ number: UInt32, to data: inout Data) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { data.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
