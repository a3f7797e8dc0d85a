// Reads SQL just far enough to find parameters and statement ends: what is code, what is quoted, what is comment.

/// The text of one or more SQL statements.
package enum SQLText {
    private enum Piece {
        case parameter(Int)
        case semicolon
        case code
        case blank
    }

    /// A text that LIKE finds as it stands, with `\` as the escape.
    package static func escapedForLike(_ text: String) -> String {
        // By scalar: for Swift a % with an accent over it is another character, for a database it is a %.
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "%" || scalar == "_" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// The parameters `$1…$n` of a statement, each once, in the order in which they first appear.
    static func parameters(of sql: String) -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = []
        scan(Array(sql.utf8)) { piece, _ in
            if case .parameter(let number) = piece, seen.insert(number).inserted { found.append(number) }
        }
        return found
    }

    /// Throws unless the statement has the parameters `$1…$count`, each used at least once.
    @discardableResult
    static func checkParameters(of sql: String, count: Int) throws -> [Int] {
        let parameters = parameters(of: sql)
        guard Set(parameters) == Set(1..<(parameters.count + 1)) else {
            throw SQLError(.other, "parameters must be $1 to $n, each used at least once")
        }
        guard parameters.count == count else {
            throw SQLError(.other, "the statement has \(parameters.count) parameters, but was given \(count) arguments")
        }
        return parameters
    }

    /// The single statements of a script, without their semicolons; pieces of comment and blank alone are left out.
    ///
    /// Comments (`--`, nested `/* */`), quotes (`'…'`, `"…"`), dollar quotes (`$tag$…$tag$`) and SQLite trigger bodies
    /// (`CREATE TRIGGER … BEGIN …; END`) are kept whole.
    package static func statements(of script: String) -> [String] {
        let bytes = Array(script.utf8)
        var statements: [String] = []
        var start = 0
        var hasCode = false
        func take(upTo end: Int) {
            if hasCode {
                let text = String(decoding: bytes[start..<end], as: UTF8.self)
                statements.append(text.trimmingBlanks)
            }
            hasCode = false
        }
        scan(bytes) { piece, range in
            switch piece {
            case .semicolon:
                if isInsideTrigger(bytes[start..<range.lowerBound]) { return }
                take(upTo: range.lowerBound)
                start = range.upperBound
            case .code, .parameter: hasCode = true
            case .blank: break
            }
        }
        take(upTo: bytes.count)
        return statements
    }

    /// Whether a statement changes the schema, judged by its first word.
    static func changesSchema(_ sql: String) -> Bool {
        let first = words(Array(sql.utf8)[...]).first ?? ""
        return ["create", "alter", "drop", "reindex", "vacuum"].contains(first)
    }

    /// A semicolon ends a statement of a trigger, not the trigger, until its `END` has been read.
    private static func isInsideTrigger(_ bytes: ArraySlice<UInt8>) -> Bool {
        let words = words(bytes)
        guard words.first == "create", words.prefix(4).contains("trigger"), words.contains("begin") else { return false }
        return !words.suffix(2).elementsEqual([";", "end"])
    }

    /// The words outside quotes and comments, in small letters, and the semicolons between them.
    private static func words(_ bytes: ArraySlice<UInt8>) -> [String] {
        let bytes = Array(bytes)
        var words: [String] = []
        scan(bytes) { piece, range in
            switch piece {
            case .code where isWord(bytes[range.lowerBound]): words.append(String(decoding: bytes[range], as: UTF8.self).lowercased())
            case .semicolon: words.append(";")
            default: break
            }
        }
        return words
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Walks over the text and reports each piece with its range: runs of code, single parameters, single semicolons, and
    /// everything that is not code (blanks, comments). Quoted text counts as code.
    private static func scan(_ bytes: [UInt8], _ report: (Piece, Range<Int>) -> Void) {
        var at = 0
        func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        while at < bytes.count {
            let start = at
            switch bytes[at] {
            case UInt8(ascii: ";"):
                at += 1
                report(.semicolon, start..<at)
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                at += 1
                report(.blank, start..<at)
            case UInt8(ascii: "-") where byte(at + 1) == UInt8(ascii: "-"):
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
                report(.blank, start..<at)
            case UInt8(ascii: "/") where byte(at + 1) == UInt8(ascii: "*"):
                at = endOfComment(bytes, from: at)
                report(.blank, start..<at)
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                at = endOfQuote(bytes, from: at)
                report(.code, start..<at)
            case UInt8(ascii: "$"):
                var end = at + 1
                while isDigit(byte(end)) { end += 1 }
                if end > at + 1 {
                    at = end
                    let number = Int(String(decoding: bytes[(start + 1)..<end], as: UTF8.self)) ?? 0
                    report(.parameter(number), start..<at)
                } else {
                    at = endOfDollarQuote(bytes, from: at)
                    report(.code, start..<at)
                }
            default:
                // A word is taken whole, so that a dollar sign within a name starts nothing.
                at += 1
                if isWord(bytes[start]) { while isWord(byte(at)) || byte(at) == UInt8(ascii: "$") { at += 1 } }
                report(.code, start..<at)
            }
        }
    }

    private static func endOfQuote(_ bytes: [UInt8], from start: Int) -> Int {
        // PostgreSQL's E'…' escapes with a backslash.
        let isEscaping = start > 0 && bytes[start - 1] | 0x20 == UInt8(ascii: "e") && (start == 1 || !isWord(bytes[start - 2]))
        var at = start + 1
        while at < bytes.count {
            if isEscaping, bytes[at] == UInt8(ascii: "\\") {
                at += 2
                continue
            }
            if bytes[at] == bytes[start] {
                // A doubled quote stands for itself.
                if at + 1 < bytes.count, bytes[at + 1] == bytes[start] { at += 2; continue }
                return at + 1
            }
            at += 1
        }
        return bytes.count
    }

    private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int {
        var at = start + 2
        var depth = 1
        while at < bytes.count {
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            if bytes[at] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                depth += 1
                at += 2
            } else if bytes[at] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
                depth -= 1
                at += 2
                if depth == 0 { return at }
            } else {
                at += 1
            }
        }
        return bytes.count
    }

    private static func endOfDollarQuote(_ bytes: [UInt8], from start: Int) -> Int {
        var tagEnd = start + 1
        while tagEnd < bytes.count, isWord(bytes[tagEnd]) { tagEnd += 1 }
        guard tagEnd < bytes.count, bytes[tagEnd] == UInt8(ascii: "$") else { return start + 1 }
        let tag = bytes[start...tagEnd]
        var at = tagEnd + 1
        while at + tag.count <= bytes.count {
            if bytes[at] == UInt8(ascii: "$"), bytes[at..<(at + tag.count)].elementsEqual(tag) { return at + tag.count }
            at += 1
        }
        return bytes.count
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace || $0.isNewline }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[first...last])
    }
}
