// The sessions that `mien analyze` has met: each a few kilobytes, kept as long as it may go on.
import PostureEngine

struct AnalyzedSessions {
    /// Sessions that the report shows: as many as fit a screen beside their turns (our choice).
    static let shownLimit = 12

    /// States of the sessions that any line may add to, by name.
    private(set) var named: [String: SessionState] = [:]
    /// The session of the record at hand, and the first ones that ended, for the report.
    private var own: (name: String, state: SessionState)?
    private var ended: [(name: String, state: SessionState)] = []
    private(set) var count = 0

    func state(before turn: TranscriptTurn) -> SessionState {
        guard let name = turn.sessionName else { return SessionState() }
        guard turn.isOwnSession else { return named[name] ?? SessionState() }
        return turn.turn == 1 ? SessionState() : own?.state ?? SessionState()
    }

    mutating func put(_ state: SessionState, after turn: TranscriptTurn) {
        guard let name = turn.sessionName else { return }
        guard turn.isOwnSession else {
            if named.updateValue(state, forKey: name) == nil { count += 1 }
            return
        }
        if turn.turn == 1 {
            if let own, ended.count < Self.shownLimit { ended.append(own) }
            count += 1
        }
        own = (name, state)
    }

    /// Whether the report may show the session of a turn that was put last.
    func mayShow(_ turn: TranscriptTurn) -> Bool { !turn.isOwnSession || ended.count < Self.shownLimit }

    /// The first sessions by name, records' own behind those with names of the caller's.
    var shown: [(name: String, state: SessionState)] {
        let first = named.keys.sorted().prefix(Self.shownLimit).compactMap { name in named[name].map { (name, $0) } }
        return Array((first + ended + (own.map { [$0] } ?? [])).prefix(Self.shownLimit))
    }
}
