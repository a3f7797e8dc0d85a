import Vocabulary
import Web

/// Writes archives for tests, honest ones and others.
struct ZipBuilder {
    struct File {
        var name: [UInt8]
        var content: [UInt8]
        var isPacked = true
        /// What the archive says of it; nil = the truth.
        var size: Int?
        var checksum: UInt32?
        var flags: UInt16 = 0
        var mode: UInt32 = 0o100644
        var method: UInt16?
        var extra: [UInt8] = []

        init(_ name: String, _ content: String, isPacked: Bool = true) {
            self.init(name, Array(content.utf8), isPacked: isPacked)
        }

        init(_ name: String, _ content: [UInt8], isPacked: Bool = true) {
            self.name = Array(name.utf8)
            self.content = content
            self.isPacked = isPacked
        }
    }

    /// 7 March 2026, 12:30:10.
    static let date: UInt16 = (2026 - 1980) << 9 | 3 << 5 | 7, time: UInt16 = 12 << 11 | 30 << 5 | 5

    static func archive(_ files: [File]) -> [UInt8] {
        var bytes: [UInt8] = [], directory: [UInt8] = []
        for file in files {
            let offset = bytes.count
            // Gzip is deflate between a head of ten bytes and an end of eight.
            let packed = file.isPacked ? Array((Gzip.pack(file.content) ?? []).dropFirst(10).dropLast(8)) : file.content
            var facts: [UInt8] = []
            facts += word(file.flags) + word(file.method ?? (file.isPacked ? 8 : 0)) + word(time) + word(date)
            facts += long(file.checksum ?? checksum(file.content)) + long(UInt32(packed.count)) + long(UInt32(file.size ?? file.content.count))
            facts += word(UInt16(file.name.count))
            bytes += [0x50, 0x4B, 3, 4] + word(20) + facts + word(0) + file.name + packed
            directory += [0x50, 0x4B, 1, 2] + word(0x031E) + word(20) + facts + word(UInt16(file.extra.count)) + word(0) + word(0) + word(0)
            directory += long(file.mode << 16) + long(UInt32(offset)) + file.name + file.extra
        }
        let start = bytes.count
        bytes += directory + [0x50, 0x4B, 5, 6] + word(0) + word(0) + word(UInt16(files.count)) + word(UInt16(files.count))
        return bytes + long(UInt32(directory.count)) + long(UInt32(start)) + word(0)
    }

    static func archive(_ files: [(String, String)]) -> [UInt8] { archive(files.map { File($0.0, $0.1) }) }

    private static func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    private static func long(_ value: UInt32) -> [UInt8] { word(UInt16(value & 0xFFFF)) + word(UInt16(value >> 16)) }

    /// CRC-32, bit by bit.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
