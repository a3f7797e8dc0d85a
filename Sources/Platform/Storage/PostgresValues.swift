// Values on the wire: binary where the type allows it, so that nothing is formatted and parsed on the way.
import CLibpq
import Foundation

/// The arguments of one statement as libpq wants them, in one block of memory.
struct PostgresArguments: Sendable {
    /// Types by object id. Integers, reals and bytes say what they are; texts and nulls take the type that the statement wants.
    private(set) var types: [Oid] = []
    private var block: [UInt8] = []
    /// Where each argument begins; nil is null.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// What they take on the wire, about.
    var byteCount: Int { block.count }

    init(_ arguments: [SQLValue]) throws {
        for argument in arguments {
            try argument.checkStorable()
            switch argument {
            case .null: append(type: 0, isBinary: false, [UInt8]?.none)
            case .integer(let integer): append(type: PostgresType.int8, isBinary: true, Self.bigEndian(UInt64(bitPattern: integer)))
            case .real(let real): append(type: PostgresType.float8, isBinary: true, Self.bigEndian(real.bitPattern))
            case .text(let text): append(type: 0, isBinary: false, text.utf8)
            case .bytes(let bytes): append(type: PostgresType.bytea, isBinary: true, bytes)
            }
        }
    }

    private mutating func append(type: Oid, isBinary: Bool, _ bytes: (some Collection<UInt8>)?) {
        types.append(type)
        formats.append(isBinary ? 1 : 0)
        offsets.append(bytes == nil ? nil : block.count)
        if let bytes { block.append(contentsOf: bytes) }
        lengths.append(Int32(clamping: bytes?.count ?? 0))
        // libpq reads texts up to a zero byte.
        block.append(0)
    }

    private static func bigEndian(_ word: UInt64) -> [UInt8] { withUnsafeBytes(of: word.bigEndian) { Array($0) } }

    func withPointers<T>(_ body: (_ values: UnsafePointer<UnsafePointer<CChar>?>, _ lengths: [Int32], _ formats: [Int32]) -> T) -> T {
        block.withUnsafeBufferPointer { block in
            block.withMemoryRebound(to: CChar.self) { block in
                let pointers = offsets.map { offset in offset.flatMap { offset in block.baseAddress.map { $0 + offset } } } + [nil]
                return pointers.withUnsafeBufferPointer { pointers in
                    // Never nil: the list ends with an entry of its own.
                    withUnsafePointer(to: UnsafePointer<CChar>?.none) { body(pointers.baseAddress ?? $0, lengths, formats) }
                }
            }
        }
    }
}

/// Object ids of PostgreSQL's built-in types (documented in `pg_type.dat`; they never change).
enum PostgresType {
    static let bool: Oid = 16, bytea: Oid = 17, char: Oid = 18, name: Oid = 19, int8: Oid = 20, int2: Oid = 21, int4: Oid = 23
    static let text: Oid = 25, oid: Oid = 26, json: Oid = 114, float4: Oid = 700, float8: Oid = 701, unknown: Oid = 705
    static let bpchar: Oid = 1042, varchar: Oid = 1043, timestamp: Oid = 1114, timestamptz: Oid = 1184, numeric: Oid = 1700
    static let void: Oid = 2278, uuid: Oid = 2950, jsonb: Oid = 3802
    /// PostgreSQL counts microseconds from 2000-01-01, we from 1970-01-01.
    static let epochOffset: Int64 = 946_684_800_000_000
}

extension SQLValue {
    /// A value in PostgreSQL's binary format. Throws for a type that is not in our common subset.
    init(postgres bytes: UnsafeRawBufferPointer, type: Oid, column: @autoclosure () -> String) throws {
        func integer<T: FixedWidthInteger>(_: T.Type) throws -> T {
            guard bytes.count == MemoryLayout<T>.size else { throw SQLError(.other, "column '\(column())' is malformed") }
            return T(bigEndian: bytes.loadUnaligned(as: T.self))
        }
        switch type {
        case PostgresType.int8: self = .integer(try integer(Int64.self))
        case PostgresType.int4: self = .integer(Int64(try integer(Int32.self)))
        case PostgresType.int2: self = .integer(Int64(try integer(Int16.self)))
        case PostgresType.oid: self = .integer(Int64(try integer(UInt32.self)))
        case PostgresType.bool: self = .integer(try integer(UInt8.self) == 0 ? 0 : 1)
        case PostgresType.float8: self = .real(Double(bitPattern: try integer(UInt64.self)))
        case PostgresType.float4: self = .real(Double(Float(bitPattern: try integer(UInt32.self))))
        case PostgresType.numeric: self = try Self.numeric(bytes)
        case PostgresType.bytea: self = .bytes([UInt8](bytes))
        case PostgresType.text, PostgresType.varchar, PostgresType.json, PostgresType.bpchar, PostgresType.name, PostgresType.char,
            PostgresType.unknown:
            self = .text(String(decoding: bytes, as: UTF8.self))
        case PostgresType.jsonb: self = .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case PostgresType.timestamptz, PostgresType.timestamp: self = .integer(try integer(Int64.self) + PostgresType.epochOffset)
        case PostgresType.uuid: self = .text(Self.uuid(bytes))
        case PostgresType.void: self = .null
        default: throw SQLError(.other, "column '\(column())' has a type (object id \(type)) that is not read here: cast it to text in the query")
        }
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        }
        return text
    }

    /// `numeric`: digits to base 10,000. Whole numbers that fit become integers, as sums of integers are on SQLite; others reals.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) throws -> SQLValue {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self)) }
        guard words.count >= 4, words.count == 4 + Int(words[0]) else { throw SQLError(.other, "a malformed numeric value") }
        let weight = Int(Int16(bitPattern: words[1]))
        let scale = Int(words[3])
        switch words[2] {
        case 0xC000: return .real(.nan)
        case 0xD000: return .real(.infinity)
        case 0xF000: return .real(-.infinity)
        default: break
        }
        let digits = words[4...].map { String(format: "%04d", Int($0)) }
        // The first `weight + 1` groups stand before the point; trailing zero groups are not sent.
        let before = max(0, weight + 1)
        var whole = digits.prefix(before).joined()
        whole += String(repeating: "0", count: max(0, before * 4 - whole.count))
        let fraction = String(repeating: "0", count: max(0, -(weight + 1)) * 4) + digits.dropFirst(before).joined()
        let sign = words[2] == 0x4000 ? "-" : ""
        if scale == 0, let integer = Int64(sign + (whole.isEmpty ? "0" : whole)) { return .integer(integer) }
        guard let real = Double("\(sign)\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)") else {
            throw SQLError(.other, "a malformed numeric value")
        }
        return .real(real)
    }
}
