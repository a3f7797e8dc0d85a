// Takes markdown off a text, line by line: what is left are lines of prose, headings and list items.

enum MarkdownReader {
    typealias Scalars = [Unicode.Scalar]

    struct Line {
        var text: Scalars
        var kind: Sentence.Kind
        /// In a block quotation, or in the mail that a mail answers.
        var isQuoted = false
        /// Quoted, but without a mark of its own.
        var isLazy = false
        /// Lines of one paragraph have one number.
        var paragraph = 0
    }

    static func read(_ text: Scalars) -> (lines: [Line], codeBlocks: [String]) {
        let source = text.split(separator: "\n", omittingEmptySubsequences: false).map(SourceLine.init)
        var lines: [Line] = []
        var codeBlocks: [String] = []
        var index = endOfFrontMatter(source.map(\.whole))
        var fences = FenceSearch()
        var quotations = BlockQuotations(source)
        var paragraph = 0
        while index < source.count {
            let line = source[index]
            if let fence = Fence(opening: line.content), let end = fences.end(of: fence, after: index, in: source) {
                let code = source[(index + 1)..<end].map { line.depth == 0 ? $0.whole : $0.content }
                codeBlocks.append(Segmenter.string(code.joined(separator: CollectionOfOne("\n"))))
                index = end + 1
                paragraph += 1
                quotations.interrupt()
                continue
            }
            index += 1
            let found = read(line.content)
            let (isQuoted, isLazy) = quotations.take(line, isParagraph: found?.kind == .prose)
            let continues = lines.last.map { $0.kind != .heading && $0.isQuoted == isQuoted && $0.paragraph == paragraph } ?? false
            if found?.kind != .prose || !continues { paragraph += 1 }
            guard var read = found else { continue }
            if let stripped = BlockQuotations.withoutTags(read.text) { read.text = stripped }
            read.isQuoted = read.isQuoted || isQuoted
            read.isLazy = isLazy
            read.paragraph = paragraph
            lines.append(read)
        }
        return (lines, codeBlocks)
    }

    /// One line without its markers; `nil` for table rows, rules and empty lines.
    private static func read(_ line: Scalars.SubSequence) -> Line? {
        var rest = line
        guard let first = rest.first else { return nil }
        if first == "|", rest.last == "|", rest.count > 1 { return nil }
        if isRule(rest) { return nil }
        var kind = Sentence.Kind.prose
        var isQuoted = false
        if first == "#" {
            let level = rest.prefix { $0 == "#" }.count
            let title = rest.dropFirst(level)
            if level <= 6, title.isEmpty || title.first.map(Segmenter.isBlank) == true {
                kind = .heading
                rest = trimmed(title)
                while rest.last == "#" { rest.removeLast() }
            }
        } else if let item = listItem(rest) {
            kind = .listItem
            let content = SourceLine(item)
            isQuoted = content.depth > 0
            rest = content.content
        }
        if kind == .prose, isBold(rest) { kind = .heading }
        return Line(text: InlineMarkdown.stripped(rest), kind: kind, isQuoted: isQuoted)
    }

    /// The content of a list item, `nil` for other lines.
    private static func listItem(_ line: Scalars.SubSequence) -> Scalars.SubSequence? {
        guard let first = line.first else { return nil }
        var content: Scalars.SubSequence
        if "-*+•–◦▪".unicodeScalars.contains(first) {
            content = line.dropFirst()
        } else {
            let digits = line.prefix(4).prefix { $0.value >= 0x30 && $0.value <= 0x39 }.count
            guard digits >= 1, digits <= 3 else { return nil }
            content = line.dropFirst(digits)
            guard content.first == "." || content.first == ")" else { return nil }
            content = content.dropFirst()
        }
        guard let blank = content.first, Segmenter.isBlank(blank) else { return nil }
        content = trimmed(content)
        for box in ["[ ] ", "[x] ", "[X] "] where content.starts(with: box.unicodeScalars) { content = content.dropFirst(4) }
        return content
    }

