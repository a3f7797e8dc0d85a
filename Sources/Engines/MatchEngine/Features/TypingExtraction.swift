import Foundation

/// Typing statistics from keystrokes: fixed-text sequences per field, and zone units over all unprotected text.
enum TypingExtraction {
    /// Sequences longer than this are free text, which zone units describe; the rest of the keys is left out of the sequence. Our choice.
    static let longestSequence = 256
    static let mostFields = 64

    /// The statistics of keystrokes that `events` (sorted by time) contain.
    static func features(of keystrokes: [Keystroke], events: [BehaviorEvent], device: DeviceTraits) -> TypingFeatures {
        var typing = TypingFeatures()
        let gridMs = max(observedGridMs(keystrokes), device.timerGridMs.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? 0)
        typing.clockGridMs = gridMs
        typing.keyCount = keystrokes.count { $0.isText }
        typing.usedComposition = usedComposition(events, keyCount: typing.keyCount)
        let measuresHolds = gridMs <= ClockGrid.coarsestForHoldsMs
        typing.fields = sequences(of: keystrokes, deletions: Deletions(keystrokes, events), measuresHolds: measuresHolds)
        typing.units = units(of: keystrokes, measuresHolds: measuresHolds)
        return typing
    }

    /// The clock's step as the key events show it. Protected fields are rounded by the SDK and are asked only when there is nothing else.
    static func observedGridMs(_ keystrokes: [Keystroke]) -> Double {
        var times = keystrokes.filter { !$0.isProtected }.flatMap { [$0.pressed] + ($0.released.map { [$0] } ?? []) }
        if times.count < 20 { times = keystrokes.flatMap { [$0.pressed] + ($0.released.map { [$0] } ?? []) } }
        return ClockGrid.stepMs(of: times)
    }

    /// Whether an input method editor shaped the typing. A dead key now and then (one composition in more than twenty keys) does not count:
    /// else everybody who writes accents would lose this category. The share is our choice.
    static func usedComposition(_ events: [BehaviorEvent], keyCount: Int) -> Bool {
        let compositions = max(events.count { $0.kind == .compositionstart }, events.count { $0.kind == .compositionend })
        return compositions > 0 && compositions * 20 >= keyCount
    }

    // MARK: - Zone units

    private static func units(of keystrokes: [Keystroke], measuresHolds: Bool) -> [TypingFeatures.Unit: TypingFeatures.Moments] {
        var units: [TypingFeatures.Unit: TypingFeatures.Moments] = [:]
        for (index, key) in keystrokes.enumerated() where key.countsForUnits {
            if measuresHolds, let hold = key.hold { units.add(TimingTransform.hold(hold), to: .init(.hold, key.zone, key.zone)) }
            guard index + 1 < keystrokes.count else { continue }
            let next = keystrokes[index + 1]
            guard next.countsForUnits, next.field == key.field else { continue }
            let downDown = next.pressed - key.pressed
            guard let value = TimingTransform.downDown(downDown) else { continue }
            units.add(value, to: .init(.downDown, key.zone, next.zone))
            if let released = key.released { units.add(TimingTransform.upDown(next.pressed - released), to: .init(.upDown, key.zone, next.zone)) }
        }
        return units
    }

    // MARK: - Sequences

    private static func sequences(of keystrokes: [Keystroke], deletions: Deletions, measuresHolds: Bool) -> [TypingFeatures.Field] {
        var runs: [String: Run] = [:]
        var order: [String] = []
        for (index, key) in keystrokes.enumerated() where key.isText {
            if runs[key.field] == nil {
                guard order.count < mostFields else { continue }
                order.append(key.field)
                runs[key.field] = Run()
            }
            runs[key.field]?.take(index, key, removing: deletions.removed[index])
        }
        return order.compactMap { name in
            runs[name].map { field(named: name, $0, keystrokes, measuresHolds: measuresHolds) }
        }
    }

    /// The keys of one field that are still there after all corrections.
    private struct Run {
        var kept: [Int] = []
        private var zones: [BehaviorEvent.Zone] = []
        var isProtected = false

