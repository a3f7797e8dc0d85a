import Foundation
import MatchEngine

/// Raw keystrokes of several people: columns `user`, `session`, `keyname`, `timepress`, `timerelease`, times in milliseconds.
package struct KeystrokeTable: Sendable {
    /// One press of a key.
    package struct Key: Sendable, Equatable {
        package var name: String
        /// In milliseconds; the origin is the sitting's own.
        package var pressed: Double
        /// NaN when not told.
        package var released: Double
    }

    package struct Person: Sendable {
        package var id: String
        /// Keys by sitting, in order of time.
        package var sittings: [[Key]]
    }

    /// In order of first appearance.
    package let people: [Person]
    package let skippedRows: Int

    package init(_ text: String) throws {
        let table = LabelledTable(text)
        func column(_ name: String) throws -> Int {
            guard let index = table.column(name) else { throw EvaluationError("The file has no column named \(name).") }
            return index
        }
        let user = try column("user")
        let session = try column("session")
        let name = try column("keyname")
        let press = try column("timepress")
        let release = try column("timerelease")
        var order: [String] = []
        var sittingOrder: [String: [String]] = [:]
        var keys: [String: [String: [Key]]] = [:]
        var skipped = 0
        for cells in table.rows {
            guard cells.count == table.header.count, let pressed = Double(cells[press]), pressed.isFinite, !cells[user].isEmpty else {
                skipped += 1
                continue
            }
            let released = Double(cells[release]).flatMap { $0.isFinite && $0 >= pressed ? $0 : nil } ?? .nan
            if keys[cells[user]] == nil { order.append(cells[user]) }
            if keys[cells[user]]?[cells[session]] == nil { sittingOrder[cells[user], default: []].append(cells[session]) }
            keys[cells[user], default: [:]][cells[session], default: []].append(Key(name: cells[name], pressed: pressed, released: released))
        }
        guard !order.isEmpty else { throw EvaluationError("The file has no readable rows.") }
        skippedRows = skipped
        people = order.map { id in
            let names = sittingOrder[id] ?? []
            // Sittings are numbered where all names are numbers; else they come as in the file.
            let numbered = names.allSatisfy { Double($0) != nil }
            let sorted = numbered ? names.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : names
            return Person(
                id: id,
                sittings: sorted.map { sitting in
                    let own = keys[id]?[sitting] ?? []
                    return own.enumerated().sorted { ($0.element.pressed, $0.offset) < ($1.element.pressed, $1.offset) }.map(\.element)
                })
        }
    }

    /// The events that the SDK would send while these keys are typed into a text area.
    /// - Parameter start: Unix time in seconds of the first press.
    package static func events(of keys: [Key], startingAt start: Double) -> [BehaviorEvent] {
        guard let origin = keys.first?.pressed else { return [] }
        var events: [BehaviorEvent] = []
        events.reserveCapacity(2 * keys.count)
        for (press, key) in keys.enumerated() {
            let zone = KeyName.zone(of: key.name)
            func event(_ kind: BehaviorEvent.Kind, at milliseconds: Double) -> BehaviorEvent {
                var event = BehaviorEvent(kind, time: start + (milliseconds - origin) / 1000, field: "text", fieldType: .textarea)
                event.zone = zone
                event.press = press
                return event
            }
            events.append(event(.keydown, at: key.pressed))
            if !key.released.isNaN { events.append(event(.keyup, at: key.released)) }
        }
        return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
