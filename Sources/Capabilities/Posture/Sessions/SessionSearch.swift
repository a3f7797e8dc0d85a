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
        let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
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
    private static let sample = 200

    /// Names that a search looks at, the newest ones (our choice: two hundredths of a second, also where a filter lets none of them through).
    static let walkLimit = 5_000

    /// Where a search walks: along one entry, down to a session that is not looked at any more; nil = to its end.
    struct Walk {
        var gram: String
        var end: (createdAt: Int64, session: String)?
    }

    static func walk(for name: SearchName, org: String, in db: any SQLSession) async throws -> Walk {
        let gram = try await rarest(of: name, org: org, in: db)
        let end = try await db.first(
            """
            SELECT created_at, session_id FROM psa_session_grams WHERE organization_id = $1 AND gram = $2
            ORDER BY created_at DESC, session_id DESC LIMIT 1 OFFSET $3
            """, [.text(org), .text(gram), .integer(Int64(walkLimit))])
        return Walk(gram: gram, end: try end.map { (try $0.int("created_at"), try $0.text("session_id")) })
    }

    /// The rarest entry of a sought text among the newest sessions: the one whose last 200 names go back furthest.
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
