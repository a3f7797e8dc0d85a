import Storage

/// What other capabilities may ask about users: whether they are still there.
package enum UserPresence {
    package static func isMember(_ userID: String, of organizationID: String, in db: any SQLSession) async throws -> Bool {
        try await UserStore.find(userID, org: organizationID, in: db) != nil
    }
}
