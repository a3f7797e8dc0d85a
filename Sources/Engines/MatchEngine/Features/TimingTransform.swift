import Foundation

/// From seconds to the scales on which typing times are nearly normal (`biometrics.md` 4.2).
package enum TimingTransform {
    /// Longer holds are held keys, in seconds (documented).
    package static let longestHold = 1.0
    /// Longer down-down times are pauses, counted in navigation, in seconds (documented).
    package static let longestDownDown = 2.0

    /// `ln(max(hold, 5 ms))`; nil for a hold over 1 s, a negative one or NaN.
    package static func hold(_ seconds: Double) -> Double? {
        seconds >= 0 && seconds <= longestHold ? log(max(seconds, 0.005)) : nil
    }

    /// `ln(max(down-down, 10 ms))`; nil for a pause over 2 s, a negative time or NaN.
    package static func downDown(_ seconds: Double) -> Double? {
        seconds >= 0 && seconds <= longestDownDown ? log(max(seconds, 0.010)) : nil
    }

    /// `asinh(up-down / 50 ms)`: negative = the next key went down before this one came up. NaN stays NaN. Left out with its down-down time.
    package static func upDown(_ seconds: Double) -> Double { asinh(seconds / 0.05) }
}
