// What the index has found, as it comes from the database: one line of bytes each, read where it lies.
import Foundation
import SearchEngine
import Vocabulary

/// Lines of `lead,number of words,time,place,id`. A lead is letters, digits and spaces; an id has no line break.
struct TextCandidates: Sendable {
    private struct Line {
        var lead: Range<Int>
        var wordCount: Int
        var createdAt: Timestamp
        var place: Int64
        var id: Range<Int>
    }

    private let bytes: [UInt8]
    private var lines: [Line] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        lines = bytes.withUnsafeBytes { bytes in
            var lines: [Line] = []
            var start = 0
            while start < bytes.count {
                let end = Self.find(UInt8(ascii: "\n"), bytes, start..<bytes.count)
                if let line = Self.line(bytes, start..<end) { lines.append(line) }
                start = end + 1
            }
            return lines
        }
    }

    var count: Int { lines.count }

    private static func line(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Line? {
        let leadEnd = find(UInt8(ascii: ","), bytes, range)
        var at = leadEnd
        func number() -> Int64 {
            at += 1
            let isNegative = at < range.upperBound && bytes[at] == UInt8(ascii: "-")
            if isNegative { at += 1 }
            var value: Int64 = 0
            while at < range.upperBound, bytes[at] != UInt8(ascii: ",") {
                value = value &* 10 &+ Int64(bytes[at] &- UInt8(ascii: "0"))
                at += 1
            }
            return isNegative ? -value : value
        }
        let wordCount = number(), createdAt = number(), place = number()
        guard at < range.upperBound else { return nil }
        return Line(
            lead: range.lowerBound..<leadEnd, wordCount: Int(wordCount), createdAt: Timestamp(microseconds: createdAt), place: place,
            id: (at + 1)..<range.upperBound)
    }

    /// Where the byte is, or the range's end.
    private static func find(_ byte: UInt8, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base + range.lowerBound, Int32(byte), range.count) else { return range.upperBound }
        return UnsafeRawPointer(found) - base
    }

    /// Leaves the newest.
    mutating func keep(_ count: Int) {
        guard lines.count > count else { return }
        lines.sort { $0.place > $1.place }
        lines.removeSubrange(count...)
    }

    func add(to score: inout SearchScore, now: Timestamp) {
        bytes.withUnsafeBytes { bytes in
            for line in lines {
                score.add(
                    lead: UnsafeRawBufferPointer(rebasing: bytes[line.lead]), count: line.wordCount,
                    ageDays: now.seconds(since: line.createdAt) / 86_400)
            }
        }
    }

    /// Those with the highest scores, which are given in the order in which they were added; of equals all that may be among so many.
    func best(_ count: Int, by scores: ArraySlice<Double>) -> [TextHit] {
        guard count > 0 else { return [] }
        let least = scores.count > count ? scores.sorted(by: >)[count - 1] : -.infinity
        return zip(lines, scores).filter { $0.1 >= least }.map { line, score in
            TextHit(id: String(decoding: bytes[line.id], as: UTF8.self), createdAt: line.createdAt, score: score)
        }
    }
}
