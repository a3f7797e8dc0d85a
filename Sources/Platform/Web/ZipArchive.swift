// Reads ZIP archives that others made (APPNOTE 6.3.10): nothing is ever written to disk, and all that is unpacked is bounded.
import CZlib
import Vocabulary

/// The files of an archive, by its central directory.
package struct ZipArchive: Sendable {
    package struct Entry: Sendable, Equatable {
        /// As the archive has it, `/` between folders.
        package var name: String
        /// Bytes when unpacked, as the archive says; more never come out.
        package var size: Int
        /// The time of the last change: UTC where the archive says so, else the local time of its maker as if that were UTC.
        package var modifiedAt: Timestamp?
        /// Why it cannot be read, in words that follow its name; nil = it can.
        package var fault: String?
        fileprivate var method: Int
        fileprivate var packed: Range<Int>
        fileprivate var checksum: UInt32
    }

    package let entries: [Entry]
    private let bytes: [UInt8]

    /// Whether this is how an archive begins.
    package static func isArchive(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    private static let broken = Problem(.malformed, "The ZIP archive is damaged or cut off", code: "bad_archive")

    /// - Parameter entryLimit: how many entries it may list, folders counted.
    /// - Throws: malformed when it is no whole archive or lists more.
    package init(_ bytes: [UInt8], entryLimit: Int) throws {
        self.bytes = bytes
        let reader = ZipReader(bytes: bytes)
        guard let end = reader.endRecord() else { throw Self.broken }
        guard end.count <= entryLimit else {
            throw Problem(.malformed, "The ZIP archive lists \(end.count) files; at most \(entryLimit) can be read", code: "bad_archive")
        }
        var entries: [Entry] = [], names: Set<String> = []
        var at = end.directory
        for _ in 0..<end.count {
            guard let header = reader.header(at), header.next <= end.start else { throw Self.broken }
            at = header.next
            guard !header.name.hasSuffix("/") else { continue }
            var entry = Entry(
                name: header.name, size: header.size, modifiedAt: header.modifiedAt, fault: header.fault, method: header.method, packed: 0..<0,
                checksum: header.checksum)
            if !names.insert(header.name).inserted { entry.fault = "is in the archive twice" }
            if entry.fault == nil {
                guard let packed = reader.data(at: header.offset + end.shift, count: header.packedSize) else { throw Self.broken }
                entry.packed = packed
            }
            entries.append(entry)
        }
        self.entries = entries
    }

    /// The unpacked bytes of an entry without a fault; its checksum fits.
    package func unpack(_ entry: Entry) throws -> [UInt8] {
        let broken = Problem(.malformed, "\(entry.name) in the ZIP archive is damaged", code: "bad_archive")
        guard entry.fault == nil else { throw broken }
        let unpacked: [UInt8]
        if entry.method == 0 {
            unpacked = Array(bytes[entry.packed])
        } else {
            // Deflate packs no better than 1:1032, so a size beyond that is a lie, and no memory is set aside for it.
            guard entry.size <= entry.packed.count * 1_032 + 64, let inflated = inflated(entry) else { throw broken }
            unpacked = inflated
        }
        guard unpacked.count == entry.size, Self.checksum(unpacked) == entry.checksum else { throw broken }
        return unpacked
    }

    private func inflated(_ entry: Entry) -> [UInt8]? {
        var stream = z_stream()
        guard mien_inflate_init_raw(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = Array(bytes[entry.packed])
        // One more than it should be: what says too little of itself is noticed.
        var output = [UInt8](repeating: 0, count: entry.size + 1)
        let status: Int32 = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        output.removeLast(Int(stream.avail_out))
        return output
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
    }
}

/// The records of an archive. Every place is checked before it is read.
private struct ZipReader {
    let bytes: [UInt8]

    private func number(_ at: Int, _ width: Int) -> Int {
        guard at >= 0, at + width <= bytes.count else { return 0 }
        return (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) } & Int.max
    }

    struct End {
        var count: Int
        /// Where the directory begins, and where its end record does.
        var directory: Int
        var start: Int
        /// What stands before the archive in the file.
        var shift: Int
    }

    /// The last end record whose comment ends with the file.
    func endRecord() -> End? {
        guard bytes.count >= 22 else { return nil }
        var at = bytes.count - 22
        while at >= max(0, bytes.count - 22 - 0xFFFF) {
            if number(at, 4) == 0x0605_4B50, at + 22 + number(at + 20, 2) == bytes.count {
                let size = number(at + 12, 4), offset = number(at + 16, 4)
                // Archives in several volumes, and those with counts of 64 bits, hold more than is read here anyway.
                guard number(at + 4, 4) == 0, size <= at, at - size >= offset else { return nil }
                return End(count: number(at + 10, 2), directory: at - size, start: at, shift: at - size - offset)
            }
            at -= 1
        }
        return nil
    }

    struct Header {
        var name: String
        var size: Int
        var packedSize: Int
        var offset: Int
        var method: Int
        var checksum: UInt32
        var modifiedAt: Timestamp?
        var fault: String?
        var next: Int
    }

    func header(_ at: Int) -> Header? {
        guard at + 46 <= bytes.count, number(at, 4) == 0x0201_4B50 else { return nil }
        let nameEnd = at + 46 + number(at + 28, 2), extraEnd = nameEnd + number(at + 30, 2)
        let next = extraEnd + number(at + 32, 2)
        guard next <= bytes.count else { return nil }
        let rawName = Array(bytes[(at + 46)..<nameEnd])
        var header = Header(
            name: ZipName.text(rawName), size: number(at + 24, 4), packedSize: number(at + 20, 4), offset: number(at + 42, 4),
            method: number(at + 10, 2), checksum: UInt32(number(at + 16, 4)), modifiedAt: dosTime(date: number(at + 14, 2), time: number(at + 12, 2)),
            next: next)
        readExtra(nameEnd..<extraEnd, &header)
        let mode = number(at + 38, 4) >> 16
        if number(at + 8, 2) & 1 == 1 { header.fault = "is encrypted" }
        else if header.method != 0 && header.method != 8 { header.fault = "is packed in a way that is not read here" }
        else if mode & 0xF000 == 0xA000 { header.fault = "is a link" }
        else if !ZipName.isSafe(header.name) { header.fault = "has a name that leads out of the archive" }
        else if header.method == 0 && header.packedSize != header.size { return nil }
        return header
    }

    /// Sizes of 64 bits, and times in UTC.
    private func readExtra(_ range: Range<Int>, _ header: inout Header) {
        var at = range.lowerBound
        while at + 4 <= range.upperBound {
            let kind = number(at, 2), end = at + 4 + number(at + 2, 2)
            guard end <= range.upperBound else { return }
            if kind == 0x0001 {
                var field = at + 4
                func wide(_ value: inout Int) {
                    guard value == 0xFFFF_FFFF, field + 8 <= end else { return }
                    // Beyond any file that is read here, and small enough to be added to.
                    value = min(number(field, 8), 1 << 40)
                    field += 8
                }
                wide(&header.size)
                wide(&header.packedSize)
                wide(&header.offset)
            } else if kind == 0x5455, end >= at + 9, bytes[at + 4] & 1 == 1 {
                header.modifiedAt = Timestamp(microseconds: Int64(Int32(truncatingIfNeeded: number(at + 5, 4))) * 1_000_000)
            }
            at = end
        }
    }

    private func dosTime(date: Int, time: Int) -> Timestamp? {
        let day = date & 31, month = date >> 5 & 15, year = 1980 + date >> 9
        let text = [(year, 4), (month, 2), (day, 2)].map { padded($0, $1) }.joined(separator: "-") + "T"
            + [(time >> 11, 2), (time >> 5 & 63, 2), (min(59, (time & 31) * 2), 2)].map { padded($0, $1) }.joined(separator: ":") + "Z"
        return Timestamp(iso8601OrDate: text)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Where the packed bytes of a file stand.
    func data(at offset: Int, count: Int) -> Range<Int>? {
        guard offset >= 0, offset <= bytes.count - 30, number(offset, 4) == 0x0403_4B50 else { return nil }
        let start = offset + 30 + number(offset + 26, 2) + number(offset + 28, 2)
        guard count >= 0, start <= bytes.count, count <= bytes.count - start else { return nil }
        return start..<(start + count)
    }
}

private enum ZipName {
    /// The upper half of code page 437, in which names are that are no UTF-8 (APPNOTE appendix D).
    private static let page437 = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
            + "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)

    static func text(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        if let text = String(validating: bytes, as: UTF8.self) { scalars = text.unicodeScalars } else {
            for byte in bytes { scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : page437[Int(byte) - 0x80]) }
        }
        return String(scalars).split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/")
    }

    static func isSafe(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), name.dropFirst().first != ":" else { return false }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return false }
        return !name.split(separator: "/").contains("..")
    }
}
