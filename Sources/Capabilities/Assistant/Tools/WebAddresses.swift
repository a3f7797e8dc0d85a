// Web addresses in what people write, in a form in which they can be compared.
import OutboundHTTP

enum WebAddresses {
    /// The address as a request would be made to it, or the text itself where it is none.
    static func normalForm(_ text: String) -> String {
        let trimmed = text.trimmingPrefix { $0.isWhitespace }
        return (try? TargetURL(String(trimmed)))?.text ?? String(trimmed)
    }

    /// The addresses in a text, in normal form; a sentence's punctuation behind one is taken off, and both forms count.
    static func found(in text: String) -> Set<String> {
        var found: Set<String> = []
        for word in text.split(whereSeparator: { $0.isWhitespace || "<>\"'`|".contains($0) }) {
            guard let start = word.firstRange(of: "https://") ?? word.firstRange(of: "http://") else { continue }
            var address = word[start.lowerBound...]
            found.insert(normalForm(String(address)))
            while let last = address.last, ".,;:!?)]}…".contains(last) { address.removeLast() }
            found.insert(normalForm(String(address)))
        }
        return found
    }
}
