import Foundation

/// The course of the session as a whole: its length, its start, its interruptions, and how values came in other than by typing.
package struct PaceFeatures: Sendable, Equatable {
    /// Seconds from the first event to the submit, or to the last event when nothing was submitted.
    package var totalSeconds = 0.0
    /// Seconds from the first event to the first key, click or touch; NaN when there was none.
    package var firstActionSeconds = Double.nan
    /// Times the window lost the focus or was hidden for more than 1 s.
    package var focusLosses = 0
    package var longestLossSeconds = 0.0
    /// Focus losses that were followed by an entry of identity data before anything else was entered.
    package var lossesBeforeIdentity = 0
    package var pasteCount = 0
    package var copyCount = 0
    package var autofillCount = 0
    /// Names of identity fields that something was pasted into, sorted, at most 16.
    package var pastedIdentityFields: [String] = []
    package var wasSubmitted = false
    /// Hour of the day of the first event, 0 ..< 24 in UTC.
    package var hourOfDay = 0.0

    package init() {}

    private static let mostPastedFields = 16

    init(events: [BehaviorEvent]) {
        guard let first = events.first, let last = events.last else { return }
        let submit = events.last { $0.kind == .formSubmit }
        wasSubmitted = submit != nil
        totalSeconds = max(0, (submit ?? last).time - first.time)
        let day = first.time.truncatingRemainder(dividingBy: 86_400)
        hourOfDay = (day < 0 ? day + 86_400 : day) / 3600
        var pasted: Set<String> = []
        var lossStart: Double?
        var isAfterLoss = false
        for event in events {
            switch event.kind {
            case .keydown, .click, .mousedown, .touchstart, .paste:
                if firstActionSeconds.isNaN { firstActionSeconds = event.time - first.time }
            default: break
            }
            switch event.kind {
            case .windowBlur: lossStart = lossStart ?? event.time
            case .visibilitychange where event.isHidden == true: lossStart = lossStart ?? event.time
            case .windowFocus, .visibilitychange:
                if let start = lossStart { endLoss(event.time - start, &isAfterLoss) }
                lossStart = nil
            case .paste:
                pasteCount += 1
                if let field = event.field, IdentityFields.contains(field), pasted.count < Self.mostPastedFields { pasted.insert(field) }
            case .copy, .cut: copyCount += 1
            case .autofill: autofillCount += 1
            default: break
            }
            switch event.kind {
            case .keydown, .paste, .input:
                // Work in the page ends a loss whose return was not reported.
                if let start = lossStart, event.isTrusted {
                    endLoss(event.time - start, &isAfterLoss)
                    lossStart = nil
                }
                guard isAfterLoss, event.zone != .enter, event.zone != .modifier else { break }
                if let field = event.field, IdentityFields.contains(field) { lossesBeforeIdentity += 1 }
                isAfterLoss = false
            default: break
            }
        }
        pastedIdentityFields = pasted.sorted()
    }

    private mutating func endLoss(_ seconds: Double, _ isAfterLoss: inout Bool) {
        guard seconds > 1 else { return }
        focusLosses += 1
        longestLossSeconds = max(longestLossSeconds, seconds)
        isAfterLoss = true
    }
}
