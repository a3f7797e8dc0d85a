// Where a turn stands in its session: a turn may arrive after turns of higher numbers.
import PostureEngine
import Storage

/// The session before a turn, and what is kept of the turns after it.
struct SessionCourse: Sendable {
    var before: SessionState
    /// In order; empty unless the turn is late.
    var later: [PastTurn] = []
    /// The dominant postures before the turn, the last of them at most; only of a late turn.
    private var dominants: [Int] = []

    /// A turn after all others.
    init(after state: SessionState) { before = state }

    /// A turn of this number: where it is late, the session's course is folded anew from the codes and scores that are stored.
    init(of turn: Int64, in stored: PostureSessionStore.Stored, org: String, from db: any SQLSession) async throws {
        before = stored.state
        guard turn <= stored.session.lastTurn else { return }
        before = SessionState()
        var last: Int64 = 0
        while true {
            let portion = try await TurnStore.past(after: last, limit: Self.portion, session: stored.session.id, org: org, in: db)
            for past in portion {
                if Int64(past.turn) > turn {
                    later.append(past)
                } else {
                    before.add(past)
                    dominants = Array((dominants + [past.figures.dominant]).suffix(PostureSession.recentPosturesLimit))
                }
            }
            guard portion.count == Self.portion, let end = portion.last else { return }
            last = Int64(end.turn)
        }
    }

    /// What came out of the turn, with the session after all its turns.
    func outcome(_ scores: TurnScores, _ state: SessionState) -> TurnOutcome {
        guard !later.isEmpty else { return TurnOutcome(scores: scores, state: state) }
        var state = state
        for past in later { state.add(past) }
        let postures = dominants + [scores.dominant] + later.map(\.figures.dominant)
        return TurnOutcome(scores: scores, state: state, recentPostures: Array(postures.suffix(PostureSession.recentPosturesLimit)))
    }

    /// Turns that are held in memory at once while they are folded (our choice).
    private static let portion = 500
}

/// What came out: the scores, and the session after the turn.
struct TurnOutcome: Sendable {
    var scores: TurnScores
    var state: SessionState
    /// The session's last dominant postures, where they are not simply the turn's behind the earlier ones.
    var recentPostures: [Int]?
}

extension TurnStore {
    /// What a session needs of its turns, in order: codes and scores, no text.
    static func past(after turn: Int64, limit: Int, session: String, org: String, in db: any SQLSession) async throws -> [PastTurn] {
        try await db.query(
            "SELECT turn, block FROM psa_turns WHERE organization_id = $1 AND session_id = $2 AND turn > $3 ORDER BY turn LIMIT $4",
            [.text(org), .text(session), .integer(turn), .integer(Int64(limit))]
        ).map { row in
            let block = try TurnBlock.decode(try row.bytes("block"))
            return PastTurn(try row.int("turn"), block.postures, block.scores)
        }
    }
}

extension PastTurn {
    init(_ turn: Int64, _ postures: Postures, _ scores: TurnScores) {
        self.init(
            turn: Int(turn), sentences: postures.c1,
            figures: Figures(
                dominant: scores.dominant, health: scores.bhs, oscillation: scores.poi, sycophancyDensity: scores.sd, pressure: scores.cpi),
            user: scores.userActivity.map { User(hedgeRatio: $0.hedgeRatio, activity: $0.composite) }, alert: scores.alert,
            dyadic: scores.drm.map { AlertHistory.DyadicRating(level: $0.alert, score: $0.score) }, inputRisk: scores.irs?.composite)
    }
}
