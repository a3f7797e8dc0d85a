import Foundation

/// One text as one session typed it: times per key position, averaged over its repeats in the session.
package struct TypedText: Sendable, Equatable {
    /// What makes two texts the same: the field and the zones of its keys (`biometrics.md` 4.1).
    package struct Address: Sendable, Hashable {
        package var field: String
        package var zones: [BehaviorEvent.Zone]

        package init(field: String, zones: [BehaviorEvent.Zone]) {
            self.field = field
            self.zones = zones
        }

        package var keyCount: Int { zones.count }
        /// Number of features: a hold per key, a press-to-press and a release-to-press time per pair.
        package var featureCount: Int { 3 * zones.count - 2 }
        package var isProtected: Bool { zones.first == .protected }

        /// Whether a text of `other` counts as this text: the same field, and zones within one insertion, deletion or replacement.
        /// Protected texts show only their length, which must be equal.
        package func accepts(_ other: Address) -> Bool {
            // The cheap question first: most texts differ in length.
            guard abs(zones.count - other.zones.count) <= 1, field == other.field else { return false }
            if zones == other.zones { return true }
            guard !isProtected, !other.isProtected, min(zones.count, other.zones.count) >= TypedText.fewestKeys else { return false }
            return ZoneAlignment.isWithinOneEdit(zones, other.zones)
        }
    }

    /// Shorter texts are left to the zone units. Our choice: with three keys there are seven values, too few to call a text.
    package static let fewestKeys = 4

    package var address: Address
    /// Transformed times (`biometrics.md` 4.2): holds of all keys, then press-to-press, then release-to-press times; NaN = not measured.
    package var row: [Double]
    /// How often the session repeats the text.
    package var repeats: Int
    /// The rows of the single repeats, for maps that are not linear.
    package var rows: [[Double]]

    /// Averages the repeats of one text.
    package init(address: Address, rows: [[Double]]) {
        self.address = address
        self.rows = rows
        repeats = rows.count
        row = TypedText.mean(of: rows)
    }

    /// The mean of each column over the entries that are numbers; NaN where there is none.
    package static func mean(of rows: [[Double]]) -> [Double] {
        guard let width = rows.first?.count else { return [] }
        if rows.count == 1 { return rows[0] }
        var sums = [Double](repeating: 0, count: width)
        var counts = [Double](repeating: 0, count: width)
        for row in rows {
            for i in 0..<width where !row[i].isNaN {
                sums[i] += row[i]
                counts[i] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
    }

    /// The texts of a session; runs of one address (or within one edit of it) are repeats of one text.
    package static func texts(of typing: TypingFeatures) -> [TypedText] {
        var groups: [(address: Address, rows: [[Double]])] = []
        for field in typing.fields where field.zones.count >= fewestKeys && field.hold.count == field.zones.count {
            let zones = field.isProtected ? [BehaviorEvent.Zone](repeating: .protected, count: field.zones.count) : field.zones
            let address = Address(field: field.name, zones: zones)
            let row = row(of: field)
            if let known = groups.firstIndex(where: { $0.address.accepts(address) }) {
                groups[known].rows.append(ZoneAlignment.align(row, from: address.zones, to: groups[known].address.zones))
            } else {
                groups.append((address, [row]))
            }
        }
        return groups.map { TypedText(address: $0.address, rows: $0.rows) }
    }

    private static func row(of field: TypingFeatures.Field) -> [Double] {
        let keys = field.zones.count
        var row = [Double](repeating: .nan, count: 3 * keys - 2)
        for i in 0..<keys { row[i] = TimingTransform.hold(Double(field.hold[i])) ?? .nan }
        for i in 0..<(keys - 1) where i < field.downDown.count {
            row[keys + i] = TimingTransform.downDown(Double(field.downDown[i])) ?? .nan
            if i < field.upDown.count, !row[keys + i].isNaN { row[2 * keys - 1 + i] = TimingTransform.upDown(Double(field.upDown[i])) }
        }
        return row
    }

    /// The same session's times seen as the text `address`; nil when it is another text.
    package func aligned(to target: Address) -> TypedText? {
        guard target.accepts(address) else { return nil }
        if target.zones == address.zones { return self }
        var copy = self
        copy.address = target
        copy.rows = rows.map { ZoneAlignment.align($0, from: address.zones, to: target.zones) }
        copy.row = TypedText.mean(of: copy.rows)
        return copy
    }
}

/// Lays one zone sequence over another that differs by at most one key.
enum ZoneAlignment {
    typealias Zones = [BehaviorEvent.Zone]

    static func isWithinOneEdit(_ a: Zones, _ b: Zones) -> Bool {
        let head = commonHead(a, b)
        let longest = max(a.count, b.count)
        return head + commonTail(a, b, after: head) >= longest - 1
    }

    /// For each position of `target` the position of `source` that is the same key, or nil.
    static func positions(of source: Zones, in target: Zones) -> [Int?] {
        if source == target { return Array(source.indices) }
        let head = commonHead(source, target)
        let tail = commonTail(source, target, after: head)
        return target.indices.map { index in
            if index < head { return index }
            if index >= target.count - tail { return index - target.count + source.count }
            return nil
        }
    }

    /// A row of transformed times moved to the positions of another sequence; what has no counterpart becomes NaN.
    static func align(_ row: [Double], from source: Zones, to target: Zones) -> [Double] {
        if source == target { return row }
        let map = positions(of: source, in: target)
        let from = source.count
        let to = target.count
        var result = [Double](repeating: .nan, count: 3 * to - 2)
        for i in 0..<to {
            guard let here = map[i] else { continue }
            result[i] = row[here]
            guard i + 1 < to, let next = map[i + 1], next == here + 1 else { continue }
            result[to + i] = row[from + here]
            result[2 * to - 1 + i] = row[2 * from - 1 + here]
        }
        return result
    }

    private static func commonHead(_ a: Zones, _ b: Zones) -> Int {
        var count = 0
        while count < min(a.count, b.count), a[count] == b[count] { count += 1 }
        return count
    }

    private static func commonTail(_ a: Zones, _ b: Zones, after head: Int) -> Int {
        var count = 0
        while count < min(a.count, b.count) - head, a[a.count - 1 - count] == b[b.count - 1 - count] { count += 1 }
        return count
    }
}
