// Takes run-together English apart, as a second reading of words that nobody writes in one.

enum AgglutinatedText {
    /// The shortest run of letters that is looked at (our choice; few English words are longer).
    private static let shortestRun = 18
    /// Longer runs are read in pieces of this many letters, which bounds memory.
    private static let longestRun = 2000
    /// The least share of the letters that must be in known words, and the least number of them.
    private static let leastCoverage = 0.9
    private static let leastWords = 3

    /// The sentence with every run-together word spaced out; `nil` when it has none.
    static func respaced(_ sentence: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
        var result: [Unicode.Scalar] = []
        var changed = false
        var index = sentence.startIndex
        while index < sentence.endIndex {
            let run = sentence[index...].prefix(longestRun).prefix { CharacterKind.asciiLetter($0.value) != nil }
            guard run.count >= shortestRun, let words = words(in: run) else {
                let end = max(run.endIndex, index + 1)
                result.append(contentsOf: sentence[index..<end])
                index = end
                continue
            }
            changed = true
            for (number, word) in words.enumerated() {
                if number > 0 { result.append(" ") }
                result.append(contentsOf: run[word])
            }
            index = run.endIndex
        }
        return changed ? result : nil
    }

    /// The cheapest way to write the run as known words, where unknown letters cost most and short words more than long ones.
    private static func words(in run: ArraySlice<Unicode.Scalar>) -> [Range<Int>]? {
        let letters = run.map { CharacterKind.asciiLetter($0.value)?.lower ?? 0 }
        let keys = FrequentWords.keys
        let longest = FrequentWords.longest
        var cost = [Int](repeating: .max, count: letters.count + 1)
        var lengths = [Int](repeating: 0, count: letters.count + 1)  // of the word that ends here; 0 = an unknown letter
        cost[0] = 0
        for start in letters.indices {
            let unknown = cost[start] + 20
            if unknown < cost[start + 1] { (cost[start + 1], lengths[start + 1]) = (unknown, 0) }
            var key: UInt64 = 0xcbf2_9ce4_8422_2325
            for end in (start + 1)...min(letters.count, start + longest) {
                key = (key ^ UInt64(letters[end - 1])) &* 0x100_0000_01b3
                guard keys.contains(key) else { continue }
                let length = end - start
                let price = cost[start] + (length == 1 ? 8 : length == 2 ? 5 : 3)
                if price < cost[end] { (cost[end], lengths[end]) = (price, length) }
            }
        }
        return path(lengths: lengths, offset: run.startIndex)
    }

    private static func path(lengths: [Int], offset: Int) -> [Range<Int>]? {
        var words: [Range<Int>] = []
        var known = 0
        var count = 0
        var end = lengths.count - 1
        var unknownEnd = end
        while end > 0 {
            let length = lengths[end]
            if length == 0 {
                end -= 1
                if end == 0 || lengths[end] > 0 { words.append(offset + end..<offset + unknownEnd) }
                continue
            }
            words.append(offset + end - length..<offset + end)
            known += length
            count += 1
            end -= length
            unknownEnd = end
        }
        guard count >= leastWords, Double(known) >= leastCoverage * Double(lengths.count - 1), known >= 3 * count else { return nil }
        return words.reversed()
    }
}
