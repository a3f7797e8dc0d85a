import Foundation

/// How a person corrects what they type.
package struct CorrectionFeatures: Sendable, Equatable {
    /// Key presses in unprotected text fields, edits included.
    package var keyCount = 0
    /// Presses of backspace, delete, arrows, home and end.
    package var editCount = 0
    /// Runs of edits without another key in between.
    package var burstCount = 0
    package var longestBurst = 0
    /// ln of the seconds from the last key to the first edit of a burst: how fast a slip is noticed.
    package var noticing = TypingFeatures.Moments()
    /// ln of the seconds between two edits of a burst.
    package var pace = TypingFeatures.Moments()

    package init() {}

    init(keystrokes: [Keystroke]) {
        var burst = 0
        var previous: Keystroke?
        for key in keystrokes where key.countsForUnits {
            keyCount += 1
            let gap = previous.flatMap { $0.field == key.field ? TimingTransform.downDown(key.pressed - $0.pressed) : nil }
            if key.zone == .edit {
                editCount += 1
                if burst == 0 {
                    burstCount += 1
                    if let gap { noticing.add(gap) }
                } else if let gap {
                    pace.add(gap)
                }
                burst += 1
                longestBurst = max(longestBurst, burst)
            } else if key.zone != .modifier {
                burst = 0
            }
            previous = key
        }
    }
}
