// Keeps PostgreSQL's partitions of event batches: one for each month (UTC), made ahead, dropped when their time is over.
import Storage
import Vocabulary

/// A batch lies in the month in which its session began. What finds no partition goes to the default one and is moved from there
/// when the month is made, so a late or missing round loses nothing. SQLite has no partitions: there nothing is done.
package struct EventMonths: Sendable {
    private let database: any SQLDatabase
    private let clock: Clock

    /// How many months are made ahead of the present one (our choice: a round that fails for weeks is still made up for).
    private static let monthsAhead = 2
    /// How long a change of partitions waits for those who write; they wait behind it (our choice). After it the round fails, and the
    /// next one tries again.
    private static let lockTimeout = "SET LOCAL lock_timeout = '3s'"
    private static let table = "session_event_batches"
    private static let rest = "session_event_batches_other"

    package init(database: any SQLDatabase, clock: @escaping Clock) {
        self.database = database
        self.clock = clock
    }

    /// Makes the partitions of this month, the next ones, and of those months that have batches in the default partition.
    /// Returns the names of those that it made.
    @discardableResult
    package func makeAhead() async throws -> [String] {
        guard database.dialect == .postgres else { return [] }
        var months: Set<CalendarMonth> = []
        var month = CalendarMonth(of: clock())
        for _ in 0...Self.monthsAhead {
            months.insert(month)
            month = month.next
        }
        // The default partition is empty but for what arrived before its month was made.
        for row in try await database.query("SELECT DISTINCT session_at / 86400000000 AS day FROM \(Self.rest)") {
            months.insert(CalendarMonth(of: Timestamp(microseconds: try row.int("day") * 86_400_000_000)))
        }
        var made: [String] = []
        for month in months.subtracting(try await existing()).sorted() {
            try await make(month)
            made.append(Self.name(of: month))
        }
        return made
    }

    /// Drops the partitions of months in which no batch was received at or after `time`; returns their names.
    func drop(before time: Timestamp) async throws -> [String] {
        guard database.dialect == .postgres else { return [] }
        var dropped: [String] = []
        for month in try await existing().sorted() where month.next.start <= time {
            let name = Self.name(of: month)
            let isDropped = try await database.transaction { db in
                try await db.execute(Self.lockTimeout)
                // Nobody may add a batch between the look and the drop.
                try await db.execute("LOCK TABLE \(Self.table) IN ACCESS EXCLUSIVE MODE")
                // A session that began in this month may have gone on into the next one.
                let isInUse = try await db.first("SELECT 1 AS one FROM \(name) WHERE received_at >= $1 LIMIT 1", [.integer(time.microseconds)]) != nil
                if !isInUse { try await db.execute("DROP TABLE \(name)") }
                return !isInUse
            }
            if isDropped { dropped.append(name) }
        }
        return dropped
    }

    private func make(_ month: CalendarMonth) async throws {
        let name = Self.name(of: month)
        let start = month.start.microseconds, end = month.next.start.microseconds
        try await database.transaction { db in
            try await db.execute(Self.lockTimeout)
            // In the order in which batches are written, so that neither waits for the other in a circle.
            try await db.execute("LOCK TABLE sessions IN SHARE ROW EXCLUSIVE MODE")
            try await db.execute("LOCK TABLE \(Self.table) IN ACCESS EXCLUSIVE MODE")
            try await db.execute("CREATE TABLE \(name) (LIKE \(Self.table) INCLUDING ALL)")
            try await db.execute(
                """
                WITH moved AS (DELETE FROM \(Self.rest) WHERE session_at >= \(start) AND session_at < \(end) RETURNING *)
                INSERT INTO \(name) SELECT * FROM moved
                """)
            try await db.execute("ALTER TABLE \(Self.table) ATTACH PARTITION \(name) FOR VALUES FROM (\(start)) TO (\(end))")
        }
    }

    private func existing() async throws -> Set<CalendarMonth> {
        let rows = try await database.query(
            "SELECT c.relname::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '\(Self.table)'::regclass")
        return Set(try rows.compactMap { CalendarMonth(suffix: try $0.text("name").dropFirst(Self.table.count + 1)) })
    }

    private static func name(of month: CalendarMonth) -> String { "\(table)_\(month.suffix)" }
}

/// A month of the Gregorian calendar, in UTC.
struct CalendarMonth: Hashable, Comparable, Sendable {
    /// Months since January of the year 0.
    private let index: Int

    init(of time: Timestamp) {
        let parts = time.iso8601.split(separator: "-")
        index = (Int(parts[0]) ?? 1970) * 12 + (Int(parts[1]) ?? 1) - 1
    }

    /// Reads `2026_03`.
    init?(suffix: Substring) {
        let parts = suffix.split(separator: "_")
        guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month) else { return nil }
        index = year * 12 + month - 1
    }

    private init(index: Int) { self.index = index }

    var year: Int { index / 12 }
    var month: Int { index % 12 + 1 }
    var next: CalendarMonth { CalendarMonth(index: index + 1) }

    /// `2026_03`.
    var suffix: String { "\(year)_\(month < 10 ? "0" : "")\(month)" }

    /// Midnight of the first day.
    var start: Timestamp {
        Timestamp(microseconds: Int64(CivilDate.daysSince1970(year: year, month: month, day: 1)) * 86_400_000_000)
    }

    static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.index < right.index }
}
