// Where in Markdown one stands, as far as it matters for marks: inside code or not, and what stands before on the line.

struct TextPlace {
    private var fence: (mark: Unicode.Scalar, count: Int)?
    /// Length of the run of backticks that has begun a code span on this line; 0 = none.
    private var span = 0
    /// The run of backticks or tildes that is not over yet.
    private var run: (mark: Unicode.Scalar, count: Int, isAtLineStart: Bool)?
    private var indentation = 0
    private(set) var isLineStart = true
    /// The last character on this line that is no blank.
    private(set) var previous: Unicode.Scalar?
    private var endedWithBlank = false

    mutating func pass(_ scalar: Unicode.Scalar) {
        if scalar == "`" || scalar == "~" {
            if run?.mark == scalar { run?.count += 1 } else {
                endRun()
                run = (scalar, 1, isLineStart)
            }
            previous = scalar
            endedWithBlank = false
            return
        }
        endRun()
        endedWithBlank = scalar.properties.isWhitespace
        if scalar == "\n" || scalar == "\r" {
            self = TextPlace(inside: fence)
        } else if scalar == " " || scalar == "\t" {
            if previous == nil { indentation += scalar == "\t" ? 4 : 1 }
        } else {
            // Quotes and items of lists may hold fences of their own.
            if !(">-*+".unicodeScalars.contains(scalar) && isLineStart) { isLineStart = false }
            previous = scalar
        }
    }

    init() {}

    private init(inside fence: (mark: Unicode.Scalar, count: Int)?) { self.fence = fence }

    private mutating func endRun() {
        guard let run else { return }
        self.run = nil
        isLineStart = false
        if run.count >= 3, run.isAtLineStart {
            if let open = fence {
                if open.mark == run.mark, run.count >= open.count { fence = nil }
            } else {
                fence = (run.mark, run.count)
            }
        } else if run.mark == "`", fence == nil {
            span = span == 0 ? run.count : span == run.count ? 0 : span
        }
    }

    /// Whether what follows here is code: in a fence, a span, or an indented block.
    var isCode: Bool {
        var place = self
        place.endRun()
        return place.fence != nil || place.span > 0 || (previous == nil && indentation >= 4)
    }

    /// As `isCode`, of spans alone.
    var isSpan: Bool {
        var place = self
        place.endRun()
        return place.span > 0
    }

    /// Whether a mark that stands here is spoken about: it is quoted, or a word in the middle of a sentence.
    /// - Parameters:
    ///   - following: the character right behind the mark.
    ///   - next: the first one behind it on its line that is no blank.
    func mentions(before following: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
        guard let previous, let next, let following else { return false }
        if "\"'`“‘«「『(".unicodeScalars.contains(previous), "\"'`”’»」』)".unicodeScalars.contains(next) { return true }
        guard endedWithBlank, !".!?…。！？\"”’»)*_>]}".unicodeScalars.contains(previous) else { return false }
        return ".,;:!?".unicodeScalars.contains(following) || (following.properties.isWhitespace && next.properties.isLowercase)
    }

    /// Whether a sentence may begin here.
    var isSentenceStart: Bool {
        guard let previous else { return true }
        return ".!?…。！？".unicodeScalars.contains(previous)
    }
}
