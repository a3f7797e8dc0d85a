import Foundation

extension RedFlag {
    /// The key intervals of an earlier session, sent again. Raised by whoever can look up `SessionFeatures.intervalFingerprint`.
    package static let replayedSession = RedFlag(
        code: "replayed_session", category: .typing, severity: .severe,
        description: "The key timings repeat an earlier session, as a recording would.", capsScore: true)

    /// Raised by whoever compares the session with other identities of the organization.
    package static let sharedProfile = RedFlag(
        code: "shared_profile", category: .typing, severity: .moderate,
        description: "The behaviour fits another identity clearly better than this one.", capsScore: false)
}

/// The rules of `biometrics.md` 6 that a session breaks by itself. A rule caps the score only if its threshold was measured on people, or
/// if `decisions.md` 18 names it (webdriver, untrusted events, paste); the others are observations.
///
/// Autofill, password managers and dictation are legal ways to fill a form and raise nothing by themselves (`biometrics.md` 5.3, rule 9).
package enum RedFlagRules {
    /// What the rules look at.
    struct Evidence {
        /// Sorted by time.
        var events: [BehaviorEvent]
        /// Keys pressed in fields that take text.
        var keystrokes: [Keystroke]
        var features: SessionFeatures
        var device: DeviceTraits
    }

    /// All findings, most severe first; of one severity in the order of the documented table.
    static func flags(
        events: [BehaviorEvent], keystrokes: [Keystroke], features: SessionFeatures, device: DeviceTraits
    ) -> [RedFlag] {
        let evidence = Evidence(events: events, keystrokes: keystrokes, features: features, device: device)
        var flags = TypingRules.flags(evidence) + ProvenanceRules.flags(evidence) + PointerRules.flags(evidence) + CourseRules.flags(evidence)
        if let silent = ProvenanceRules.valueWithoutInput(evidence, isSuspect: flags.contains { $0.severity > .mild }) { flags.append(silent) }
        return sorted(flags)
    }

    static func sorted(_ flags: [RedFlag]) -> [RedFlag] {
        flags.enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
    }
}

/// Rhythms that no hand produces. Bounds and their human quantiles: `biometrics.md` 6, measured on 1,650 windows of 100 keys of 55 people.
private enum TypingRules {
    static func flags(_ evidence: RedFlagRules.Evidence) -> [RedFlag] {
        let keys = evidence.keystrokes
        var intervals: [Double] = []
        var overlaps = 0
        for (key, next) in zip(keys, keys.dropFirst()) where key.field == next.field {
            let interval = next.pressed - key.pressed
            if interval <= TimingTransform.longestDownDown { intervals.append(interval) }
            if let released = key.released, next.pressed < released { overlaps += 1 }
        }
        let observedMs = TypingExtraction.observedGridMs(keys)
        let gridMs = evidence.device.timerGridMs ?? observedMs
        var flags: [RedFlag] = []
        func raise(_ code: String, _ severity: RedFlag.Severity, _ description: String, capsScore: Bool) {
            flags.append(RedFlag(code: code, category: .typing, severity: severity, description: description, capsScore: capsScore))
        }

        if intervals.count >= 30 {
            let logs = intervals.map { log(max($0, 0.001)) }
            if Sample.standardDeviation(logs, mean: Sample.mean(logs)) < 0.20 {
                raise("uniform_key_timing", .severe, "The time from key to key is more even than any person types.", capsScore: true)
            }
            if Sample.median(intervals) < 0.035 {
                raise("superhuman_typing", .severe, "Keys follow one another faster than a person can type.", capsScore: true)
            }
        }
        // Screen keyboards report presses without a duration; a coarse clock cannot tell one.
        let holds = keys.compactMap(\.hold)
        if evidence.features.inputKind == .desktop, gridMs <= ClockGrid.coarsestForHoldsMs, holds.count >= 30 {
            let mean = Sample.mean(holds)
            if mean == 0 || Sample.standardDeviation(holds, mean: mean) / mean < 0.08 {
                raise("uniform_key_hold", .severe, "All keys are held for the same time.", capsScore: true)
            }
            if Double(holds.count { $0 < 0.015 }) / Double(holds.count) > 0.30 {
                raise("zero_hold_keys", .severe, "Many keys are released in the instant they are pressed.", capsScore: true)
            }
        }
        if intervals.count >= 30, gridMs <= 4, observedMs <= 4, share(ofMostFrequent: intervals) > 0.45 {
            raise("repeated_interval", .moderate, "One interval between keys is repeated over and over.", capsScore: true)
        }
        if evidence.features.inputKind == .desktop, keys.count >= 60, holds.count * 10 >= keys.count * 9, overlaps == 0,
            Sample.median(intervals) < 0.090
        {
            raise("no_rollover_fast", .mild, "Very fast typing in which no key is pressed before the last one is released.", capsScore: false)
        }
        return flags
    }

