/// The pieces of a vocabulary as paths of bytes, to find the longest one that a text begins with in one walk.
struct PieceTrie: Sendable {
    /// Open addressing; a slot holds parent and byte in the upper half, the child in the lower. Node 0 does not occur, so 0 is an empty slot.
    private var slots: [UInt64]
    private var used = 0
    /// The number of the piece that ends at a node, or -1.
    private var pieces: [Int32]

    /// The node that pieces at the beginning of a word start from, and the one of pieces within a word.
    static let wordStart: UInt32 = 1
    static let wordInside: UInt32 = 2

    init(expected pieceCount: Int) {
        var size = 1024
        while size < pieceCount * 8 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        pieces = [-1, -1, -1]
    }

    @inline(__always)
    private static func slot(_ key: UInt32, mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B1) >> 8) & mask  // Knuth's multiplier, the golden ratio of 2^32
    }

    mutating func insert(_ text: some Sequence<UInt8>, from start: UInt32, piece: Int32) {
        var node = start
        for byte in text {
            if (used + 1) * 2 > slots.count { grow() }
            let key = node << 8 | UInt32(byte)
            let mask = slots.count - 1
            var index = Self.slot(key, mask: mask)
            while slots[index] != 0, UInt32(slots[index] >> 32) != key { index = (index + 1) & mask }
            if slots[index] == 0 {
                slots[index] = UInt64(key) << 32 | UInt64(pieces.count)
                pieces.append(-1)
                used += 1
            }
            node = UInt32(truncatingIfNeeded: slots[index])
        }
        pieces[Int(node)] = piece
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry != 0 {
            var index = Self.slot(UInt32(entry >> 32), mask: mask)
            while slots[index] != 0 { index = (index + 1) & mask }
            slots[index] = entry
        }
    }

    /// The longest piece that `text` begins with at `position`, and where it ends.
    @inline(__always)
    func longest(_ text: UnsafeBufferPointer<UInt8>, at position: Int, from start: UInt32) -> (piece: Int32, end: Int)? {
        slots.withUnsafeBufferPointer { slots in
            pieces.withUnsafeBufferPointer { pieces in
                let mask = slots.count - 1
                var node = start
                var found: Int32 = -1
                var end = position
                var index = position
                walk: while index < text.count {
                    let key = node << 8 | UInt32(text[index])
                    var slot = Self.slot(key, mask: mask)
                    while UInt32(truncatingIfNeeded: slots[slot] >> 32) != key {
                        if slots[slot] == 0 { break walk }
                        slot = (slot + 1) & mask
                    }
                    node = UInt32(truncatingIfNeeded: slots[slot])
                    index += 1
                    if pieces[Int(node)] >= 0 {
                        found = pieces[Int(node)]
                        end = index
                    }
                }
                return found >= 0 ? (found, end) : nil
            }
        }
    }
}
