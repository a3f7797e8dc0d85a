import PostureEngine
import Storage
import Vocabulary
import Web

/// A turn as it is stored.
struct StoredTurn: Sendable {
    var turn: Int64
    var createdAt: Timestamp
    var postures: Postures
    var scores: TurnScores
    /// Only where the turn was sent with `save_text`.
    var sentences: [String]?
    var userSentences: [String]?

    func response(session: String, inCapitals: Bool = false) -> TurnResponse {
        TurnResponse(
            place: .init(sessionID: session, sessionName: nil, turn: turn), postures: postures, scores: scores, sentences: sentences,
            userSentences: userSentences, createdAt: createdAt, inCapitals: inCapitals)
    }
}

enum TurnStore {
    private static let columns = "t.turn, t.created_at, t.block, x.sentences, x.user_sentences"
    private static let source = """
        psa_turns t LEFT JOIN psa_turn_texts x ON x.organization_id = t.organization_id AND x.session_id = t.session_id AND x.turn = t.turn
        """

    private static func turn(_ row: SQLRow) throws -> StoredTurn {
        let block = try TurnBlock.decode(try row.bytes("block"))
        func sentences(_ column: String) throws -> [String]? {
            try row.optionalText(column).map { try JSON.decode([String].self, stored: $0.utf8) }
        }
        return StoredTurn(
            turn: try row.int("turn"), createdAt: Timestamp(microseconds: try row.int("created_at")), postures: block.postures,
            scores: block.scores, sentences: try sentences("sentences"), userSentences: try sentences("user_sentences"))
    }

    /// False when the session has a turn of this number.
    static func insert(_ turn: StoredTurn, session: String, org: String, in db: any SQLSession) async throws -> Bool {
        let inserted = try await db.change(
            """
            INSERT INTO psa_turns (organization_id, session_id, turn, created_at, alert, bhs, engine_version, block)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organization_id, session_id, turn) DO NOTHING
            """,
            [
                .text(org), .text(session), .integer(turn.turn), .integer(turn.createdAt.microseconds), .integer(Int64(turn.scores.alert.rank)),
                .real(turn.scores.bhs), .text(turn.scores.engineVersion), .bytes(try TurnBlock.encode(turn.postures, turn.scores)),
            ])
        guard inserted == 1 else { return false }
        guard let sentences = turn.sentences else { return true }
        try await db.execute(
            "INSERT INTO psa_turn_texts (organization_id, session_id, turn, sentences, user_sentences) VALUES ($1, $2, $3, $4, $5)",
            [
                .text(org), .text(session), .integer(turn.turn), .text(try JSON.text(sentences)),
                .optional(try turn.userSentences.map { try JSON.text($0) }),
            ])
        return true
    }

    static func find(_ number: Int64, session: String, org: String, in db: any SQLSession) async throws -> StoredTurn? {
        try await db.first(
            "SELECT \(columns) FROM \(source) WHERE t.organization_id = $1 AND t.session_id = $2 AND t.turn = $3",
            [.text(org), .text(session), .integer(number)]
        ).map(turn)
    }

    static func exists(_ number: Int64, session: String, org: String, in db: any SQLSession) async throws -> Bool {
        try await db.first(
            "SELECT turn FROM psa_turns WHERE organization_id = $1 AND session_id = $2 AND turn = $3",
            [.text(org), .text(session), .integer(number)]) != nil
    }

    /// In order.
    static func page(_ page: Page, session: String, org: String, in db: any SQLSession) async throws -> [StoredTurn] {
        try await db.query(
            """
            SELECT \(columns) FROM \(source) WHERE t.organization_id = $1 AND t.session_id = $2 ORDER BY t.turn LIMIT $3 OFFSET $4
            """, [.text(org), .text(session), .integer(Int64(page.size)), .integer(Int64(page.offset))]
        ).map(turn)
    }

    /// The last turns, in order.
    static func newest(_ count: Int, session: String, org: String, in db: any SQLSession) async throws -> [StoredTurn] {
        try await db.query(
            """
            SELECT \(columns) FROM \(source) WHERE t.organization_id = $1 AND t.session_id = $2 ORDER BY t.turn DESC LIMIT $3
            """, [.text(org), .text(session), .integer(Int64(count))]
        ).map(turn).reversed()
    }
}
