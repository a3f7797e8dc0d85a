// Splits one line at the punctuation that ends sentences.

enum SentenceSplitter {
    typealias Scalars = [Unicode.Scalar]

    static func split(_ line: Scalars) -> [Scalars.SubSequence] {
        var units: [Scalars.SubSequence] = []
        var start = 0
        var index = 0
        while index < line.count {
            guard isTerminator(line[index]) else {
                index += 1
                continue
            }
            let mark = index
            while index < line.count, isTerminator(line[index]) { index += 1 }
            let run = mark..<index
            while index < line.count, isCloser(line[index]) { index += 1 }
            guard ends(line, run: run, end: index) else { continue }
            units.append(line[start..<index])
            start = index
        }
        if start < line.count { units.append(line[start...]) }
        return units
    }

    /// Whether the terminators in `run`, with closing marks up to `end`, end a sentence.
    private static func ends(_ line: Scalars, run: Range<Int>, end: Int) -> Bool {
        if line[run.upperBound - 1].value >= 0x3000 { return true }  // ideographic stops need no blank
        guard end < line.count else { return true }
        guard Segmenter.isBlank(line[end]) else { return false }
        var next = end
        while next < line.count, Segmenter.isBlank(line[next]) { next += 1 }
        guard next < line.count else { return true }
        let following = line[next]
        let isLower = following.properties.isLowercase
        if isEllipsis(line[run]) { return !isLower }
        if end > run.upperBound, isLower { return false }  // "Really?" she asked.
        if run.count == 1, line[run.lowerBound] == "." { return !isAbbreviation(line, dot: run.lowerBound, following: following) }
        return true
    }

    private static func isAbbreviation(_ line: Scalars, dot: Int, following: Unicode.Scalar) -> Bool {
        var start = dot
        while start > 0, dot - start <= longestAbbreviation, line[start - 1] == "." || CharacterKind.isWordScalar(line[start - 1].value) {
            start -= 1
        }
        guard start < dot, dot - start <= longestAbbreviation else { return false }
        let word = Segmenter.string(line[start..<dot])
        let lower = word.lowercased()
        if abbreviations.contains(lower) { return true }
        if numbered.contains(lower) { return following.value >= 0x30 && following.value <= 0x39 }
        if lower == "a.m" || lower == "p.m" { return !following.properties.isUppercase }
        if word.contains(".") { return word.split(separator: ".").allSatisfy { $0.count == 1 && $0.first?.isLetter == true } }
        // A single capital is an initial, `I` usually the word.
        return word.count == 1 && word != "I" && word.first?.isUppercase == true && dot > 1
    }

    private static func isEllipsis(_ run: Scalars.SubSequence) -> Bool {
        run.allSatisfy { $0 == "…" } || (run.count > 1 && run.allSatisfy { $0 == "." || $0 == "…" })
    }

    private static func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E, 0x21, 0x3F, 0x2026, 0x203C, 0x2047, 0x2048, 0x2049, 0x3002, 0xFF01, 0xFF1F: true
        default: false
        }
    }

    private static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x22, 0x27, 0x29, 0x5D, 0x7D, 0xAB, 0xBB, 0x2018, 0x2019, 0x201C, 0x201D, 0x2039, 0x203A, 0x300B, 0x300D, 0x300F, 0x301E, 0x301F, 0xFF09,
            0xFF63:
            true
        default: false
        }
    }

    private static let abbreviations: Set<String> = [
        "e.g", "i.e", "etc", "dr", "mr", "mrs", "ms", "prof", "st", "vs", "inc", "ltd", "approx", "eg", "ie", "jr", "sr", "cf", "dept", "est",
        "gen", "gov", "hon", "mt", "rev", "sen", "viz",
    ]
    private static let numbered: Set<String> = ["no", "nos", "fig", "vol", "pp", "p", "ch", "sec", "art", "eq", "al"]
    private static let longestAbbreviation = 12
}
