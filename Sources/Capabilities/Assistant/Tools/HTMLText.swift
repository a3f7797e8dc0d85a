// The words of a web page.

/// Turns HTML into plain text: title, blocks on lines of their own, list items marked, scripts and styles left out. It follows no standard's
/// parser; whatever the markup, it ends in time proportional to the input.
enum HTMLText {
    /// Elements whose content is not text for people.
    private static let silent: Set<String> = ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas", "math"]
    private static let breaking: Set<String> = [
        "address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tr",
        "ul",
    ]
    private static let entities: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "…", "lsquo": "‘",
        "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»", "copy": "©", "reg": "®", "trade": "™", "euro": "€", "pound": "£",
        "deg": "°", "middot": "·", "bull": "•", "times": "×", "eacute": "é", "egrave": "è", "agrave": "à", "auml": "ä", "ouml": "ö", "uuml": "ü",
        "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "ccedil": "ç", "ntilde": "ñ", "aacute": "á", "iacute": "í", "oacute": "ó",
        "uacute": "ú", "shy": "", "zwnj": "", "zwj": "",
    ]

    /// The page's title and its text.
    static func read(_ html: String) -> (title: String?, text: String) {
        let bytes = Array(html.utf8)
        var reader = Reader(bytes: bytes)
        return reader.read()
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0
        var output: [UInt8] = []
        var title: String?
        /// The silent element that is open, if any: everything up to its end is left out.
        private static let less = UInt8(ascii: "<"), greater = UInt8(ascii: ">")

        init(bytes: [UInt8]) {
            self.bytes = bytes
            output.reserveCapacity(bytes.count / 2)
        }

        mutating func read() -> (title: String?, text: String) {
            while position < bytes.count {
                if bytes[position] == Self.less, let tag = tag() { handle(tag) } else { takeText() }
            }
            return (title, HTMLText.tidy(String(decoding: output, as: UTF8.self)))
        }

        private struct Tag {
            var name: String
            var isEnd: Bool
        }

        /// The tag at the position, which is moved behind it; nil when `<` begins none.
        private mutating func tag() -> Tag? {
            var next = position + 1
            guard next < bytes.count else { return nil }
            if bytes[next] == UInt8(ascii: "!") || bytes[next] == UInt8(ascii: "?") {
                let isComment = bytes[next...].starts(with: Array("!--".utf8))
                position = isComment ? end(of: Array("-->".utf8), from: next + 3) : end(of: [Self.greater], from: next)
                return Tag(name: "", isEnd: false)
            }
            let isEnd = bytes[next] == UInt8(ascii: "/")
            if isEnd { next += 1 }
            let start = next
            while next < bytes.count, isNameByte(bytes[next]) { next += 1 }
            guard next > start, isLetter(bytes[start]) else { return nil }
            let name = String(decoding: bytes[start..<next], as: UTF8.self).lowercased()
            // Attributes may hold '>' in quotes.
            var quote: UInt8?
            while next < bytes.count {
                let byte = bytes[next]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == Self.greater {
                    break
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                }
                next += 1
            }
            position = min(next + 1, bytes.count)
            return Tag(name: name, isEnd: isEnd)
        }

        private mutating func handle(_ tag: Tag) {
            if !tag.isEnd, tag.name == "title" {
                let start = position
                let stop = closing("title", from: start)
                if title == nil {
                    let text = HTMLText.tidy(HTMLText.decoded(bytes[start..<stop.start])).replacing("\n", with: " ")
                    title = text.isEmpty ? nil : String(text.prefix(300))
                }
                position = stop.end
            } else if !tag.isEnd, tag.name == "head" {
                // Its title is wanted; all else in it is silent by itself or empty.
            } else if !tag.isEnd, HTMLText.silent.contains(tag.name) {
                position = closing(tag.name, from: position).end
            } else if HTMLText.breaking.contains(tag.name) {
                output.append(UInt8(ascii: "\n"))
                if tag.name == "li", !tag.isEnd { output.append(contentsOf: Array("- ".utf8)) }
            } else if tag.name == "td" || tag.name == "th" {
                output.append(UInt8(ascii: " "))
            }
        }

        private mutating func takeText() {
            let start = position
            position += 1
            while position < bytes.count, bytes[position] != Self.less { position += 1 }
            output.append(contentsOf: Array(HTMLText.decoded(bytes[start..<position]).utf8))
        }

        /// Where the end tag of `name` begins and ends; both the end of the page when there is none.
        private func closing(_ name: String, from start: Int) -> (start: Int, end: Int) {
            let wanted = Array(name.utf8)
            var next = start
            while next + 1 < bytes.count {
                guard bytes[next] == Self.less, bytes[next + 1] == UInt8(ascii: "/") else { next += 1; continue }
                let candidate = bytes[(next + 2)...].prefix(wanted.count).map { $0 | 0x20 }
                if candidate == wanted { return (next, end(of: [Self.greater], from: next)) }
                next += 2
            }
            return (bytes.count, bytes.count)
        }

        private func end(of pattern: [UInt8], from start: Int) -> Int {
            var next = start
            while next + pattern.count <= bytes.count {
                if bytes[next] == pattern[0], bytes[next..<(next + pattern.count)].elementsEqual(pattern) { return next + pattern.count }
                next += 1
            }
            return bytes.count
        }

        private func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
        private func isNameByte(_ byte: UInt8) -> Bool { isLetter(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-") }
    }

    /// Text with its character references read.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        let ampersand = UInt8(ascii: "&")
        guard bytes.contains(ampersand) else { return String(decoding: bytes, as: UTF8.self) }
        var output: [UInt8] = []
        var rest = bytes
        while let start = rest.firstIndex(of: ampersand) {
            output.append(contentsOf: rest[..<start])
            let body = rest[(start + 1)...].prefix(32)
            if let stop = body.firstIndex(of: UInt8(ascii: ";")), let text = character(String(decoding: body[..<stop], as: UTF8.self)) {
                output.append(contentsOf: Array(text.utf8))
                rest = rest[(stop + 1)...]
            } else {
                output.append(ampersand)
                rest = rest[(start + 1)...]
            }
        }
        output.append(contentsOf: rest)
        return String(decoding: output, as: UTF8.self)
    }

    private static func character(_ name: String) -> String? {
        guard name.hasPrefix("#") else { return entities[name] }
        let digits = name.dropFirst()
        let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value != 0, let scalar = Unicode.Scalar(value) else { return nil }
        return String(Character(scalar))
    }

    /// One space where there were several, no spaces at the ends of lines, at most one empty line in a row, no control characters.
    static func tidy(_ text: String) -> String {
        var output = ""
        output.reserveCapacity(text.utf8.count)
        var breaks = 0
        var hasSpace = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\r\n".unicodeScalars.first {
                if scalar == "\n" { breaks += 1 }
                hasSpace = false
            } else if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                hasSpace = true
            } else if scalar.value < 0x20 || scalar.value == 0x7F {
                continue
            } else {
                if breaks > 0, !output.isEmpty { output.unicodeScalars.append(contentsOf: Array(repeating: "\n", count: min(breaks, 2))) }
                else if hasSpace, !output.isEmpty { output.unicodeScalars.append(" ") }
                breaks = 0
                hasSpace = false
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
