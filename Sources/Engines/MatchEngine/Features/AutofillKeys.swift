/// Events named keydown and keyup that no key made.
///
/// Chrome announces every value it fills in by such a pair. Our SDK leaves them out; its earlier versions sent them as a press without a
/// zone and without a duration, and the value as `input`.
enum AutofillKeys {
    /// A shorter press is none, in seconds: 99.9 % of people's are longer (`biometrics.md` 6, zero_hold_keys).
    private static let shortestPress = 0.015
    /// Text that a press types follows within this many seconds, also from a slow screen keyboard. Our choice.
    private static let typesWithin = 0.5

    private struct Press {
        var down: Int
        var up: Int?
        var isAlone = true
    }

    /// The events, sorted by time, without presses that no key made; the value that such a press brought becomes an `autofill`.
    static func removed(from events: [BehaviorEvent]) -> [BehaviorEvent] {
        guard events.contains(where: { $0.kind == .keydown && isNameless($0) }) else { return events }
        var left: Set<Int> = []
        var filled: Set<Int> = []
        for press in presses(in: events) {
            let down = events[press.down]
            let end = press.up.map { events[$0].time } ?? down.time
            let change = change(after: press, in: events)
            let value = change.map { events[$0] }
            let isWholeValue = value.map { $0.inputType == nil && ($0.delta ?? 2) > 1 && $0.time <= max(end, down.time + shortestPress) } ?? false
            // A screen keyboard tells neither place nor duration, but the browser tells what kind of change it made.
            let isTyped = value?.inputType != nil
            let isShort = end - down.time < shortestPress
            let isSecret = down.fieldType == .protectedInput
            guard isSecret ? press.isAlone && end == down.time && press.up != nil && isWholeValue : !isTyped && (isShort || isWholeValue)
            else { continue }
            left.insert(press.down)
            if let up = press.up { left.insert(up) }
            if isWholeValue, let change { filled.insert(change) }
        }
        guard !left.isEmpty else { return events }
        return events.indices.compactMap { index in
            guard !left.contains(index) else { return nil }
            var event = events[index]
            if filled.contains(index), event.kind == .input { event.kind = .autofill }
            return event
        }
    }

    /// Told without a place on the keyboard. In a protected field no key has one.
    private static func isNameless(_ event: BehaviorEvent) -> Bool { event.zone == nil || event.fieldType == .protectedInput }

    private static func presses(in events: [BehaviorEvent]) -> [Press] {
        var presses: [Press] = []
        var open: [String: Int] = [:]
        var byCounter: [Int: Int] = [:]
        var seen: [String: Int] = [:]
        for (index, event) in events.enumerated() where isNameless(event) && !event.isRepeat {
            let field = event.field ?? ""
            switch event.kind {
            case .keydown:
                var press = Press(down: index)
                if let other = seen[field] {
                    presses[other].isAlone = false
                    press.isAlone = false
                }
                seen[field] = presses.count
                open[field] = presses.count
                if let counter = event.press { byCounter[counter] = presses.count }
                presses.append(press)
            case .keyup:
                guard let press = event.press.map({ byCounter[$0] }) ?? open[field], presses[press].up == nil else { continue }
                presses[press].up = index
            default: break
            }
        }
        return presses
    }

    /// The first change of the field's value that the press may have brought.
    private static func change(after press: Press, in events: [BehaviorEvent]) -> Int? {
        let down = events[press.down]
        for index in events.indices[(press.down + 1)...] {
            let event = events[index]
            guard event.time <= down.time + typesWithin else { return nil }
            guard event.field == down.field else { continue }
            if event.kind == .input || event.kind == .autofill { return index }
            if event.kind == .keydown { return nil }
        }
        return nil
    }
}
