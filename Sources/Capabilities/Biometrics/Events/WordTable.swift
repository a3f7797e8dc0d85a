/// A small fixed vocabulary looked up by the bytes of a body, without making strings of them.
struct WordTable<Value: Sendable>: Sendable {
    /// A word's place in `letters`. Holds no reference, so that a lookup counts none.
    private struct Slot: Sendable {
        var start: Int
        var count: Int
        var value: Value
    }

    private let letters: [UInt8]
    private let slots: [Slot?]
    private let mask: Int

    /// `words` should be distinct; of two equal ones the first is found. At most an eighth of the slots are filled, so that
    /// nearly every lookup ends at its first slot.
    init(_ words: [(String, Value)]) {
        var size = 16
        while size < words.count * 8 { size *= 2 }
        var letters: [UInt8] = []
        var slots = [Slot?](repeating: nil, count: size)
        for (word, value) in words {
            let bytes = Array(word.utf8)
            var index = bytes.withUnsafeBytes(Self.hash) & (size - 1)
            while slots[index] != nil { index = (index + 1) & (size - 1) }
            slots[index] = Slot(start: letters.count, count: bytes.count, value: value)
            letters += bytes
        }
        self.letters = letters
        self.slots = slots
        mask = size - 1
    }

    /// Length, first, middle and last byte tell the wire's words apart well enough, and cost the same for any length.
    @inline(__always)
    private static func hash(_ word: UnsafeRawBufferPointer) -> Int {
        guard !word.isEmpty else { return 0 }
        let count = word.count
        return Int(word[0]) &* 31 &+ Int(word[count - 1]) &* 7 &+ Int(word[count / 2]) &* 13 &+ count &* 5
    }

    @inline(__always)
    subscript(_ word: UnsafeRawBufferPointer) -> Value? {
        var index = Self.hash(word) & mask
        while let slot = slots[index] {
            if slot.count == word.count {
                var same = 0
                while same < slot.count, letters[slot.start + same] == word[same] { same += 1 }
                if same == slot.count { return slot.value }
            }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Looks up a scanned string; one spelt with escapes is made plain first.
    @inline(__always)
    func find(_ text: JSONText, _ scanner: JSONScanner) -> Value? {
        if text.isEscaped { return Array(scanner.string(text).utf8).withUnsafeBytes { self[$0] } }
        return self[scanner.slice(text.start, text.end)]
    }
}
