// Text that machines read and people do not see.

/// What was found beside a text's visible characters.
enum HiddenText: Sendable, Equatable {
    /// It could be read.
    case text(String)
    /// Invisible characters, so many, that carry something else.
    case data(Int)

    /// The text without its carriers, and what they carry.
    static func separated(from scalars: [Unicode.Scalar]) -> (visible: [Unicode.Scalar], hidden: [HiddenText]) {
        guard scalars.contains(where: { CharacterKind.isInvisible($0.value) || (0xFE00...0xFE0F).contains($0.value) }) else { return (scalars, []) }
        var reader = HiddenTextReader()
        reader.read(scalars)
        return (reader.visible, reader.hidden)
    }
}

/// Sorts a text's characters by what carries them. Single joiners, selectors and soft hyphens, which ordinary writing has, are left where they
/// are: they vanish when the text is folded.
private struct HiddenTextReader {
    private(set) var visible: [Unicode.Scalar] = []
    private var tags: [[UInt8]] = []
    private var selectors: [UInt8] = []
    private var widths: [[UInt32]] = []
    /// Zero-width characters in short runs behind ASCII, where no script needs them.
    private var strewn: [UInt32] = []
    private var overrides: [HiddenText] = []
    private var endOfOverride = 0

    /// Fewer zero-width characters in a row carry nothing (our choice: one byte has eight bits); strewn among letters it takes two bytes.
    private static let shortestBits = 8, shortestStrewn = 16
    /// Flags of regions are a black flag with at most six letters and an end (documented in Unicode Technical Standard 51).
    private static let flag: UInt32 = 0x1F3F4, endOfTags: UInt32 = 0xE007F, longestFlag = 7

    mutating func read(_ scalars: [Unicode.Scalar]) {
        visible.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            let value = scalars[index].value
            let run: Int
            if Self.isTag(value) {
                run = length(of: scalars, from: index, where: Self.isTag)
                takeTags(scalars[index..<index + run])
            } else if Self.isSelector(value) {
                run = length(of: scalars, from: index, where: Self.isSelector)
                takeSelectors(scalars[index..<index + run])
            } else if Self.isZeroWidth(value) {
                run = length(of: scalars, from: index, where: Self.isZeroWidth)
                takeZeroWidth(scalars[index..<index + run])
            } else {
                run = 1
                if value == 0x202E, index >= endOfOverride { takeOverride(scalars[(index + 1)...]) }
                visible.append(scalars[index])
            }
            index += run
        }
    }

    private func length(of scalars: [Unicode.Scalar], from start: Int, where belongs: (UInt32) -> Bool) -> Int {
        scalars[start...].prefix { belongs($0.value) }.count
    }

    private static func isTag(_ value: UInt32) -> Bool { (0xE0000...0xE007F).contains(value) }
    private static func isSelector(_ value: UInt32) -> Bool { (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value) }

    private static func isZeroWidth(_ value: UInt32) -> Bool {
        switch value {
        case 0x115F, 0x1160, 0x180E, 0x200B...0x200F, 0x2060...0x2064, 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0: true
        default: false
        }
    }

    private mutating func takeTags(_ run: ArraySlice<Unicode.Scalar>) {
        if visible.last?.value == Self.flag, run.count <= Self.longestFlag, run.last?.value == Self.endOfTags {
            return visible.append(contentsOf: run)
        }
        let letters = run.compactMap { (0xE0020...0xE007E).contains($0.value) ? UInt8($0.value - 0xE0000) : nil }
        guard !letters.isEmpty else { return }
        // Letters strewn among visible ones belong together; longer runs stand by themselves.
        if let last = tags.indices.last, letters.count < 4, tags[last].count < 4 || isStrewn { tags[last] += letters } else { tags.append(letters) }
        isStrewn = letters.count < 4
    }

    private var isStrewn = false

    private mutating func takeSelectors(_ run: ArraySlice<Unicode.Scalar>) {
        // One after a sign or an ideograph is how it is drawn; more than one, or one after a Latin letter, is no writing.
        let isDrawing = run.count == 1 && visible.last.map { $0.value >= 0x80 || (0x21...0x40).contains($0.value) } ?? false
        if isDrawing { return visible.append(contentsOf: run) }
        // Sixteen selectors and 240 more: together the values of a byte.
        selectors += run.map { UInt8(truncatingIfNeeded: $0.value < 0x10000 ? $0.value - 0xFE00 : $0.value - 0xE0100 + 16) }
    }

    private mutating func takeZeroWidth(_ run: ArraySlice<Unicode.Scalar>) {
        guard run.count < Self.shortestBits else { return widths.append(run.map(\.value)) }
        if visible.last.map({ $0.value < 0x80 }) ?? false { strewn += run.map(\.value) }
        visible.append(contentsOf: run)
    }

    /// What is drawn from right to left although its letters are not: people read it backwards, so the one reading is as good as hidden.
    private mutating func takeOverride(_ rest: ArraySlice<Unicode.Scalar>) {
        let drawn = rest.prefix { $0.value != 0x202C && $0.value != 0x0A && $0.value != 0x0D }
        endOfOverride = drawn.endIndex
        let letters = drawn.filter { !CharacterKind.isInvisible($0.value) }
        guard letters.count(where: { CharacterKind.asciiLetter($0.value) != nil }) >= 3 else { return }
        let backwards = Segmenter.string(letters.reversed())
        let isMeant = Self.familiarWords(backwards) >= Self.familiarWords(Segmenter.string(letters))
        overrides.append(isMeant ? .text(backwards) : .data(letters.count))
    }

    private static func familiarWords(_ text: String) -> Int { CueText(text).words.count { FrequentWords.keys.contains($0.key) } }

    var hidden: [HiddenText] {
        var found: [HiddenText] = []
        found += tags.map { Self.text($0) ?? .data($0.count) }
        // A stray selector is a flaw of an editor.
        if selectors.count > 1 { found.append(Self.text(selectors) ?? .data(selectors.count)) }
        let isCarrying = strewn.count >= Self.shortestStrewn && Set(strewn).count > 1
        found += (widths + (isCarrying ? [strewn] : [])).map { Self.text(ZeroWidthBits.bytes($0)) ?? .data($0.count) }
        return found + overrides
    }

    /// Bytes that are UTF-8 and hold words.
    private static func text(_ bytes: [UInt8]?) -> HiddenText? {
        guard let bytes, let text = String(validating: bytes, as: UTF8.self), ZeroWidthBits.isReadable(text) else { return nil }
        return .text(text)
    }
}

