/// What happened field by field, as `GET /sessions/{id}/timeline` tells it. It has its own encoding (`FeatureCodec`), so that it can be
/// stored beside the features and outlive the raw events.
package struct Timeline: Sendable, Equatable {
    package struct FieldTimeline: Sendable, Equatable {
        package var name: String
        /// The wire's `field_type`; `text_input` when the events did not say.
        package var fieldType: BehaviorEvent.FieldType
        /// Time with the focus in this field, all visits together.
        package var focusTimeMs: Int
        /// Key presses without automatic repeats.
        package var keystrokeCount: Int
        package var pasteDetected: Bool
        /// How often the person came back after being in another field.
        package var revisits: Int

        package init(
            name: String, fieldType: BehaviorEvent.FieldType, focusTimeMs: Int = 0, keystrokeCount: Int = 0, pasteDetected: Bool = false,
            revisits: Int = 0
        ) {
            self.name = name
            self.fieldType = fieldType
            self.focusTimeMs = focusTimeMs
            self.keystrokeCount = keystrokeCount
            self.pasteDetected = pasteDetected
            self.revisits = revisits
        }
    }

    /// From the first event to the last.
    package var durationMs = 0
    /// In the order of the first visit, then those that were filled without a visit; at most 500.
    package var fields: [FieldTimeline] = []

    package init() {}

    private static let mostFields = 500

    /// The timeline of events in any order.
    package init(of events: [BehaviorEvent]) {
        let sorted = AutofillKeys.removed(from: FeatureExtractor.ordered(events))
        durationMs = Self.milliseconds(FeatureExtractor.duration(of: sorted))
        var positions: [String: Int] = [:]
        var seconds: [Double] = []
        for visit in FieldVisits.visits(in: sorted) {
            let position: Int
            if let known = positions[visit.field] {
                position = known
                fields[position].revisits += 1
            } else {
                guard fields.count < Self.mostFields else { continue }
                position = fields.count
                positions[visit.field] = position
                fields.append(FieldTimeline(name: visit.field, fieldType: visit.fieldType ?? .textInput))
                seconds.append(0)
            }
            seconds[position] += visit.seconds
            fields[position].keystrokeCount += visit.keyCount
            if visit.wasPastedInto { fields[position].pasteDetected = true }
        }
        // Fields that got a value without being visited (filled in by the browser) come last.
        for event in sorted {
            guard event.kind == .autofill || event.kind == .input || event.kind == .change, let name = event.field, let type = event.fieldType,
                positions[name] == nil, fields.count < Self.mostFields
            else { continue }
            positions[name] = fields.count
            fields.append(FieldTimeline(name: name, fieldType: type))
        }
        for (position, total) in seconds.enumerated() { fields[position].focusTimeMs = Self.milliseconds(total) }
    }

    private static func milliseconds(_ seconds: Double) -> Int { Int(min(max(seconds * 1000, 0), 1e15).rounded()) }
}
