/// Text that scripts entered, less what a person's key, paste, press or the browser's autofill explains.
///
/// Input masks, frameworks, date pickers, clear buttons, autosave and password managers dispatch events of their own; those come with
/// something that a person did. A robot's events stand alone.
struct ScriptedEntry {
    /// A change by script belongs to a key, paste or fill from this many seconds before it to this many after. Our choice: formatting and
    /// mirrored fields follow at once, and a framework may dispatch before the browser's own event arrives.
    static let before = 2.0
    private static let after = 0.5
    /// A password manager announces a value by at most this many keys of its own in a field. Our choice: one, and one repeated.
    private static let mostAnnouncingKeys = 2
    /// Fields that a password manager fills by itself: name, password and one-time code. Our choice.
    private static let mostFilledFields = 3
    /// With this many trusted keys a person is at the form; a script that also fills a field is a helper. Our choice.
    private static let keysOfAPerson = 10

    private struct Entry {
        var keys = 0
        /// Characters entered by `input` events, which the SDK sends for changes of one character.
        var typed = 0.0
        /// Whole values, which the SDK sends as `autofill`.
        var fills = 0
        var first: Double
        var last: Double

        var looksTyped: Bool { keys > mostAnnouncingKeys || typed > 1 || fills > mostAnnouncingKeys }
        var count: Int { max(keys, Int(min(typed, 100_000)), fills) }
    }

    private var entries: [String: Entry] = [:]
    private var presses: [Double] = []
    private var trustedKeys = 0

    /// - Parameter events: sorted by time.
    init(_ events: [BehaviorEvent]) {
        guard events.contains(where: { !$0.isTrusted }) else { return }
        var keys: [Double] = []
        var fills: [Double] = []
        for event in events where event.isTrusted {
            switch event.kind {
            case .keydown:
                keys.append(event.time)
                if !event.isRepeat { trustedKeys += 1 }
            case .paste, .cut, .compositionstart, .compositionend: keys.append(event.time)
            case .input where event.inputType != nil: keys.append(event.time)
            case .autofill: fills.append(event.time)
            case .mousedown, .touchstart, .click: presses.append(event.time)
            default: break
            }
        }
        for event in events where !event.isTrusted {
            // Without a length, as in protected fields, a change counts as one character more.
            let growth = event.delta ?? 1
            switch event.kind {
            case .keydown where !event.isRepeat: if Self.isNear(event.time, keys) { continue }
            case .input, .autofill: if growth <= 0 || Self.isNear(event.time, keys) || Self.isNear(event.time, fills) { continue }
            default: continue
            }
            var entry = entries[event.field ?? ""] ?? Entry(first: event.time, last: event.time)
            entry.last = event.time
            switch event.kind {
            case .keydown: entry.keys += 1
            case .input: entry.typed += growth
            default: entry.fills += 1
            }
            entries[event.field ?? ""] = entry
        }
        entries = entries.filter { $0.value.looksTyped || $0.value.typed > 0 || $0.value.fills > 0 }
    }

    /// Whether a program filled in the form.
    var isRobot: Bool {
        let isByHand = trustedKeys >= Self.keysOfAPerson
        // Keys drawn on the page are pressed one by one.
        if entries.values.contains(where: { $0.looksTyped && presses(in: $0) * 2 < $0.count }) { return true }
        let filled = entries.values.count { !$0.looksTyped }
        return filled > 0 && !isByHand && (presses.isEmpty || filled > Self.mostFilledFields)
    }

    private func presses(in entry: Entry) -> Int { presses.count { $0 >= entry.first - Self.before && $0 <= entry.last } }

    private static func isNear(_ time: Double, _ causes: [Double]) -> Bool {
        var low = 0
        var high = causes.count
        while low < high {
            let middle = (low + high) / 2
            if causes[middle] < time - before { low = middle + 1 } else { high = middle }
        }
        return low < causes.count && causes[low] <= time + after
    }
}
