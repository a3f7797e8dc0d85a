// Which lines of a text stand in a block quotation.

/// Follows a text line by line. Quoted are lines behind `>`, the lines that go on such a paragraph without one (documented in CommonMark: lazy
/// continuation), what stands between `<blockquote>` or `[quote]` and its end, and the mail that a mail answers.
struct BlockQuotations {
    private typealias Scalars = ArraySlice<Unicode.Scalar>

    /// The line before is quoted, and its paragraph may go on.
    private var isParagraphOpen = false
    private var tagDepth = 0
    /// Ends of tagged quotations that are still to come: what has no end is no quotation, so that nothing hides behind an open tag.
    private var endsToCome: Int
    /// A line has said that a mail follows. Mail programs mark every quoted line, so nothing goes on without a mark.
    private var followsAttribution = false
    private var isMail = false
    private var isRestQuoted = false
    private var previous = ""

    init(_ lines: [SourceLine]) { endsToCome = lines.count { Self.tags(at: $0)?.closes ?? false } }

    /// A code block ends a paragraph.
    mutating func interrupt() { isParagraphOpen = false }

    /// Whether the next line is quoted, and whether only as it goes on a quoted paragraph. `isParagraph`: it is text and neither title nor list item.
    mutating func take(_ line: SourceLine, isParagraph: Bool) -> (isQuoted: Bool, isLazy: Bool) {
        let isLazy = line.depth == 0 && isParagraph && isParagraphOpen && !isMail
        let inTags = takeTags(line)
        followMail(line)
        let isMarked = line.depth > 0 || inTags || isRestQuoted
        isParagraphOpen = (line.depth > 0 || isLazy) && isParagraph
        return (isMarked || isLazy, isLazy && !isMarked)
    }

    // MARK: Tags

    private static let openings = ["<blockquote", "[quote"], closings = ["</blockquote>", "[/quote]"]

    private static func tags(at line: SourceLine) -> (opens: Bool, closes: Bool)? {
        guard let first = line.content.first, let last = line.content.last, first == "<" || first == "[" || last == ">" || last == "]" else {
            return nil
        }
        let beginning = Segmenter.string(line.content.prefix(12)).lowercased(), end = Segmenter.string(line.content.suffix(13)).lowercased()
        return (openings.contains(where: beginning.hasPrefix), closings.contains(where: end.hasSuffix))
    }

    private mutating func takeTags(_ line: SourceLine) -> Bool {
        guard let (opens, closes) = Self.tags(at: line) else { return tagDepth > 0 }
        if opens, tagDepth < endsToCome { tagDepth += 1 }
        let isQuoted = tagDepth > 0
        if closes {
            tagDepth = max(0, tagDepth - 1)
            endsToCome -= 1
        }
        return isQuoted
    }

    /// The line without tags of quotations at its ends; nil where it has none.
    static func withoutTags(_ text: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard text.first == "<" || text.first == "[" || text.last == ">" || text.last == "]" else { return nil }
        var rest = text[...]
        let lower = Segmenter.string(text.prefix(40)).lowercased(), end = Segmenter.string(text.suffix(13)).lowercased()
        if openings.contains(where: lower.hasPrefix), let close = rest.prefix(200).firstIndex(where: { $0 == ">" || $0 == "]" }) {
            rest = rest[(close + 1)...]
        }
        if let closing = closings.first(where: end.hasSuffix), rest.count >= closing.count { rest = rest.dropLast(closing.count) }
        return rest.count < text.count ? Array(rest) : nil
    }

    // MARK: Mail

    private mutating func followMail(_ line: SourceLine) {
        guard !isRestQuoted, !line.content.isEmpty else { return }
        if followsAttribution {
            if line.depth > 0 { isMail = true } else { isRestQuoted = isUnmarkedMail }
            followsAttribution = false
        }
        guard line.depth == 0 else { return }
        guard line.content.count <= Self.longestAttribution else {
            previous = ""
            return
        }
        let text = Segmenter.string(line.content).lowercased()
        if text.first == "-" || text.first == "b", Self.separators.contains(where: text.contains) { isRestQuoted = true }
        if previous.hasPrefix("from:"), text.hasPrefix("sent:") || text.hasPrefix("date:") { isRestQuoted = true }
        for attribution in [text, previous + " " + text] where !followsAttribution && Self.isAttribution(attribution) {
            followsAttribution = true
            // With an address or a time of day it is a mail program's; a person's "On 3 March you wrote:" announces no more than what is marked.
            isUnmarkedMail = attribution.contains("@") || Self.hasTime(attribution)
        }
        previous = text
    }

    private var isUnmarkedMail = false
    /// Our choice: names, an address and a date fit.
    private static let longestAttribution = 200
    private static let separators = ["original message-----", "forwarded message -----", "begin forwarded message:"]
    private static let beginnings = ["on ", "am ", "le ", "el ", "il ", "em ", "op "]
    private static let verbs = ["wrote", "writes", "schrieb", "a écrit", "escribió", "ha scritto", "escreveu", "schreef"]

    /// `On Mon, 3 Mar 2025 at 10:04, Bob <bob@example.org> wrote:` and its like.
    private static func isAttribution(_ text: String) -> Bool {
        guard text.hasSuffix(":"), beginnings.contains(where: text.hasPrefix), text.contains(where: \.isNumber) else { return false }
        return verbs.contains { text.contains($0) }
    }

    private static func hasTime(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.dropFirst().dropLast().contains { index in
            scalars[index] == ":" && scalars[index - 1].properties.numericType == .decimal && scalars[index + 1].properties.numericType == .decimal
        }
    }
}
