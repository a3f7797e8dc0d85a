import Foundation

extension MouseEvaluation.Result {
    /// A table for people.
    package var table: String {
        var lines = [
            "Mouse, protocol P4: \(userCount) users, profiles from their training sessions, background from the other users",
            "method             AUC     EER   EER per user   trials",
        ]
        for result in methods {
            let name = result.method.padding(toLength: 16, withPad: " ", startingAt: 0)
            let figures = [result.auc, result.eer, result.perUserEER].map(figure).joined(separator: "   ")
            lines.append("\(name)  \(figures)          \(result.genuineTrials) genuine, \(result.impostorTrials) impostor")
        }
        if skippedSessions > 0 { lines.append("\(skippedSessions) labelled sessions left out: too few strokes to compare") }
        return lines.joined(separator: "\n")
    }

    /// `{"protocol":"p4","results":[{"auc":…,"eer":…,"method":"mien","per_user_eer":…,"trials":…},…],"skipped_sessions":…,"users":…}`,
    /// keys sorted; a figure that the data cannot give is null.
    package var json: String {
        let rows = methods.map { result in
            "{\"auc\":\(number(result.auc)),\"eer\":\(number(result.eer)),\"method\":\"\(result.method)\","
                + "\"per_user_eer\":\(number(result.perUserEER)),\"trials\":\(result.trials)}"
        }
        return "{\"protocol\":\"p4\",\"results\":[\(rows.joined(separator: ","))],\"skipped_sessions\":\(skippedSessions),\"users\":\(userCount)}"
    }

    private func figure(_ value: Double) -> String { value.isFinite ? String(format: "%.3f", value) : "  –  " }
    private func number(_ value: Double) -> String { value.isFinite ? String(format: "%.6f", value) : "null" }
}
