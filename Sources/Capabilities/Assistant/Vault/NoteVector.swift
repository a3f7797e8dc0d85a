// A note's vector in few bytes, and how near two of them are.
import Foundation

/// A unit vector as whole numbers of eight bits behind the factor that gives them their size: a quarter of the floats' bytes. Against
/// the floats the cosine of two sentence vectors moves by less than 0.01.
struct NoteVector: Sendable, Equatable {
    /// The factor, four bytes of a float in little-endian order, then a signed byte a dimension.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Any vector of finite numbers; its length does not matter. Nil for the zero vector and where a number is not finite.
    init?(_ vector: [Float]) {
        let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 0, let largest = vector.lazy.map({ abs($0 / length) }).max(), largest > 0 else { return nil }
        let factor = largest / 127
        let pattern = factor.bitPattern
        var bytes = (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * UInt32($0))) }
        bytes.reserveCapacity(4 + vector.count)
        for value in vector { bytes.append(UInt8(bitPattern: Int8((value / length / factor).rounded()))) }
        self.bytes = bytes
    }

    private var factor: Float { Float(bitPattern: bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) }

    /// −1 to 1; nil when the two have not the same dimensions.
    func cosine(_ other: NoteVector) -> Float? {
        guard bytes.count == other.bytes.count, bytes.count > 4 else { return nil }
        var sum: Int32 = 0
        bytes.withUnsafeBufferPointer { left in
            other.bytes.withUnsafeBufferPointer { right in
                for index in 4..<left.count { sum &+= Int32(Int8(bitPattern: left[index])) &* Int32(Int8(bitPattern: right[index])) }
            }
        }
        return min(1, max(-1, Float(sum) * factor * other.factor))
    }

    // MARK: Of a text

    /// Characters that are read together: about 200 tokens of English, and the encoder takes 256 (our choice).
    static let pieceLength = 800
    /// Pieces of a note that are read: its first 6,400 characters (our choice; what it is about stands early in it).
    static let pieceLimit = 8

    /// The pieces of a note that the encoder reads, cut at spaces where there are any. Never empty.
    static func pieces(of content: String) -> [String] {
        var pieces: [String] = []
        var rest = content.unicodeScalars[...]
        while !rest.isEmpty, pieces.count < pieceLimit {
            var piece = rest.prefix(pieceLength)
            if piece.endIndex < rest.endIndex, let space = piece.lastIndex(where: { $0.properties.isWhitespace }), space > piece.startIndex {
                piece = piece[..<space]
            }
            rest = rest[piece.endIndex...]
            if piece.contains(where: { !$0.properties.isWhitespace }) { pieces.append(String(String.UnicodeScalarView(piece))) }
        }
        return pieces.isEmpty ? [String(content.prefix(1))] : pieces
    }

    /// One vector for all pieces of a note: their mean.
    init?(mean vectors: some Collection<[Float]>) {
        guard let first = vectors.first, vectors.allSatisfy({ $0.count == first.count }) else { return nil }
        var sum = [Float](repeating: 0, count: first.count)
        for vector in vectors { for index in sum.indices { sum[index] += vector[index] } }
        self.init(sum)
    }
}

/// What was found two ways, in one order.
enum ReciprocalRank {
    /// The constant of the formula (documented: 60).
    static let k = 60.0

    /// The sum of 1 / (k + rank) over the lists in which an item stands, ranks counted from 1.
    static func scores<Item: Hashable>(_ lists: [[Item]]) -> [Item: Double] {
        var scores: [Item: Double] = [:]
        for list in lists { for (index, item) in list.enumerated() { scores[item, default: 0] += 1 / (k + Double(index + 1)) } }
        return scores
    }
}
