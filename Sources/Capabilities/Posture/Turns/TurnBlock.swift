// One turn as it is stored: codes and confidences as columns of bytes, then the scores as JSON.
import Foundation
import PostureEngine
import Web

/// Layout, version 1: the version; the number of sentences of the response and of the user (0xFFFF = no user's text), two bytes each, lowest
/// first; for C1 to C4 and then C0 a byte for each code and two for each confidence in ten-thousandths; the rest is the scores.
enum TurnBlock {
    struct Malformed: Error {}

    private static let version: UInt8 = 1
    private static let none: UInt16 = 0xFFFF
    /// Confidences are answered with four decimals, which this keeps exactly.
    private static let confidenceScale = 10_000.0

    static func encode(_ postures: Postures, _ scores: TurnScores) throws -> [UInt8] {
        var bytes: [UInt8] = [version]
        func number(_ value: UInt16) { bytes += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
        number(UInt16(clamping: postures.c1.count))
        number(postures.c0.map { UInt16(clamping: $0.count) } ?? none)
        for column in [postures.c1, postures.c2, postures.c3, postures.c4, postures.c0 ?? []] {
            bytes += column.map { UInt8(clamping: $0.code) }
            for sentence in column { number(UInt16(clamping: Int((sentence.confidence.clamped01 * confidenceScale).rounded()))) }
        }
        return bytes + (try JSON.encode(scores))
    }

    static func decode(_ bytes: [UInt8]) throws -> (postures: Postures, scores: TurnScores) {
        var offset = 0
        func byte() throws -> UInt8 {
            guard offset < bytes.count else { throw Malformed() }
            defer { offset += 1 }
            return bytes[offset]
        }
        func number() throws -> UInt16 { UInt16(try byte()) | UInt16(try byte()) << 8 }
        func column(_ count: Int) throws -> [CodedSentence] {
            let codes = try (0..<count).map { _ in Int(try byte()) }
            return try codes.map { CodedSentence(code: $0, confidence: Double(try number()) / confidenceScale) }
        }
        guard try byte() == version else { throw Malformed() }
        let count = Int(try number()), users = try number()
        let c1 = try column(count), c2 = try column(count), c3 = try column(count), c4 = try column(count)
        let c0 = users == none ? nil : try column(Int(users))
        let scores = try JSON.decode(TurnScores.self, stored: bytes[offset...])
        return (Postures(c0: c0, c1: c1, c2: c2, c3: c3, c4: c4), scores)
    }
}