    private static func share(ofMostFrequent intervals: [Double]) -> Double {
        var counts: [Int: Int] = [:]
        for interval in intervals { counts[Int((interval * 1000).rounded()), default: 0] += 1 }
        return Double(counts.values.max() ?? 0) / Double(intervals.count)
    }
}

/// Input that did not come from a person's hand, and browsers that are driven by programs.
private enum ProvenanceRules {
    static func flags(_ evidence: RedFlagRules.Evidence) -> [RedFlag] {
        var flags: [RedFlag] = []
        if ScriptedEntry(evidence.events).isRobot {
            flags.append(RedFlag(
                code: "untrusted_events", category: .session, severity: .severe,
                description: "Keys or input were made by a script instead of a keyboard.", capsScore: true))
        }
        let device = evidence.device
        if device.isWebdriver || device.hasAutomationTraces || (device.pluginCount == 0 && device.languageCount == 0) {
            flags.append(RedFlag(
                code: "webdriver_present", category: .session, severity: .severe,
                description: "The browser is controlled by automation software.", capsScore: true))
        }
        return flags
    }

    /// A text field that grew though nothing was typed, pasted or filled in. Text inserted by the browser itself (dictation, handwriting)
    /// looks like this too, and counts only beside other findings (`isSuspect`).
    static func valueWithoutInput(_ evidence: RedFlagRules.Evidence, isSuspect: Bool) -> RedFlag? {
        var explained: Set<String> = []
        var grown: [String: Double] = [:]
        var lastPress: (field: String, time: Double)?
        var lastKey = -Double.infinity
        for event in evidence.events {
            let field = event.field ?? ""
            if event.isTrusted, event.kind == .keydown || event.kind == .paste { lastKey = event.time }
            switch event.kind {
            case .keydown, .paste, .autofill, .compositionstart, .compositionend: explained.insert(field)
            case .mousedown, .click, .touchstart: lastPress = (field, event.time)
            case .input:
                switch event.fieldType {
                case .textInput, .textarea, .protectedInput: break
                default: continue
                }
                // The arrows of a number field, the cross of a search field.
                if let lastPress, lastPress.field == field, event.time - lastPress.time < 1 { continue }
                // A page's script may answer a key in another field.
                if event.time - lastKey <= ScriptedEntry.before { continue }
                let isScripted = event.inputType == nil || event.inputType == "" || !event.isTrusted
                let isSilent = isScripted || (isSuspect && event.inputType == "insertText" && evidence.features.inputKind == .desktop)
                if isSilent { grown[field, default: 0] += event.delta ?? 0 } else { explained.insert(field) }
            default: break
            }
        }
        guard grown.contains(where: { $0.value >= 1 && !explained.contains($0.key) }) else { return nil }
        return RedFlag(
            code: "value_without_input", category: .session, severity: .severe,
            description: "A field was filled although nothing was typed, pasted or filled in by the browser.", capsScore: false)
    }
}

/// The course of the session: switching windows, pasting what one knows by heart, rushing.
private enum CourseRules {
    static func flags(_ evidence: RedFlagRules.Evidence) -> [RedFlag] {
        var flags: [RedFlag] = []
        let pace = evidence.features.pace
        let isSwitching = pace.lossesBeforeIdentity >= 3
        if !pace.pastedIdentityFields.isEmpty { flags.append(.pasteIntoIdentityField(isSwitching: isSwitching)) }
        if isSwitching {
            flags.append(RedFlag(
                code: "window_switching", category: .session, severity: .moderate,
                description: "Personal data were entered after repeatedly leaving the window.", capsScore: false))
        }
        let filled = Set(evidence.events.compactMap { $0.kind == .autofill ? $0.field : nil })
        let entered = Set(evidence.events.compactMap { event -> String? in
            switch event.kind {
            case .keydown, .input, .change, .paste: event.field
            default: nil
            }
        })
        if pace.wasSubmitted, pace.totalSeconds < 1.5, entered.subtracting(filled).count >= 3 {
            flags.append(RedFlag(
                code: "submission_too_fast", category: .session, severity: .severe,
                description: "Several fields were filled and submitted faster than a person can.", capsScore: false))
        }
        return flags
    }
}

extension RedFlag {
    /// Severe together with window switching (documented).
    static func pasteIntoIdentityField(isSwitching: Bool) -> RedFlag {
        RedFlag(
            code: "paste_identity_field", category: .session, severity: isSwitching ? .severe : .moderate,
            description: isSwitching
                ? "Personal data were pasted, after repeatedly leaving the window." : "Personal data were pasted instead of typed.",
            capsScore: true)
    }
}
