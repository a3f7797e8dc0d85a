import MatchEngine
import Storage
import Vocabulary

/// What stays of a session's events.
enum FeatureStore {
    struct Stored: Sendable {
        var features: SessionFeatures
        var timeline: MatchEngine.Timeline
        var eventCount: Int
    }

    static func find(session: String, org: String, in db: any SQLSession) async throws -> Stored? {
        guard
            let row = try await db.first(
                "SELECT features, timeline, event_count FROM session_features WHERE organization_id = $1 AND session_id = $2",
                [.text(org), .text(session)]),
            let features = try? SessionFeatures(decoding: try row.bytes("features")), features.version == SessionFeatures.currentVersion,
            let timeline = try? MatchEngine.Timeline(decoding: try row.bytes("timeline"))
        else { return nil }
        return Stored(features: features, timeline: timeline, eventCount: Int(try row.int("event_count")))
    }

    static func save(_ stored: Stored, session: String, org: String, now: Timestamp, in db: any SQLSession) async throws {
        try await db.execute(
            """
            INSERT INTO session_features (organization_id, session_id, features, timeline, interval_fingerprint, event_count, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organization_id, session_id) DO UPDATE SET features = excluded.features, timeline = excluded.timeline,
                interval_fingerprint = excluded.interval_fingerprint, event_count = excluded.event_count, created_at = excluded.created_at
            """,
            [
                .text(org), .text(session), .bytes(stored.features.encoded()), .bytes(stored.timeline.encoded()),
                stored.features.intervalFingerprint.map(SQLValue.integer) ?? .null, .integer(Int64(stored.eventCount)), .integer(now.microseconds),
            ])
    }

    /// Whether an earlier session of the organization has the same sequence of intervals.
    static func isReplay(_ fingerprint: Int64, of session: Session, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            """
            SELECT f.session_id FROM session_features f WHERE f.organization_id = $1 AND f.interval_fingerprint = $2 AND f.session_id <> $3
                AND (SELECT s.created_at FROM sessions s WHERE s.organization_id = f.organization_id AND s.id = f.session_id) <= $4 LIMIT 1
            """, [.text(org), .integer(fingerprint), .text(session.id), .integer(session.createdAt.microseconds)]) != nil
    }

    /// Reads what was kept, or the events where these are newer. Nothing is written.
    /// - Parameter mayBeStored: false when it is known that nothing was kept yet.
    /// - Throws: gone when the raw events were deleted before anything was kept of them.
    static func features(
        of session: Session, mayBeStored: Bool = true, org: String, in db: any SQLSession
    ) async throws -> (stored: Stored, isNew: Bool) {
        if mayBeStored, let stored = try await find(session: session.id, org: org, in: db), stored.eventCount == session.eventCount {
            return (stored, false)
        }
        let events = try await EventBatchStore.events(session: session.id, org: org, in: db)
        if events.count < session.eventCount {
            if let stored = try await find(session: session.id, org: org, in: db) { return (stored, false) }
            throw Problem(.gone, "The session's raw events are no longer kept, and nothing was learned of them while they were")
        }
        let features = FeatureExtractor.features(of: events, device: DeviceTraits(session.deviceInfo))
        return (Stored(features: features, timeline: MatchEngine.Timeline(of: events), eventCount: session.eventCount), true)
    }
}

extension DeviceTraits {
    /// Reads what the SDK tells in `device_info`.
    init(_ info: [String: JSONValue]) {
        self.init()
        isWebdriver = info["webdriver"]?.boolValue ?? false
        hasAutomationTraces = info["automation"]?.boolValue ?? false
        func count(_ name: String) -> Int? {
            switch info[name] {
            case .array(let items)?: items.count
            case let value?: value.doubleValue.flatMap { $0.isFinite && abs($0) < 1e6 ? Int($0) : nil }
            case nil: nil
            }
        }
        pluginCount = count("plugins")
        languageCount = count("languages")
        colorDepth = count("color_depth")
        timerGridMs = info["timer_grid_ms"]?.doubleValue
        hasCoarsePointer = info["coarse_pointer"]?.boolValue ?? false
    }
}
