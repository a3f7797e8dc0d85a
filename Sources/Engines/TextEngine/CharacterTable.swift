import CTextKernels

/// What the tokenizer does with each Unicode scalar: one number for each, in pages of 256 of which equal ones are stored once.
struct CharacterTable: Sendable {
    /// Those of `text_characters.h`, and two whose value needs a second look.
    enum Kind {
        static let letter: UInt32 = 0
        static let dropped: UInt32 = 1
        static let blank: UInt32 = 2
        static let alone: UInt32 = 3
        /// The value is the index of its expansion.
        static let expanding: UInt32 = 4
        /// A Hangul syllable, which decomposes by arithmetic.
        static let syllable: UInt32 = 5
    }

    static let shared = CharacterTable()

    let expansions: [[UInt32]]
    private let pages: [UInt16]
    private let entries: [UInt32]

    /// The kind in the upper eight bits; below it the scalar that this one becomes, 0 if it stays as it is.
    @inline(__always)
    func entry(_ scalar: UInt32) -> UInt32 {
        entries[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
    }

    @inline(__always) static func kind(_ entry: UInt32) -> UInt32 { entry >> 24 }
    @inline(__always) static func value(_ entry: UInt32) -> UInt32 { entry & 0xFF_FFFF }

    private init() {
        var all = [UInt32](repeating: 0, count: 0x11_0000)
        for range in UnsafeBufferPointer(start: mien_text_ranges, count: Int(mien_text_range_count)) {
            for scalar in range.first...range.last { all[Int(scalar)] = UInt32(range.kind.rawValue) << 24 }
        }
        for change in UnsafeBufferPointer(start: mien_text_changes, count: Int(mien_text_change_count)) {
            all[Int(change.from)] |= change.to
        }
        var expansions: [[UInt32]] = []
        for expansion in UnsafeBufferPointer(start: mien_text_expansions, count: Int(mien_text_expansion_count)) {
            all[Int(expansion.from)] = Kind.expanding << 24 | UInt32(expansions.count)
            expansions.append([expansion.to.0, expansion.to.1, expansion.to.2].filter { $0 != 0 })
        }
        for syllable in HangulSyllable.first...HangulSyllable.last { all[Int(syllable)] = Kind.syllable << 24 }

        var pages: [UInt16] = []
        var entries: [UInt32] = []
        var known: [[UInt32]: UInt16] = [:]
        for start in stride(from: 0, to: all.count, by: 256) {
            let page = Array(all[start..<start + 256])
            if let index = known[page] {
                pages.append(index)
            } else {
                let index = UInt16(entries.count / 256)
                known[page] = index
                pages.append(index)
                entries += page
            }
        }
        self.expansions = expansions
        self.pages = pages
        self.entries = entries
    }
}

/// The arithmetic of the Unicode Standard, section 3.12, by which Hangul syllables decompose.
enum HangulSyllable {
    static let first: UInt32 = 0xAC00
    static let last: UInt32 = 0xD7A3

    /// Leading consonant, vowel and, unless 0, trailing consonant.
    static func parts(_ syllable: UInt32) -> (UInt32, UInt32, UInt32) {
        let index = syllable - first
        let trailing = index % 28
        return (0x1100 + index / 588, 0x1161 + index % 588 / 28, trailing == 0 ? 0 : 0x11A7 + trailing)
    }
}
