// HTML entities in texts that went through a web page.

enum Entities {
    /// The text with its entities decoded. Twice, since texts are escaped twice at times (`&amp;#39;`).
    static func decoded(_ text: String) -> String {
        let once = decodedOnce(text)
        return once.utf8.contains(UInt8(ascii: "&")) ? decodedOnce(once) : once
    }

    private static func decodedOnce(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if scalars[index] == "&", let (decoded, length) = entity(scalars[(index + 1)...].prefix(longest)) {
                result.append(decoded)
                index += 1 + length
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    /// Our choice: the longest names that are known here and any number fit.
    private static let longest = 18

    /// What stands behind `&`, and how long it is.
    private static func entity(_ scalars: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Int)? {
        guard scalars.first == "#" else {
            guard let end = scalars.firstIndex(of: ";") else { return nil }
            return named[String(String.UnicodeScalarView(scalars[..<end]))].map { ($0, end - scalars.startIndex + 1) }
        }
        let isHexadecimal = scalars.dropFirst().first == "x" || scalars.dropFirst().first == "X"
        let start = scalars.startIndex + (isHexadecimal ? 2 : 1)
        guard start < scalars.endIndex else { return nil }
        let digits = scalars[start...].prefix { isHexadecimal ? $0.properties.isASCIIHexDigit : ("0"..."9").contains($0) }
        guard let value = UInt32(String(String.UnicodeScalarView(digits)), radix: isHexadecimal ? 16 : 10), value > 0 else { return nil }
        // Browsers take a number without its semicolon too.
        let length = digits.endIndex - scalars.startIndex + (digits.endIndex < scalars.endIndex && scalars[digits.endIndex] == ";" ? 1 : 0)
        // Documented in HTML: numbers from 128 to 159 mean Windows-1252.
        return Unicode.Scalar(windows[value] ?? value).map { ($0, length) }
    }

    private static let windows: [UInt32: UInt32] = [
        0x85: 0x2026, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x96: 0x2013, 0x97: 0x2014,
    ]

    /// The names that are met in prose (documented in HTML): markup, quotation marks, blanks, dashes and Latin letters.
    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "lsquo": "\u{2018}", "rsquo": "\u{2019}", "rsquor": "\u{2019}",
        "OpenCurlyQuote": "\u{2018}", "CloseCurlyQuote": "\u{2019}",
        "sbquo": "\u{201A}",
        "ldquo": "\u{201C}", "rdquo": "\u{201D}", "bdquo": "\u{201E}", "laquo": "\u{AB}", "raquo": "\u{BB}", "lsaquo": "\u{2039}",
        "rsaquo": "\u{203A}",
        "acute": "\u{B4}", "grave": "`", "prime": "\u{2032}", "nbsp": "\u{A0}", "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}",
        "shy": "\u{AD}", "zwj": "\u{200D}", "zwnj": "\u{200C}", "lrm": "\u{200E}", "rlm": "\u{200F}", "ndash": "\u{2013}", "mdash": "\u{2014}",
        "hellip": "\u{2026}", "bull": "\u{2022}", "middot": "\u{B7}", "Tab": "\t", "NewLine": "\n", "excl": "!", "quest": "?", "period": ".",
        "comma": ",", "colon": ":", "semi": ";", "lpar": "(", "rpar": ")", "num": "#", "ast": "*", "lowbar": "_", "euro": "\u{20AC}",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è", "ecirc": "ê",
        "agrave": "à", "aacute": "á", "acirc": "â", "ccedil": "ç", "ntilde": "ñ", "iacute": "í", "oacute": "ó", "uacute": "ú", "ugrave": "ù",
        "ocirc": "ô", "icirc": "î", "aring": "å", "oslash": "ø", "aelig": "æ",
    ]
}
