// What stands over a conversation, and in a list below it, when nobody wrote anything for the purpose.

import Vocabulary

/// Titles and previews made of messages.
enum ThreadTitle {
    /// Characters of a title that a person may give (our choice).
    static let limit = 200
    /// Characters of a title made of the first message (our choice: a line of a list).
    static let madeLimit = 80
    /// Characters of the newest message that a list shows (our choice).
    static let previewLimit = 160
    /// Characters of the first message in `conversation.start` (documented).
    static let eventPreviewLimit = 280

    static let unnamed = "New conversation"

    /// A title as it is stored: in one line, in normal form C. Empty when it says nothing.
    static func given(_ title: String) -> String { preview(title.normalized, limit) }

    /// The first line that says something, cut between words.
    static func made(of opening: String) -> String {
        for line in opening.split(whereSeparator: \.isNewline) {
            let words = line.drop { "#>-*`= \t".contains($0) }
            if words.contains(where: { $0.isLetter || $0.isNumber }) { return preview(String(words), madeLimit) }
        }
        return unnamed
    }

    /// The beginning of a text in one line of at most `limit` characters, cut between words where one ends in its second half.
    static func preview(_ text: String, _ limit: Int = previewLimit) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var isGap = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                isGap = count > 0
                continue
            }
            if count + (isGap ? 2 : 1) > limit { return cut(line, limit) }
            if isGap {
                line.append(" ")
                count += 1
                isGap = false
            }
            line.append(scalar)
            count += 1
        }
        return String(line)
    }

    private static func cut(_ line: String.UnicodeScalarView, _ limit: Int) -> String {
        let kept = line.prefix(limit - 1)
        let end = kept.lastIndex(of: " ").flatMap { kept.distance(from: kept.startIndex, to: $0) >= limit / 2 ? $0 : nil }
        return String(kept[..<(end ?? kept.endIndex)]) + "…"
    }
}