        /// `removing`: nil for a key that is no correction, else how many keys before it vanish.
        mutating func take(_ index: Int, _ key: Keystroke, removing: Int?) {
            isProtected = isProtected || key.isProtected
            guard let count = removing else {
                // Arrows and home/end move the caret: they belong to no position.
                guard key.zone != .edit else { return }
                kept.append(index)
                zones.append(key.zone)
                return
            }
            for _ in 0 ..< min(count, kept.count) {
                dropModifiers()
                guard !kept.isEmpty else { break }
                kept.removeLast()
                zones.removeLast()
            }
            if count > 0 { dropModifiers() }
        }

        private mutating func dropModifiers() {
            while zones.last == .modifier {
                zones.removeLast()
                kept.removeLast()
            }
        }
    }

    private static func field(named name: String, _ run: Run, _ keystrokes: [Keystroke], measuresHolds: Bool) -> TypingFeatures.Field {
        var field = TypingFeatures.Field(name: name)
        field.isProtected = run.isProtected
        let kept = run.kept.prefix(longestSequence)
        for (position, index) in kept.enumerated() {
            let key = keystrokes[index]
            field.zones.append(run.isProtected ? .protected : key.zone)
            let hold = key.hold ?? .nan
            field.hold.append(measuresHolds && hold >= 0 && hold <= TimingTransform.longestHold ? Float(hold) : .nan)
            guard position + 1 < kept.count else { continue }
            let nextIndex = kept[kept.startIndex + position + 1]
            let downDown = keystrokes[nextIndex].pressed - key.pressed
            // An interval counts only when nothing was pressed in between, in this field or elsewhere.
            guard nextIndex == index + 1, downDown <= TimingTransform.longestDownDown else {
                field.downDown.append(.nan)
                field.upDown.append(.nan)
                continue
            }
            field.downDown.append(Float(downDown))
            field.upDown.append(key.released.map { Float(keystrokes[nextIndex].pressed - $0) } ?? .nan)
        }
        return field
    }
}

extension [TypingFeatures.Unit: TypingFeatures.Moments] {
    /// Counts an instance; nil is none.
    fileprivate mutating func add(_ value: Double?, to unit: TypingFeatures.Unit) {
        if let value, value.isFinite { self[unit, default: .init()].add(value) }
    }
}

/// Which edit keys deleted something, and how much.
struct Deletions {
    /// Per keystroke: nil when it is no deletion, else the count of keys before it that it removed.
    let removed: [Int?]

    /// Keys of zone E are backspace, delete, arrows, home or end. The field's `input` events tell them apart; a field without any
    /// typed `input` event takes each of them as a backspace.
    init(_ keystrokes: [Keystroke], _ events: [BehaviorEvent]) {
        var removed = [Int?](repeating: nil, count: keystrokes.count)
        guard keystrokes.contains(where: { $0.zone == .edit }) else {
            self.removed = removed
            return
        }
        var inputs: [String: [BehaviorEvent]] = [:]
        for event in events where event.kind == .input && event.inputType != nil { inputs[event.field ?? "", default: []].append(event) }
        var lastOfField: [String: Int] = [:]
        var nextInField = [Int?](repeating: nil, count: keystrokes.count)
        for (index, key) in keystrokes.enumerated() {
            if let previous = lastOfField[key.field] { nextInField[previous] = index }
            lastOfField[key.field] = index
        }
        var cursors: [String: Int] = [:]
        for (index, key) in keystrokes.enumerated() where key.zone == .edit {
            guard let typed = inputs[key.field] else {
                removed[index] = 1
                continue
            }
            let end = nextInField[index].map { keystrokes[$0].pressed } ?? .infinity
            var cursor = cursors[key.field] ?? 0
            while cursor < typed.count, typed[cursor].time < key.pressed { cursor += 1 }
            while cursor < typed.count, typed[cursor].time < end || typed[cursor].time == key.pressed {
                let event = typed[cursor]
                if let type = event.inputType, type.hasPrefix("delete") {
                    let length = event.delta.flatMap { $0.isFinite && $0 < 0 ? Int(min(-$0, 10_000)) : nil } ?? 1
                    removed[index] = (removed[index] ?? 0) + (type == "deleteContentForward" ? 0 : length)
                }
                cursor += 1
            }
            cursors[key.field] = cursor
        }
        self.removed = removed
    }
}
