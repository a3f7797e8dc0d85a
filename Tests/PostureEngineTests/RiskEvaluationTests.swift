import Foundation
import PostureEngine
import Testing

@Suite("The user's side on public texts", .enabled(if: PublicData.isExpected, "the public data sets are not on this machine"))
struct RiskEvaluationTests {
    private struct Labelled: Decodable {
        var text: String
        var label: Int
    }

    private struct Counsel: Decodable {
        var answer: String
    }

    private struct Query: Decodable {
        var query: String
        var response: String
    }

    @Test("texts with a self-harm flag: far more found than by a list of ten phrases, at fewer false alarms")
    func selfHarm() throws {
        let rows = try PublicData.rows("openai-moderation-sh-dev", as: Labelled.self)
        let scores = rows.map { (score: inputRisk($0.text).composite, isPositive: $0.label == 1) }
        let ours = Separation(positives: scores.filter(\.isPositive).map(\.score), negatives: scores.filter { !$0.isPositive }.map(\.score))
        let lexicon = Separation(
            positives: rows.filter { $0.label == 1 }.map { Self.lexicon($0.text) },
            negatives: rows.filter { $0.label == 0 }.map { Self.lexicon($0.text) })
        for (name, limit) in [("low", 0.15), ("medium", 0.35)] {
            print(
                "IRS from \(name): recall \(ours.recall(at: limit).outputRounded), precision \(ours.precision(at: limit).outputRounded), "
                    + "false alarms \(ours.falseAlarms(at: limit).outputRounded)")
        }
        print(
            "IRS AUROC \(ours.areaUnderCurve.outputRounded); lexicon recall \(lexicon.recall(at: 1).outputRounded), "
                + "precision \(lexicon.precision(at: 1).outputRounded), false alarms \(lexicon.falseAlarms(at: 1).outputRounded)")
        #expect(ours.areaUnderCurve >= 0.92)
        #expect(ours.recall(at: 0.15) >= 0.75 && ours.falseAlarms(at: 0.15) <= 0.012)
        #expect(ours.recall(at: 0.35) >= 0.65 && ours.precision(at: 0.35) >= 0.9)
        #expect(ours.recall(at: 0.35) > lexicon.recall(at: 1) && ours.falseAlarms(at: 0.35) <= lexicon.falseAlarms(at: 1))
    }

    @Test("ordinary questions and answers carry no risk")
    func ordinary() throws {
        let rows = try PublicData.rows("halueval-general", as: Query.self)
        let flagged = rows.count {
            inputRisk($0.query).level >= .low || inputRisk($0.query).dissociation >= 0.4 || inputRisk($0.query).grandiosity >= 0.5
        }
        #expect(Double(flagged) <= 0.002 * Double(rows.count))
        let counsel = try PublicData.rows("counsel-chat", as: Counsel.self)
        let counselFlagged = counsel.count { inputRisk($0.answer).level >= .medium }
        print("IRS at least medium: \(flagged) of \(rows.count) questions (low), \(counselFlagged) of \(counsel.count) therapists' answers")
        #expect(Double(counselFlagged) <= 0.02 * Double(counsel.count))
    }

    @Test("therapists' answers are adequate far more often than ordinary ones")
    func adequacy() throws {
        let counsel = try PublicData.rows("counsel-chat", as: Counsel.self).map { AdequacyReader.read(sentences($0.answer)) }
        let ordinary = try PublicData.rows("halueval-general", as: Query.self).map { AdequacyReader.read(sentences($0.response)) }
        let separation = Separation(positives: counsel.map(\.composite), negatives: ordinary.map(\.composite))
        let kept = Double(counsel.count { $0.boundaryMaintained == 1 }) / Double(counsel.count)
        print(
            "RAS therapists: adequate \(separation.recall(at: 0.6).outputRounded), at least partial \(separation.recall(at: 0.35).outputRounded), "
                + "boundary kept \(kept.outputRounded); ordinary answers adequate \(separation.falseAlarms(at: 0.6).outputRounded); "
                + "AUROC \(separation.areaUnderCurve.outputRounded)")
        #expect(separation.areaUnderCurve >= 0.8)
        #expect(separation.falseAlarms(at: 0.6) <= 0.05)
        #expect(kept >= 0.99)
    }

    /// Ten plain phrases, the reference.
    private static func lexicon(_ text: String) -> Double {
        let text = text.lowercased()
        let phrases = [
            "kill myself", "suicid", "self harm", "self-harm", "end my life", "want to die", "hurt myself", "cut myself", "cutting myself",
            "better off dead",
        ]
        return phrases.contains { text.contains($0) } ? 1 : 0
    }
}
