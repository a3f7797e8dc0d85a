/// A seeded shuffle and folds that keep groups together.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound` (> 0), the same on every platform and library version.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Fisher–Yates.
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        var last = elements.count - 1
        while last > 0 {
            elements.swapAt(last, below(last + 1))
            last -= 1
        }
        return elements
    }
}

package enum Folds {
    /// The fold (0 ..< count) of every row; rows of one group share it. Groups are dealt out in a seeded order, so the
    /// order of the rows does not matter.
    package static func grouped(_ groups: [String], count: Int = 5, seed: UInt64 = 1) -> [Int] {
        var generator = SplitMix64(seed: seed)
        let order = generator.shuffled(Set(groups).sorted())
        var fold: [String: Int] = [:]
        for (position, group) in order.enumerated() { fold[group] = position % count }
        return groups.map { fold[$0] ?? 0 }
    }

    /// At most `count` rows, chosen by the seed, in their old order.
    package static func sample<Row>(_ rows: [Row], _ count: Int, seed: UInt64 = 1) -> [Row] {
        guard rows.count > count else { return rows }
        var generator = SplitMix64(seed: seed)
        return generator.shuffled(Array(rows.indices)).prefix(count).sorted().map { rows[$0] }
    }
}
