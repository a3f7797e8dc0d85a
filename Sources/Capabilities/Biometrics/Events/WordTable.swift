/// A small fixed vocabulary looked up by the bytes of a body, without making strings of them.
struct WordTable<Value: Sendable>: Sendable {
    private struct Slot: Sendable {
        var word: [UInt8]
        var value: Value
    }

    private let slots: [Slot?]
    private let mask: Int

    /// `words` should be distinct; of two equal ones the first is found. At most an eighth of the slots are filled, so that
    /// nearly every lookup ends at its first slot.
    init(_ words: [(String, Value)]) {
        var size = 16
        while size < words.count * 8 { size *= 2 }
        var slots = [Slot?](repeating: nil, count: size)
        for (word, value) in words {
            let word = Array(word.utf8)
            var index = word.withUnsafeBytes(Self.hash) & (size - 1)
            while slots[index] != nil { index = (index + 1) & (size - 1) }
            slots[index] = Slot(word: word, value: value)
        }
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
            if slot.word.count == word.count, slot.word.withUnsafeBytes({ equal($0, word) }) { return slot.value }
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

    @inline(__always)
    private func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }
}
