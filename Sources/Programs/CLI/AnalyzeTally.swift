// What came out in all, and whether it passes.
import PostureEngine

struct AnalyzeTally {
    /// Fail from this level on; nil = never.
    let limit: AlertLevel?
    private(set) var turns = 0
    private(set) var sentences = 0
    private(set) var counts: [AlertLevel: Int] = [:]
    private(set) var failed = 0
    /// Where the first failures are.
    private(set) var places: [String] = []

    init(limit: AlertLevel?) { self.limit = limit }

    private static let placeLimit = 5

    mutating func add(_ analyzed: AnalyzedTurn) {
        turns += 1
        sentences += analyzed.reading.responseTexts.count + (analyzed.reading.userTexts?.count ?? 0)
        counts[analyzed.score.alert, default: 0] += 1
        guard let limit, analyzed.score.alert >= limit else { return }
        failed += 1
        guard places.count < Self.placeLimit else { return }
        places.append("\(analyzed.place) \(analyzed.score.alert.rawValue)")
    }

    /// `12 turns: 9 green, 2 yellow, 1 red`.
    var sentence: String {
        let levels = AlertLevel.allCases.compactMap { level in counts[level].map { "\($0) \(level.rawValue)" } }
        return "\(turns) turn\(turns == 1 ? "" : "s"), \(sentences) sentence\(sentences == 1 ? "" : "s"): \(levels.joined(separator: ", "))"
    }

    /// Why it does not pass; nil when it does.
    var failure: String? {
        guard let limit, failed > 0 else { return nil }
        let more = failed > places.count ? " and \(failed - places.count) more" : ""
        let what = limit == .critical ? "critical" : "\(limit.rawValue) or worse"
        return "\(failed) of \(turns) turn\(turns == 1 ? "" : "s") \(failed == 1 ? "is" : "are") \(what): \(places.joined(separator: "; "))\(more)."
    }
}

extension AnalyzedTurn {
    /// For people: `line 7 (turn 3 of "chat")`. The caller's names come without what would move a terminal's cursor, and cut.
    var place: String {
        func shown(_ name: String) -> String {
            let start = name.unicodeScalars.prefix(Self.nameLimit + 1)
            let text = String(String.UnicodeScalarView(start.prefix(Self.nameLimit)))
            return AnalyzeReport.plain(text) + (start.count > Self.nameLimit ? "…" : "")
        }
        let session = turn.sessionName.map { " of \"\(shown($0))\"" } ?? ""
        let id = turn.id.map { ", id \"\(shown($0))\"" } ?? ""
        return "line \(turn.place) (turn \(score.turn)\(session)\(id))"
    }

    /// Characters of a name that messages show: as many as the API lets a session's name have.
    private static let nameLimit = 200
}
