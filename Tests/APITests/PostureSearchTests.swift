// Searches among very many names.
import Storage
import Support
import Testing
import Vocabulary

@Suite("Posture searches among many names")
struct PostureSearchTests {
    @Test("A search looks at the newest 20,000 names of its rarest three letters, and says when there are more")
    func boundedWalk() async throws {
        let recorder = Slot<RecordingDatabase>()
        try await withServer(through: { recorder.fill(RecordingDatabase($0)) }) { server in
            let key = try await server.organization().psaKey()
            let id = try await server.postureSession("old bot", isCritical: true, as: key)
            let database = try #require(recorder.value)
            func search(_ query: String) async throws -> Reply { try await server.get("/v1/sessions?\(query)", as: key) }
            let few = try await search("search=bot&alert=RED,CRITICAL")
            #expect(few["total"] == 1 && few["total_capped"] == false)
            try await database.execute(
                """
                INSERT INTO psa_sessions (organization_id, id, name, search_name, created_at, updated_at, state)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                SELECT s.organization_id, 'new' || i, 'bot ' || i, 'bot ' || i, s.created_at + i, s.created_at + i, '' FROM n, psa_sessions s
                WHERE s.id = $1
                """, [.text(id)])
            try await database.execute(
                """
                INSERT INTO psa_session_grams (organization_id, gram, created_at, session_id)
                SELECT organization_id, 'bot', created_at, id FROM psa_sessions WHERE name LIKE 'bot %'
                """, [])
            let many = try await search("search=bot&alert=RED,CRITICAL")
            #expect(many["total"] == 0 && many["total_capped"] == true && many["sessions"]?.items.isEmpty == true, "\(many.text.prefix(300))")
            let newest = try await search("search=bot&per_page=1")
            #expect(newest.json["sessions", "0", "name"] == "bot 20000" && newest["total"] == 400 && newest["total_capped"] == true)
            let rare = try await search("search=old%20bot&alert=RED,CRITICAL")
            #expect(rare["total"] == 1 && rare["total_capped"] == false && rare.json["sessions", "0", "name"] == "old bot")
        }
    }
}
