import Storage

/// What other capabilities may ask about users: whether they are still there.
package enum UserPresence {
    package static func isMember(_ userID: String, of organizationID: String, in db: any SQLSession) async throws -> Bool {
        try await UserStore.find(userID, org: organizationID, in: db) != nil
    }

    /// The addresses of those who are there, by id: how people of an organization know each other.
    package static func emails(
        of userIDs: some Collection<String>, in organizationID: String, _ db: any SQLSession
    ) async throws -> [String: String] {
        let ids = Set(userIDs).sorted()
        var emails: [String: String] = [:]
        // Few statement texts, because texts are kept compiled.
        for start in stride(from: 0, to: ids.count, by: 50) {
            let part = ids[start..<min(start + 50, ids.count)]
            let padded = part + Array(repeating: ids[start], count: (part.count <= 10 ? 10 : 50) - part.count)
            let rows = try await db.query(
                """
                SELECT id, email FROM users WHERE organization_id = $1
                    AND id IN (\((2..<padded.count + 2).map { "$\($0)" }.joined(separator: ", ")))
                """, [.text(organizationID)] + padded.map(SQLValue.text))
            for row in rows { emails[try row.text("id")] = try row.text("email") }
        }
        return emails
    }
}
