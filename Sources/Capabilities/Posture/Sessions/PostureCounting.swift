// What a session counts towards: the totals of the lists, and the figures of `/stats`.
import Access
import PostureEngine
import Storage

/// Names of counters.
enum PostureDimension {
    static let sessions = "psa:sessions"
    static let turns = "psa:turns"
    /// Sums over all turns, in millionths.
    static let bhs = "psa:bhs"
    static let poi = "psa:poi"
    static func alert(_ level: AlertLevel) -> String { "psa:sessions:alert=\(level.rawValue)" }
    static func drm(_ level: AlertLevel) -> String { "psa:sessions:drm=\(level.rawValue)" }
    static let incidents = "psa:incidents"
}

enum PostureCounting {
    /// Moves the counters from what a session was to what it is. Nil = it is not there.
    static func move(from old: PostureSession?, to new: PostureSession?, org: String, in db: any SQLSession) async throws {
        var changes: [String: Int] = [:]
        func add(_ session: PostureSession, _ sign: Int) {
            changes[PostureDimension.sessions, default: 0] += sign
            changes[PostureDimension.alert(session.maxAlert), default: 0] += sign
            changes[PostureDimension.drm(session.maxDRM), default: 0] += sign
            changes[PostureDimension.turns, default: 0] += sign * Int(session.turns)
            changes[PostureDimension.bhs, default: 0] += sign * Int(session.bhsSum)
            changes[PostureDimension.poi, default: 0] += sign * Int(session.poiSum)
        }
        if let old { add(old, -1) }
        if let new { add(new, 1) }
        try await Counters.add(changes, org: org, in: db)
    }
}
