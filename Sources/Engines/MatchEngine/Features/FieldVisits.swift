/// One stay in one form field.
package struct FieldVisit: Sendable, Equatable {
    /// How the person came to the field.
    package enum Arrival: UInt8, Sendable { case tab, pointer, other }

    package var field: String
    package var fieldType: BehaviorEvent.FieldType?
    package var arrival = Arrival.other
    /// Unix time in seconds.
    package var start: Double
    package var end: Double
    package var keyCount = 0
    /// Seconds from arrival to the first key; nil when no key was pressed.
    package var firstKeyDelay: Double?
    package var wasPastedInto = false

    package var seconds: Double { max(0, end - start) }
}

/// Cuts a session into stays in fields, also where focus events are missing.
package enum FieldVisits {
    /// A tab key or a press of the pointer explains a change of field when it came at most this long before, in seconds. Our choice.
    private static let cause = 0.5

    /// The visits in events that are sorted by time. A return to the same field without another one in between (the window lost the
    /// focus, or the caret was set anew) goes on with the same visit.
    package static func visits(in events: [BehaviorEvent]) -> [FieldVisit] {
        var visits: [FieldVisit] = []
        var isOpen = false
        var lastTab = -Double.infinity
        var lastPointer = -Double.infinity
        for event in events {
            switch event.kind {
            case .mousedown, .touchstart, .click: lastPointer = event.time
            case .keydown where event.zone == .enter: lastTab = event.time
            default: break
            }
            guard let field = event.field, concernsField(event.kind) else {
                if isOpen, !visits.isEmpty, event.kind == .formSubmit || event.kind == .windowBlur || event.isHidden == true {
                    visits[visits.count - 1].end = event.time
                    isOpen = false
                }
                continue
            }
            if event.kind == .blur {
                if isOpen, visits.last?.field == field {
                    visits[visits.count - 1].end = event.time
                    isOpen = false
                }
                continue
            }
            if visits.last?.field != field {
                guard opensVisit(event.kind, isElsewhere: isOpen) else { continue }
                if isOpen, !visits.isEmpty { visits[visits.count - 1].end = max(visits[visits.count - 1].end, event.time) }
                var visit = FieldVisit(field: field, fieldType: event.fieldType, start: event.time, end: event.time)
                if event.time - lastPointer <= cause, lastPointer >= lastTab {
                    visit.arrival = .pointer
                } else if event.time - lastTab <= cause, event.kind != .keydown || event.zone != .enter {
                    visit.arrival = .tab
                }
                visits.append(visit)
                isOpen = true
            } else if !isOpen, opensVisit(event.kind, isElsewhere: false) {
                isOpen = true
            }
            note(event, in: &visits[visits.count - 1], isOpen: isOpen)
        }
        return visits
    }

    private static func note(_ event: BehaviorEvent, in visit: inout FieldVisit, isOpen: Bool) {
        if isOpen { visit.end = max(visit.end, event.time) }
        if visit.fieldType == nil { visit.fieldType = event.fieldType }
        switch event.kind {
        case .keydown where !event.isRepeat:
            visit.keyCount += 1
            if visit.firstKeyDelay == nil { visit.firstKeyDelay = max(0, event.time - visit.start) }
        case .paste: visit.wasPastedInto = true
        default: break
        }
    }

    /// Late news of a field one has left (a release, a change) opens no visit, nor does a value that the browser or a script puts into
    /// other fields while the person is in one.
    private static func opensVisit(_ kind: BehaviorEvent.Kind, isElsewhere: Bool) -> Bool {
        switch kind {
        case .keyup, .change: false
        case .input, .autofill: !isElsewhere
        default: true
        }
    }

    private static func concernsField(_ kind: BehaviorEvent.Kind) -> Bool {
        switch kind {
        case .keydown, .keyup, .focus, .blur, .input, .change, .paste, .cut, .copy, .autofill, .compositionstart, .compositionend: true
        case .mousemove, .mousedown, .mouseup, .click, .scroll, .touchstart, .touchmove, .touchend: false
        case .visibilitychange, .windowBlur, .windowFocus, .resize, .formSubmit, .other: false
        }
    }
}
