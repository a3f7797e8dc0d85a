import Foundation
import MatchEngine

/// Fixed-text timings of several people: one row per repetition, columns `subject`, `row`, `H.*`, `DD.*`, `UD.*` in seconds.
package struct TimingTable: Sendable {
    package struct Repetition: Sendable {
        /// The file's row number, or the position in the file where it gives none.
        package var row: Double
        package var sitting: Int
        /// All timing columns as the file orders them; NaN where unreadable.
        package var values: [Double]
        package var field: TypingFeatures.Field
        package var isComplete: Bool { !values.contains(where: \.isNaN) }
    }

    package struct Person: Sendable {
        package var id: String
        /// In order of time.
        package var repetitions: [Repetition]

        /// Repetitions by sitting, in order.
        package var sittings: [[Repetition]] {
            var groups: [[Repetition]] = []
            for repetition in repetitions {
                if let last = groups.last?.first, last.sitting == repetition.sitting {
                    groups[groups.count - 1].append(repetition)
                } else {
                    groups.append([repetition])
                }
            }
            return groups
        }
    }

    /// In order of first appearance.
    package let people: [Person]
    package let keyCount: Int
    /// Smallest and largest row number of the file.
    package let rowRange: ClosedRange<Double>
    package let skippedRows: Int

    /// - Parameter rowsPerSitting: rows that make a sitting when there is no `day` column.
    package init(_ text: String, rowsPerSitting: Int) throws {
        let table = LabelledTable(text)
        guard let subject = table.column("subject") else { throw EvaluationError("The file has no column named subject.") }
        let row = table.column("row")
        let day = table.column("day")
        let layout = try Layout(header: table.header)
        keyCount = layout.keyCount
        var order: [String] = []
        var found: [String: [(day: String, position: Int, repetition: Repetition)]] = [:]
        var skipped = 0
        for (position, cells) in table.rows.enumerated() {
            guard cells.count == table.header.count, !cells[subject].isEmpty,
                let values = layout.values(of: cells), values.contains(where: { !$0.isNaN })
            else {
                skipped += 1
                continue
            }
            let number = row.flatMap { Double(cells[$0]) }.flatMap { $0.isFinite ? $0 : nil } ?? Double(position)
            let repetition = Repetition(row: number, sitting: 0, values: values, field: layout.field(values))
            if found[cells[subject]] == nil { order.append(cells[subject]) }
            found[cells[subject], default: []].append((day.map { cells[$0] } ?? "", position, repetition))
        }
        guard !order.isEmpty else { throw EvaluationError("The file has no readable rows.") }
        skippedRows = skipped
        let numbers = found.values.joined().map(\.repetition.row)
        let lowest = numbers.min() ?? 0
        rowRange = lowest...(numbers.max() ?? lowest)
        people = order.map { id in
            let own = found[id] ?? []
            let days = day == nil ? [] : TimingTable.ordered(own.map(\.day))
            let sorted = own.map { entry -> (Repetition, Int) in
                var repetition = entry.repetition
                repetition.sitting =
                    day == nil
                    ? Int(((repetition.row - lowest) / Double(max(rowsPerSitting, 1))).rounded(.down)) : days.firstIndex(of: entry.day) ?? 0
                return (repetition, entry.position)
            }.sorted { ($0.0.sitting, $0.0.row, $0.1) < ($1.0.sitting, $1.0.row, $1.1) }
            return Person(id: id, repetitions: sorted.map(\.0))
        }
    }

    /// Distinct values, by number where all are numbers, else as they first appear.
    private static func ordered(_ values: [String]) -> [String] {
        var distinct: [String] = []
        for value in values where !distinct.contains(value) { distinct.append(value) }
        let numbers = distinct.compactMap(Double.init)
        return numbers.count == distinct.count ? distinct.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : distinct
    }

    /// Which column is what.
    private struct Layout {
        var columns: [Int] = []
        /// Index into `values` of each kind's columns, in the order of the keys.
        var hold: [Int] = []
        var downDown: [Int] = []
        var upDown: [Int] = []
        var zones: [BehaviorEvent.Zone] = []
        var keyCount: Int { zones.count }

        init(header: [String]) throws {
            var names: [String] = []
            for (column, name) in header.enumerated() {
                let upper = name.uppercased()
                guard upper.hasPrefix("H.") || upper.hasPrefix("DD.") || upper.hasPrefix("UD.") else { continue }
                if upper.hasPrefix("H.") {
                    hold.append(columns.count)
                    names.append(String(name.dropFirst(2)))
                } else if upper.hasPrefix("DD.") {
                    downDown.append(columns.count)
                } else {
                    upDown.append(columns.count)
                }
                columns.append(column)
            }
            guard !columns.isEmpty else { throw EvaluationError("The file has no columns named H.*, DD.* or UD.*.") }
            let keys = max(hold.count, downDown.count + 1, upDown.count + 1)
            zones = (0..<keys).map { $0 < names.count ? KeyName.zone(of: names[$0]) : .punctuation }
        }

        /// Nil for a row without any number.
        func values(of cells: [String]) -> [Double]? {
            columns.map { column in
                guard let value = Double(cells[column]), value.isFinite else { return .nan }
                return value
            }
        }

        func field(_ values: [Double]) -> TypingFeatures.Field {
            var field = TypingFeatures.Field(name: "text")
            field.zones = zones
            func series(_ indices: [Int], _ count: Int) -> [Float] {
                (0..<count).map { $0 < indices.count ? Float(values[indices[$0]]) : .nan }
            }
            field.hold = series(hold, keyCount)
            field.downDown = series(downDown, keyCount - 1)
            field.upDown = series(upDown, keyCount - 1)
            return field
        }
    }

    /// A session that repeats the text: the features that the product would extract from it.
    package static func session(_ repetitions: [Repetition]) -> SessionFeatures {
        var session = SessionFeatures()
        session.typing.fields = repetitions.map(\.field)
        for repetition in repetitions {
            let field = repetition.field
            session.typing.keyCount += field.zones.count
            session.eventCount += 2 * field.zones.count
            for (index, zone) in field.zones.enumerated() {
                add(TimingTransform.hold(Double(field.hold[index])), .init(.hold, zone, zone), to: &session.typing)
                guard index + 1 < field.zones.count, let value = TimingTransform.downDown(Double(field.downDown[index])) else { continue }
                add(value, .init(.downDown, zone, field.zones[index + 1]), to: &session.typing)
                let up = Double(field.upDown[index])
                if !up.isNaN { add(TimingTransform.upDown(up), .init(.upDown, zone, field.zones[index + 1]), to: &session.typing) }
            }
        }
        return session
    }

    private static func add(_ value: Double?, _ unit: TypingFeatures.Unit, to typing: inout TypingFeatures) {
        if let value { typing.units[unit, default: .init()].add(value) }
    }
}
