// The one tokenizer of texts and of queries, and the words of a text as they are indexed.

package enum SearchWords {
    /// What is indexed of one text. PostgreSQL numbers words up to 16,383, 255 times each (documented), and keeps 1 MB of them.
    static let limit = 16_000
    static let occurrenceLimit = 255
    static let byteLimit = 400_000

    /// All words of a text, in their order, each in ASCII letters and digits beginning with a letter.
    package static func words(in text: String, version: FoldingVersion = .current) -> [String] {
        var scanner = WordScanner(text, version: version)
        var words: [String] = []
        while scanner.next() { words.append(String(decoding: scanner.encoded, as: UTF8.self)) }
        return words
    }

    /// Whether a word that is being written is long enough to be sought by its beginning: one letter begins too many (our choice).
    static func isBeginning(_ word: String) -> Bool {
        var letters = 0, at = 0
        let bytes = Array(word.utf8)
        while at < bytes.count {
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            switch (bytes[at], next) {
            case (UInt8(ascii: "z"), UInt8(ascii: "x")):
                at += 2
                continue
            case (UInt8(ascii: "z"), UInt8(ascii: "z")): at += 2
            case (UInt8(ascii: "z"), UInt8(ascii: "y")): at += 7
            case (UInt8(ascii: "z"), _): at += 4
            default: at += 1
            }
            letters += 1
        }
        return letters >= 2
    }
}

/// Words that a text writes as options of a command: `-rf`, `--port`. A query that leaves a word out does not mean these.
package enum OptionWords {
    /// Of one text so many are known (our choice: a manual page has fewer).
    private static let limit = 200

    /// The first word of each option, each once: behind a dash that begins what stands between blanks, brackets or quotation marks.
    package static func words(in text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "-")) else { return [] }
        var words: [String] = []
        var seen: Set<String> = []
        for token in text.utf8.split(whereSeparator: { borders[Int($0)] }) where token.first == UInt8(ascii: "-") {
            var scanner = WordScanner(String(decoding: token.prefix(256), as: UTF8.self))
            guard scanner.next() else { continue }
            let word = String(decoding: scanner.encoded, as: UTF8.self)
            guard seen.insert(word).inserted else { continue }
            words.append(word)
            if words.count == limit { break }
        }
        return words
    }

    private static let borders: [Bool] = (0..<256).map { value in
        value <= 0x20 || "()[]{}<>\"'`,;|=/".utf8.contains(UInt8(value))
    }

    /// Under which mark an option is indexed.
    package static func mark(_ word: String) -> String { IndexText.mark("o", word) }
}

/// The words of a title and a body, with single spaces between them, as they are stored.
///
/// `1` stands between title and body where there is a title, `0` for a word that was left out: both keep the places of the others, so that no
/// phrase reaches across them. Beyond 16,000 words, 400,000 bytes, or 255 times the same word nothing is indexed.
package struct IndexedWords: Sendable, Equatable {
    /// The first words of each text are stored beside the index: the score looks at them and no further (our choice: a page of
    /// text, so that scoring 5,000 candidates stays a matter of milliseconds however long they are).
    package static let leadLength = 256
    /// And so many bytes of them, which only unusual texts have.
    package static let leadBytes = 4_096

    package let lead: String
    /// What comes after the lead; empty for most texts.
    package let rest: String
    /// How many words, `lead` and `rest` together.
    package let count: Int

    package init(title: String, body: String, version: FoldingVersion = .current) {
        // A word and what ends it are two bytes at least.
        var builder = Builder(version: version, countsOccurrences: title.utf8.count + body.utf8.count > 2 * SearchWords.occurrenceLimit)
        if !title.isEmpty {
            builder.add(title)
            if builder.count > 0 { builder.append([UInt8(ascii: "1")]) }
        }
        builder.add(body)
        lead = String(decoding: builder.lead, as: UTF8.self)
        rest = String(decoding: builder.rest, as: UTF8.self)
        count = builder.count
    }

    private struct Builder {
        var lead: [UInt8] = []
        var rest: [UInt8] = []
        var count = 0
        private var size = 0
        private var isLeadFull = false
        /// Only counted in texts long enough to reach the limit.
        private var occurrences: [[UInt8]: Int]?

        private let version: FoldingVersion

        init(version: FoldingVersion, countsOccurrences: Bool) {
            self.version = version
            occurrences = countsOccurrences ? [:] : nil
        }

        mutating func add(_ text: String) {
            var scanner = WordScanner(text, version: version)
            while count < SearchWords.limit, size < SearchWords.byteLimit, scanner.next() {
                if occurrences != nil {
                    let times = (occurrences?[scanner.encoded] ?? 0) + 1
                    occurrences?[scanner.encoded] = times
                    if times > SearchWords.occurrenceLimit {
                        append([UInt8(ascii: "0")])
                        continue
                    }
                }
                append(scanner.encoded)
            }
        }

        mutating func append(_ word: [UInt8]) {
            isLeadFull = isLeadFull || count >= IndexedWords.leadLength || lead.count + word.count >= IndexedWords.leadBytes
            if !isLeadFull {
                if count > 0 { lead.append(UInt8(ascii: " ")) }
                lead += word
            } else {
                if !rest.isEmpty { rest.append(UInt8(ascii: " ")) }
                rest += word
            }
            count += 1
            size += word.count
        }
    }
}
