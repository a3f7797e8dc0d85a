// Which quotation marks open and close one another.

/// The quotations that are open at a place in a text. Positions are whatever the caller counts in: words or characters.
struct QuotationMarks {
    private var open: [(mark: UInt32, start: Int)] = []

    /// Nested quotations beyond this depth are read as text: it bounds the search for a mark that never closes.
    private static let deepest = 8

    /// - Parameter mark: what opened the quotation that the text begins in.
    init(openedBy mark: UInt32? = nil) {
        if let mark { open = [(mark, 0)] }
    }

    /// The mark and place of the outermost quotation that is open.
    var outermost: (mark: UInt32, start: Int)? { open.first }

    /// Takes a character; where it closes a quotation that is not empty, the positions of that.
    mutating func take(_ value: UInt32, after previous: UInt32, before next: UInt32, at position: Int) -> Range<Int>? {
        let mark = CharacterKind.isApostrophe(value) && value != 0x2018 && value != 0x2019 ? 0x27 : value
        if let index = open.lastIndex(where: { Self.closes(mark, $0.mark) }) {
            let start = open[index].start
            open.removeSubrange(index...)
            return start < position ? start..<position : nil
        }
        if open.count < Self.deepest, Self.opens(mark, after: previous, before: next) { open.append((mark, position)) }
        return nil
    }

    /// What of an open quotation lies before a position, if anything does.
    func rest(upTo position: Int) -> Range<Int>? {
        open.first.flatMap { $0.start < position ? $0.start..<position : nil }
    }

    private static func opens(_ mark: UInt32, after previous: UInt32, before next: UInt32) -> Bool {
        switch mark {
        case 0x27, 0x2018: return !CharacterKind.isWordScalar(previous) && CharacterKind.isWordScalar(next)
        // Inches and seconds stand behind a number.
        case 0x22, 0xFF02: return !CharacterKind.isWordScalar(previous)
        // Closing marks that open too, in Swedish and Danish: directly before a word.
        case 0x201D, 0xBB, 0x203A: return isBlank(previous) && !isBlank(next)
        default: return closing[mark] != nil
        }
    }

    private static func closes(_ mark: UInt32, _ opening: UInt32) -> Bool { closing[opening]?.contains(mark) ?? false }

    private static func isBlank(_ value: UInt32) -> Bool { value <= 0x20 || value == 0xA0 || value == 0x202F }

    /// For each mark that opens, those that close it: English, German, French, Nordic, Chinese and Japanese ways.
    private static let closing: [UInt32: [UInt32]] = [
        0x22: [0x22], 0x60: [0x60], 0xFF02: [0xFF02], 0x27: [0x27, 0x2019], 0x2018: [0x2019, 0x27], 0x201A: [0x2018, 0x2019], 0x201B: [0x2019],
        0x201C: [0x201D], 0x201D: [0x201D], 0x201E: [0x201C, 0x201D, 0x201F], 0x201F: [0x201D], 0xAB: [0xBB], 0xBB: [0xAB, 0xBB],
        0x2039: [0x203A], 0x203A: [0x2039, 0x203A], 0x275B: [0x275C], 0x275D: [0x275E], 0x276E: [0x276F], 0x300A: [0x300B], 0x300C: [0x300D],
        0x300E: [0x300F], 0x301D: [0x301E, 0x301F], 0xFE41: [0xFE42], 0xFE43: [0xFE44], 0xFF62: [0xFF63],
    ]
}
