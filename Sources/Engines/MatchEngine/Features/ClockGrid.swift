/// Finds how coarse the clock was that stamped a session: browsers round their time, and holds mean nothing on a coarse clock.
///
/// The step is the greatest one of which the differences are multiples. A coarse clock whose times were rounded to whole milliseconds
/// afterwards (the 15.6 ms tick of older Windows gives differences of 15, 16, 31 …) counts as 1 ms: half the people of the free-text data
/// were recorded so, and their mean holds tell them apart all the same.
package enum ClockGrid {
    /// Above this step holds are not used, in milliseconds (documented, `biometrics.md` 5.2).
    package static let coarsestForHoldsMs = 10.0

    /// Steps that browsers and remote desktops are known to produce, in milliseconds, coarsest first. Our choice.
    private static let candidatesMs = [100.0, 50, 100.0 / 3, 30, 20, 50.0 / 3, 16, 15.625, 10, 8, 5, 4, 2, 1, 0.5, 0.2, 0.1]
    /// Share of differences that must be whole steps, and how many differences a finding needs. Our choice: by chance a fine clock passes
    /// for one of 10 ms less than once in 10⁶ sessions.
    private static let neededShare = 0.95
    private static let neededDifferences = 12

    /// The step in milliseconds, or 0 when it is finer than 0.1 ms or there are too few different times to tell.
    package static func stepMs(of times: [Double]) -> Double {
        let sorted = times.sorted()
        var differences: [Double] = []
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier > 5e-6 && later - earlier < 10 {
            differences.append((later - earlier) * 1000)
        }
        guard differences.count >= neededDifferences else { return 0 }
        for step in candidatesMs {
            let tolerance = min(0.3, 0.07 * step)
            let allowedMisses = Int(Double(differences.count) * (1 - neededShare))
            var misses = 0
            for difference in differences {
                let steps = (difference / step).rounded()
                if steps < 1 || abs(difference - steps * step) > tolerance {
                    misses += 1
                    if misses > allowedMisses { break }
                }
            }
            if misses <= allowedMisses { return step }
        }
        return 0
    }
}
