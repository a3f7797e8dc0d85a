import Foundation
import MatchEngine

/// Protocol P4 of `biometrics.md` 2: profiles from training sessions, the labelled test sessions scored, the other users as background.
package enum MouseEvaluation {
    package struct Result: Sendable, Equatable {
        package var methods: [MethodResult]
        package var userCount: Int
        /// Labelled sessions with too few strokes, or whose user has no usable profile.
        package var skippedSessions: Int
    }

    package struct MethodResult: Sendable, Equatable {
        /// `mien`, `histogram_llr` or `manhattan`.
        package var method: String
        /// Area under the receiver operating characteristic over all trials with one threshold for all users.
        package var auc: Double
        /// Equal error rate of the same.
        package var eer: Double
        /// Mean over users of each one's own equal error rate.
        package var perUserEER: Double
        package var genuineTrials: Int
        package var impostorTrials: Int
        package var trials: Int { genuineTrials + impostorTrials }
    }

    private struct Trial {
        var user: String
        var isGenuine: Bool
        /// Per method, in the order of `methods`.
        var scores: [Double]
    }

    private static let methods = ["mien", "histogram_llr", "manhattan"]

    /// Runs the protocol. Users without training or labelled tests are left out; with a single user there is no background, and nothing is
    /// scored. The same recordings give the same result.
    package static func run(_ recording: MouseRecording) -> Result {
        let training = recording.training.mapValues { sessions in sessions.sorted { $0.key < $1.key }.map { strokes(in: $0.value) } }
        let users = training.keys.sorted()
        let isIllegal = recording.isIllegalBySession()
        var trials: [Trial] = []
        var skipped = 0
        for user in users {
            let tests = (recording.tests[user] ?? [:]).sorted { $0.key < $1.key }.filter { isIllegal[$0.key] != nil }
            guard !tests.isEmpty else { continue }
            let others = users.filter { $0 != user }.compactMap { training[$0] }
            guard let background = MouseBackground(people: others) else {
                skipped += tests.count
                continue
            }
            let profile = MouseProfile(strokes: (training[user] ?? []).flatMap(\.self), background: background)
            for (name, text) in tests {
                let test = strokes(in: text)
                guard let mien = MouseModel.logOdds(test, profile: profile, background: background),
                    let histogram = MouseModel.histogram(test, profile: profile, background: background),
                    let manhattan = MouseModel.manhattan(test, profile: profile, background: background)
                else {
                    skipped += 1
                    continue
                }
                trials.append(Trial(user: user, isGenuine: isIllegal[name] == false, scores: [mien, histogram, manhattan]))
            }
        }
        let results = methods.indices.map { method in
            let own = Dictionary(grouping: trials, by: \.user).sorted { $0.key < $1.key }.compactMap { equalErrorRate($0.value, method) }
            return MethodResult(
                method: methods[method], auc: areaUnderCurve(trials, method), eer: equalErrorRate(trials, method) ?? .nan,
                perUserEER: own.isEmpty ? .nan : own.reduce(0, +) / Double(own.count),
                genuineTrials: trials.count { $0.isGenuine }, impostorTrials: trials.count { !$0.isGenuine })
        }
        return Result(methods: results, userCount: users.count, skippedSessions: skipped)
    }

    private static func strokes(in text: String) -> [[Float]] {
        Strokes.strokes(of: MouseRecording.events(in: text), inputKind: .desktop)
    }

    /// The chance that a genuine trial scores above an impostor's, ties half; NaN when either class is empty.
    private static func areaUnderCurve(_ trials: [Trial], _ method: Int) -> Double {
        let sorted = trials.map { (score: $0.scores[method], isGenuine: $0.isGenuine) }.sorted { $0.score < $1.score }
        let genuine = sorted.count { $0.isGenuine }
        guard genuine > 0, genuine < sorted.count else { return .nan }
        var impostorsBelow = 0
        var wins = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].score == sorted[start].score { end += 1 }
            let tied = sorted[start ..< end]
            let tiedImpostors = tied.count { !$0.isGenuine }
            wins += Double(tied.count - tiedImpostors) * (Double(impostorsBelow) + 0.5 * Double(tiedImpostors))
            impostorsBelow += tiedImpostors
            start = end
        }
        return wins / (Double(genuine) * Double(sorted.count - genuine))
    }

    /// The mean of both error rates at the threshold where they are nearest; nil when either class is empty.
    private static func equalErrorRate(_ trials: [Trial], _ method: Int) -> Double? {
        let sorted = trials.map { (score: $0.scores[method], isGenuine: $0.isGenuine) }.sorted { $0.score < $1.score }
        let genuine = sorted.count { $0.isGenuine }
        let impostors = sorted.count - genuine
        guard genuine > 0, impostors > 0 else { return nil }
        var rejected = 0
        var accepted = impostors
        var best = (gap: Double.infinity, rate: 0.5)
        var index = 0
        // The threshold walks up over the distinct scores; everything at or above it is accepted.
        while index <= sorted.count {
            let falseRejects = Double(rejected) / Double(genuine)
            let falseAccepts = Double(accepted) / Double(impostors)
            let gap = abs(falseRejects - falseAccepts)
            if gap < best.gap { best = (gap, (falseRejects + falseAccepts) / 2) }
            guard index < sorted.count else { break }
            let score = sorted[index].score
            while index < sorted.count, sorted[index].score == score {
                if sorted[index].isGenuine { rejected += 1 } else { accepted -= 1 }
                index += 1
            }
        }
        return best.rate
    }
}
