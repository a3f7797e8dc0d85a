/// Which findings an assessment shows, and its one-sentence summary.
enum Reasons {
    /// Documented: up to six reasons, at least one.
    static let most = 6

    /// The weightiest findings first: by what their category adds to the score, then by severity.
    static func chosen(from results: [CategoryResult]) -> [Reason] {
        var all: [(reason: Reason, weight: Double, order: Int)] = []
        // That the mouse was not used explains nothing about the score; its category says it.
        for result in results where result.isAvailable || result.category == .typing {
            for (place, reason) in result.reasons.enumerated() {
                let weight = abs(result.contribution) / Double(place + 1) + 0.01 * Double(rank(reason.severity))
                all.append((reason, weight, all.count))
            }
        }
        all.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.order < $1.order }
        let chosen = all.prefix(most).map(\.reason)
        return chosen.isEmpty ? [lowActivity] : chosen
    }

    static func baselineBuilding(hasOtherKind: Bool) -> Reason {
        hasOtherKind
            ? Reason(
                category: .session, code: "device_kind_changed", severity: .none,
                description: "This session came from another kind of device than the learned ones, so there is nothing to compare it with yet.")
            : Reason(
                category: .session, code: "baseline_building", severity: .none,
                description: "No earlier session of this person is known yet, so there is nothing to compare this one with.")
    }

    private static let lowActivity = Reason(
        category: .session, code: "low_activity", severity: .none, description: "Too little was typed or pointed at to say anything.")

    static func summary(status: Assessment.Status, results: [CategoryResult], flags: [RedFlag]) -> String {
        if let flag = flags.filter(\.capsScore).max(by: { $0.severity < $1.severity }), flag.severity > .mild {
            return "\(flag.description) The score is limited for this reason."
        }
        let heard = results.filter { $0.isAvailable && $0.contribution != 0 }.map(\.category.rawValue)
        guard !heard.isEmpty else { return "There is not enough to compare this session with yet." }
        let subject = "The \(heard.joined(separator: " and ")) behaviour"
        return switch status {
        case .match: "\(subject) agrees with this person's earlier sessions."
        case .review: "\(subject) partly agrees with this person's earlier sessions; a person should look."
        case .mismatch: "\(subject) differs clearly from this person's earlier sessions."
        }
    }

    private static func rank(_ severity: Severity) -> Int { Severity.allCases.firstIndex(of: severity) ?? 0 }
}
