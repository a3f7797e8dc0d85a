// Credential → caller, one lookup per kind of credential. Nothing is cached, so a revoked key, a removed user and a logout
// act on every replica with the next request.
import Storage
import Vocabulary
import Web

package struct Authentication: Sendable {
    let database: any SQLDatabase
    let tokens: LoginTokens
    let clock: Clock

    /// A key's last use is noted once a minute at most.
    private static let touchInterval = 60.0

    /// Nil when the credential is unknown, revoked or expired.
    /// - Throws: forbidden when a publishable key is used from an origin that it does not allow.
    package func caller(_ credential: Credential) async throws -> Caller? {
        switch credential {
        case .key(let text, let origin): try await key(text, origin: origin)
        case .token(let text), .cookie(let text): try await member(text)
        }
    }

    private func key(_ text: String, origin: String?) async throws -> Caller? {
        guard text.count <= 128, !text.unicodeScalars.contains("\0") else { return nil }
        if text.hasPrefix("pk_") {
            guard let known = try await KeyStore.publishable(text, in: database) else { return nil }
            if let origin, !known.allowedOrigins.isEmpty, !known.allowedOrigins.contains(origin) {
                throw Problem(.forbidden, "This publishable key may not be used from \(origin)")
            }
            await touch(known)
            return .publishableKey(KeyCaller(keyID: known.id, organizationID: known.organizationID, mode: known.mode))
        }
        guard text.hasPrefix("sk_"), let known = try await KeyStore.secret(text, in: database) else { return nil }
        await touch(known)
        return .secretKey(KeyCaller(keyID: known.id, organizationID: known.organizationID, mode: known.mode))
    }

    private func touch(_ key: KeyStore.Known) async {
        let now = clock()
        guard key.lastUsedAt.map({ now.seconds(since: Timestamp(microseconds: $0)) > Self.touchInterval }) ?? true else { return }
        // Only a note for people: a request is not refused because it could not be made.
        try? await KeyStore.touch(key.id, org: key.organizationID, at: now, in: database)
    }

    private func member(_ text: String) async throws -> Caller? {
        guard let token = await tokens.read(text, now: clock()),
            let user = try await UserStore.current(token.subject.value, org: token.organization, version: token.version, in: database)
        else { return nil }
        return .member(MemberCaller(userID: user.id, organizationID: user.organizationID, email: user.email, role: user.role))
    }
}