/// Bits written in two characters without a width, with or without a third between the bytes.
enum ZeroWidthBits {
    static func bytes(_ run: [UInt32]) -> [UInt8]? {
        var values: [UInt32] = []
        for value in run where !values.contains(value) { values.append(value) }
        guard (2...3).contains(values.count) else { return nil }
        for separator in values.count == 3 ? values.map(Optional.some) : [nil] {
            let bits = values.filter { $0 != separator }
            let groups = run.split { $0 == separator }
            for zero in bits {
                for width in separator == nil ? [8, 7] : [0] {
                    if let bytes = bytes(groups, zero: zero, width: width), String(validating: bytes, as: UTF8.self).map(isReadable) == true {
                        return bytes
                    }
                }
            }
        }
        return nil
    }

    /// One byte of each group where `width` is 0, else as many as the only group has.
    private static func bytes(_ groups: [ArraySlice<UInt32>], zero: UInt32, width: Int) -> [UInt8]? {
        func byte(_ bits: ArraySlice<UInt32>) -> UInt8 { bits.reduce(0) { $0 << 1 | ($1 == zero ? 0 : 1) } }
        if width == 0 { return groups.allSatisfy { $0.count <= 8 } ? groups.map(byte) : nil }
        guard let bits = groups.first, groups.count == 1, bits.count % width == 0 else { return nil }
        return stride(from: bits.startIndex, to: bits.endIndex, by: width).map { byte(bits[$0..<$0 + width]) }
    }

    static func isReadable(_ text: String) -> Bool {
        text.unicodeScalars.contains { CharacterKind.isWordScalar($0.value) }
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0.value == 0x0A || $0.value == 0x0D || $0.value == 0x09 }
    }
}
