// How names are found by a part of them: every three letters in a row stand in an index.
import Foundation
import Storage

/// A name as searches see it: lower case, its first 64 characters.
struct SearchName {
    /// What searches look at of a name (our choice: an index row for each three letters, so not endlessly many).
    static let length = 64

    let text: String

    init(_ name: String) { text = String(name.precomposedStringWithCanonicalMapping.lowercased().prefix(Self.length)) }

    private var triples: Set<String> {
        let letters = Array(text)
        guard letters.count >= 3 else { return [] }
        return Set((0...(letters.count - 3)).map { String(letters[$0..<$0 + 3]) })
    }

    /// The index entries of a stored name.
    var grams: Set<String> { triples.union((1...2).filter { text.count >= $0 }.map { "^" + text.prefix($0) }) }

    /// The entries that every name holding this text has. One or two letters are looked for at the beginning of names only.
    var soughtGrams: [String] { text.count >= 3 ? triples.sorted() : ["^" + text] }

    /// For LIKE, with `\` as escape.
    var pattern: String {
        let escaped = SQLText.escapedForLike(text)
        return text.count >= 3 ? "%\(escaped)%" : "\(escaped)%"
    }
}

enum SessionSearchStore {
    static func insert(_ session: PostureSession, org: String, in db: any SQLSession) async throws {
        var arguments: [SQLValue] = [.text(org), .text(session.id), .integer(session.createdAt.microseconds)]
        var rows: [String] = []
        for gram in SearchName(session.name).grams.sorted() {
            arguments.append(.text(gram))
            rows.append("($1, $\(arguments.count), $3, $2)")
        }
        guard !rows.isEmpty else { return }
        try await db.execute(
            "INSERT INTO psa_session_grams (organization_id, gram, created_at, session_id) VALUES \(rows.joined(separator: ", "))", arguments)
    }

    /// Looks at this many entries of a sought text (our choice: the rarest of eight is rare enough).
    private static let lookups = 8

    /// How far back an entry is followed to tell how rare it is (our choice: a fraction of a millisecond each).
    private static let sample = 64

    /// Names that a search looks at, the newest ones (our choice: two hundredths of a second, also where a filter lets none of them through).
    static let walkLimit = 5_000

    /// The newest names under the rarest entry of a sought text, as they stand in `psa_session_grams g` beside their sessions `t`, newest first.
    struct Walk {
        var gram: String
        /// The first session that is not looked at any more. Only SQLite is told; PostgreSQL counts for itself.
        fileprivate var end: (createdAt: Int64, session: String)?
        let dialect: Dialect

        /// What follows FROM. `$1` is the organization.
        func sql(_ arguments: inout [SQLValue]) -> String {
            arguments.append(.text(gram))
            let gram = "$\(arguments.count)"
            guard dialect == .sqlite else {
                // PostgreSQL would read all sessions where it guesses that to be cheaper than looking up each; OFFSET leaves it no choice.
                return """
                    (
                        SELECT created_at, session_id FROM psa_session_grams WHERE organization_id = $1 AND gram = \(gram)
                        ORDER BY created_at DESC, session_id DESC LIMIT \(walkLimit)
                    ) g JOIN LATERAL (SELECT * FROM psa_sessions x WHERE x.organization_id = $1 AND x.id = g.session_id OFFSET 0) t ON TRUE
                    """
            }
            var join = "psa_session_grams g JOIN psa_sessions t ON g.organization_id = $1 AND g.gram = \(gram)"
            if let end {
                arguments += [.integer(end.createdAt), .text(end.session)]
                join += " AND (g.created_at, g.session_id) > ($\(arguments.count - 1), $\(arguments.count))"
            }
            return join + " AND t.organization_id = $1 AND t.id = g.session_id"
        }
    }

    static func walk(for name: SearchName, org: String, in db: any SQLSession) async throws -> Walk {
        var walk = Walk(gram: try await rarest(of: name, org: org, in: db), dialect: db.dialect)
        if db.dialect == .sqlite { walk.end = try await end(of: walk, org: org, in: db) }
        return walk
    }

    /// Whether there are names that the walk does not look at.
    static func goesOn(_ walk: Walk, org: String, in db: any SQLSession) async throws -> Bool {
        if walk.dialect == .sqlite { return walk.end != nil }
        return try await end(of: walk, org: org, in: db) != nil
    }

    private static func end(of walk: Walk, org: String, in db: any SQLSession) async throws -> (createdAt: Int64, session: String)? {
        try await db.first(
            """
            SELECT created_at, session_id FROM psa_session_grams WHERE organization_id = $1 AND gram = $2
            ORDER BY created_at DESC, session_id DESC LIMIT 1 OFFSET \(walkLimit)
            """, [.text(org), .text(walk.gram)]
        ).map { (try $0.int("created_at"), try $0.text("session_id")) }
    }

    /// The rarest entry of a sought text among the newest sessions: the one whose last 64 names go back furthest.
    private static func rarest(of name: SearchName, org: String, in db: any SQLSession) async throws -> String {
        let grams = Array(name.soughtGrams.prefix(lookups))
        guard grams.count > 1 else { return grams.first ?? "^" }
        var arguments: [SQLValue] = [.text(org)]
        let depths = grams.map { gram in
            arguments.append(.text(gram))
            return """
                (SELECT created_at FROM psa_session_grams WHERE organization_id = $1 AND gram = $\(arguments.count)
                ORDER BY created_at DESC, session_id DESC LIMIT 1 OFFSET \(sample)) AS n\(arguments.count)
                """
        }
        guard let row = try await db.first("SELECT \(depths.joined(separator: ", "))", arguments) else { return grams[0] }
        // Without so many names it is rare indeed.
        let ranked = try grams.enumerated().map { (back: try row.optionalInt("n\($0.offset + 2)") ?? .min, gram: $0.element) }
        return ranked.min { $0.back < $1.back }?.gram ?? grams[0]
    }
}
