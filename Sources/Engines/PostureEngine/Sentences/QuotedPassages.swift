// Quotations that reach over several sentences.

/// Where the paragraphs of a text are between quotation marks.
enum QuotedPassages {
    /// A quotation by its place in a line, marks included, with the mark that opened it. It may begin before the line and end after it.
    struct Passage {
        var range: Range<Int>
        var mark: UInt32
    }

    /// For each line its quoted stretches, in order. What never closes is no quotation, unless the next paragraph begins with the same mark: of
    /// quotations in several paragraphs only the last one closes.
    static func passages(in lines: [MarkdownReader.Line]) -> [[Passage]] {
        var found = [[Passage]](repeating: [], count: lines.count)
        var start = 0
        while start < lines.count {
            var end = start + 1
            while end < lines.count, lines[end].paragraph == lines[start].paragraph { end += 1 }
            let next = end < lines.count ? lines[end].text.first?.value : nil
            // From places in the paragraph to places in its lines. Both rise.
            var index = start, offset = 0
            for (range, mark) in spans(of: lines[start..<end], followedBy: next) {
                while index < end, offset < range.upperBound {
                    let line = offset..<offset + lines[index].text.count
                    if range.overlaps(line) { found[index].append(Passage(range: range.lowerBound - offset..<range.upperBound - offset, mark: mark)) }
                    if line.upperBound >= range.upperBound { break }
                    index += 1
                    offset = line.upperBound + 1
                }
            }
            start = end
        }
        return found
    }

    /// Outermost quotations, in characters of the lines joined by one character each.
    private static func spans(of lines: ArraySlice<MarkdownReader.Line>, followedBy next: UInt32?) -> [(range: Range<Int>, mark: UInt32)] {
        var marks = QuotationMarks()
        var spans: [(range: Range<Int>, mark: UInt32)] = []
        var previous: UInt32 = 0x20
        var place = 0
        for line in lines {
            for (index, scalar) in line.text.enumerated() {
                let value = scalar.value
                let following = index + 1 < line.text.count ? line.text[index + 1].value : 0x20
                if isMark(value, after: previous, before: following) {
                    let mark = marks.outermost?.mark ?? value
                    let range = marks.take(value, after: previous, before: following, at: place)
                    if marks.outermost == nil, let range { spans.append((range.lowerBound..<range.upperBound + 1, mark)) }
                }
                previous = value
                place += 1
            }
            previous = 0x20
            place += 1
        }
        if let open = marks.outermost, open.mark == next { spans.append((open.start..<place, open.mark)) }
        return spans
    }

    /// Straight single marks are apostrophes too: across sentences only one behind the end of a sentence closes.
    private static func isMark(_ value: UInt32, after previous: UInt32, before next: UInt32) -> Bool {
        switch value {
        case 0x27, 0x2019:
            !CharacterKind.isWordScalar(previous)
                && (CharacterKind.isWordScalar(next) || [0x2E, 0x2C, 0x21, 0x3F, 0x2026].contains(previous))
        default: value < 0x80 ? value == 0x22 || value == 0x60 : !CharacterKind.isWordScalar(value)
        }
    }
}
