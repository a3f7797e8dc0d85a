import Storage
import Vocabulary

/// The vectors of entries.
enum VaultVectorStore {
    /// An entry that waits for its vector.
    struct Waiting: Sendable {
        var organizationID: String
        var id: String
        var content: String
        var revision: Int64
    }

    /// The newest entries of the instance that have no vector. Not those of an import before they are indexed.
    static func waiting(limit: Int, in db: any SQLSession) async throws -> [Waiting] {
        try await db.query(
            """
            SELECT organization_id, id, content, revision FROM vault_entries WHERE vector_model IS NULL AND import_id IS NULL
            ORDER BY id DESC LIMIT $1
            """, [.integer(Int64(limit))]
        ).map {
            Waiting(
                organizationID: try $0.text("organization_id"), id: try $0.text("id"), content: try $0.text("content"),
                revision: try $0.int("revision"))
        }
    }

    /// Stores an entry's vector, unless the entry was changed or removed since it was read. Nil = it has none; it is not tried again.
    static func store(_ vector: NoteVector?, of entry: Waiting, model: String, in db: any SQLSession) async throws {
        let row = try await db.query(
            """
            UPDATE vault_entries SET vector_model = $3 WHERE organization_id = $1 AND id = $2 AND revision = $4 AND vector_model IS NULL
            RETURNING holder
            """, [.text(entry.organizationID), .text(entry.id), .text(model), .integer(entry.revision)]
        ).first
        guard let row, let vector else { return }
        try await db.execute(
            """
            INSERT INTO vault_vectors (organization_id, holder, entry_id, model, vector) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (organization_id, holder, entry_id) DO UPDATE SET model = excluded.model, vector = excluded.vector
            """, [.text(entry.organizationID), .text(try row.text("holder")), .text(entry.id), .text(model), .bytes(vector.bytes)])
    }

    static func delete(_ entry: VaultEntry, in db: any SQLSession) async throws {
        try await db.execute(
            "DELETE FROM vault_vectors WHERE organization_id = $1 AND holder = $2 AND entry_id = $3",
            [.text(entry.shelf.organizationID), .text(entry.shelf.holder), .text(entry.id)])
    }

    static func move(_ id: String, from shelf: VaultShelf, to other: VaultShelf, in db: any SQLSession) async throws {
        try await db.execute(
            "UPDATE vault_vectors SET holder = $4 WHERE organization_id = $1 AND holder = $2 AND entry_id = $3",
            [.text(shelf.organizationID), .text(shelf.holder), .text(id), .text(other.holder)])
    }

    /// Vectors of a shelf that this model made, those of the newest entries first, after the one given.
    static func page(
        on shelf: VaultShelf, model: String, before id: String?, limit: Int, in db: any SQLSession
    ) async throws -> [(id: String, vector: NoteVector)] {
        // After all version 7 UUIDs.
        let last = id ?? "g"
        return try await db.query(
            """
            SELECT entry_id, vector FROM vault_vectors WHERE organization_id = $1 AND holder = $2 AND entry_id < $3 AND model = $4
            ORDER BY entry_id DESC LIMIT $5
            """, [.text(shelf.organizationID), .text(shelf.holder), .text(last), .text(model), .integer(Int64(limit))]
        ).map { (try $0.text("entry_id"), NoteVector(bytes: try $0.bytes("vector"))) }
    }

    // MARK: The model

    private static let fact = "vault-vector-model"

    /// The model of the vectors that there are.
    static func knownModel(in db: any SQLSession) async throws -> String? {
        try await db.first("SELECT value FROM instance_facts WHERE name = $1", [.text(fact)])?.text("value")
    }

    static func noteModel(_ model: String, in db: any SQLSession) async throws {
        try await db.execute(
            "INSERT INTO instance_facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(fact), .text(model)])
    }

    /// All entries wait for a vector again. The vectors that there are stay until then; searches pass over them.
    static func forgetAll(in db: any SQLSession) async throws {
        try await db.execute("UPDATE vault_entries SET vector_model = NULL WHERE vector_model IS NOT NULL")
    }
}