    /// A short line that is bold as a whole: a heading in all but name.
    private static func isBold(_ line: Scalars.SubSequence) -> Bool {
        guard line.count > 4, line.count <= longestBoldHeading, line.starts(with: ["*", "*"]) else { return false }
        let end = line.last == ":" ? line.dropLast() : line
        return end.suffix(2).elementsEqual(["*", "*"]) && !end.dropFirst(2).dropLast(2).contains("*")
            && !end.dropLast(2).contains { $0 == "." || $0 == "!" || $0 == "?" }
    }

    /// Our choice: longer bold lines are sentences that somebody stressed.
    private static let longestBoldHeading = 80

    private static func isRule(_ line: Scalars.SubSequence) -> Bool {
        guard let mark = line.first, mark == "-" || mark == "*" || mark == "_" || mark == "=" else { return false }
        return line.allSatisfy { $0 == mark || Segmenter.isBlank($0) } && line.count >= 3
    }

    /// The index of the first line after the front matter, 0 without one.
    private static func endOfFrontMatter(_ lines: [Scalars.SubSequence]) -> Int {
        guard let first = lines.first, trimmed(first).elementsEqual(["-", "-", "-"]) else { return 0 }
        var sawKey = false
        for index in lines.indices.dropFirst() {
            let line = trimmed(lines[index])
            if line.elementsEqual(["-", "-", "-"]) || line.elementsEqual([".", ".", "."]) { return sawKey ? index + 1 : 0 }
            if line.contains(":") { sawKey = true } else if !line.isEmpty, line.first != "-", line.first != "#" { return 0 }
        }
        return 0
    }

    static func trimmed(_ line: Scalars.SubSequence) -> Scalars.SubSequence {
        var line = line
        while let first = line.first, Segmenter.isBlank(first) { line.removeFirst() }
        while let last = line.last, Segmenter.isBlank(last) { line.removeLast() }
        return line
    }
}

/// A line, and what is left of it behind the marks of block quotations.
struct SourceLine {
    let whole: ArraySlice<Unicode.Scalar>
    /// How many quotations it stands in.
    let depth: Int
    let content: ArraySlice<Unicode.Scalar>

    init(_ line: ArraySlice<Unicode.Scalar>) {
        whole = line
        var rest = MarkdownReader.trimmed(line)
        var depth = 0
        while rest.first == ">" {
            rest = MarkdownReader.trimmed(rest.dropFirst())
            depth += 1
        }
        self.depth = depth
        content = rest
    }
}

/// The opening line of a fenced code block.
private struct Fence {
    let mark: Unicode.Scalar
    let length: Int

    init?(opening line: ArraySlice<Unicode.Scalar>) {
        guard let first = line.first, first == "`" || first == "~" else { return nil }
        mark = first
        length = line.prefix { $0 == first }.count
        guard length >= 3, !line.dropFirst(length).contains(mark) else { return nil }
    }

    func isClosed(by line: ArraySlice<Unicode.Scalar>) -> Bool {
        line.count >= length && line.allSatisfy { $0 == mark }
    }
}

/// Finds where code blocks end. A block that never ends is no block (its lines are read as text, so that nothing hides behind an
/// open fence), and what was searched for in vain is not searched for again.
private struct FenceSearch {
    private struct Kind: Hashable {
        let mark: Unicode.Scalar
        let depth: Int
    }
    private var shortestUnclosed: [Kind: Int] = [:]

    /// A block ends within the quotation that it began in.
    mutating func end(of fence: Fence, after index: Int, in lines: [SourceLine]) -> Int? {
        let kind = Kind(mark: fence.mark, depth: lines[index].depth)
        if let unclosed = shortestUnclosed[kind], fence.length >= unclosed { return nil }
        if let end = lines.indices[(index + 1)...].first(where: { lines[$0].depth == kind.depth && fence.isClosed(by: lines[$0].content) }) {
            return end
        }
        shortestUnclosed[kind] = fence.length
        return nil
    }
}
