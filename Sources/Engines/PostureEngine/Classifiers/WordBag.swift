/// The distinct words and neighbouring word pairs of a sentence, as keys: what the heads' word weights look up. Numbers count as one word, `#`.
package struct WordBag: Sendable, Equatable {
    package let keys: [UInt64]

    package init(_ text: CueText) {
        var seen: Set<UInt64> = []
        var keys: [UInt64] = []
        keys.reserveCapacity(2 * text.words.count)
        var previous: UInt64?
        for index in text.words.indices {
            let word = Self.key(of: index, in: text)
            if seen.insert(word).inserted { keys.append(word) }
            if let previous {
                let pair = Self.pair(previous, word)
                if seen.insert(pair).inserted { keys.append(pair) }
            }
            previous = word
        }
        self.keys = keys
    }

    /// What occurs in any of them, in order of first occurrence.
    package init(merging bags: [WordBag]) {
        var seen: Set<UInt64> = []
        keys = bags.flatMap(\.keys).filter { seen.insert($0).inserted }
    }

    /// The key of a word (`only`, `#`) or of a pair (`only #`) as the file of heads spells it.
    package static func key(of entry: String) -> UInt64 {
        let parts = entry.split(separator: " ").map { CueText.key(Array($0.utf8)[...]) }
        return parts.count == 2 ? pair(parts[0], parts[1]) : parts.first ?? 0
    }

    /// The words and pairs of a sentence as they are spelled, without repetition: for choosing a vocabulary.
    package static func entries(of text: CueText) -> [String] {
        var seen: Set<String> = []
        var entries: [String] = []
        var previous: String?
        for index in text.words.indices {
            let word = isNumber(index, in: text) ? "#" : text.word(index)
            if seen.insert(word).inserted { entries.append(word) }
            if let previous, seen.insert(previous + " " + word).inserted { entries.append(previous + " " + word) }
            previous = word
        }
        return entries
    }

    private static let number = CueText.key([UInt8(ascii: "#")][...])

    private static func isNumber(_ index: Int, in text: CueText) -> Bool {
        let first = text.bytes[Int(text.words[index].start)]
        return first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
    }

    private static func key(of index: Int, in text: CueText) -> UInt64 { isNumber(index, in: text) ? number : text.words[index].key }

    /// An odd multiplier keeps `a b` and `b a` apart.
    private static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 { (first &* 0x9e37_79b9_7f4a_7c15) ^ second }
}
