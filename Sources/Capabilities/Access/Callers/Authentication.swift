// Credential → caller, one lookup per kind of credential. People are looked up with every request, so a removal, a new role and a logout
// act at once; keys are remembered for a moment (`KnownKeys`).
import Storage
import Vocabulary
import Web

package struct Authentication: Sendable {
    let database: any SQLDatabase
    let tokens: LoginTokens
    let clock: Clock
    let keys: KnownKeys<KeyStore.Known>
    let psaKeys: KnownKeys<BearerKeyStore.Known>
    let defaultPlan: Plan

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
            guard let known = try await keys.key(text, now: clock(), look: { try await touched(try await KeyStore.publishable(text, in: database)) })
            else { return nil }
            if let origin, !known.allowedOrigins.isEmpty, !known.allowedOrigins.contains(origin) {
                throw Problem(.forbidden, "This publishable key may not be used from \(origin)")
            }
            return .publishableKey(KeyCaller(keyID: known.id, organizationID: known.organizationID, mode: known.mode))
        }
        if text.hasPrefix(Credential.psaPrefix) { return try await psaKey(text) }
        guard text.hasPrefix("sk_"),
            let known = try await keys.key(text, now: clock(), look: { try await touched(try await KeyStore.secret(text, in: database)) })
        else { return nil }
        return .secretKey(KeyCaller(keyID: known.id, organizationID: known.organizationID, mode: known.mode))
    }

    /// - Throws: forbidden when the organization's plan has no API access.
    private func psaKey(_ text: String) async throws -> Caller? {
        let known = try await psaKeys.key(text, now: clock()) {
            guard let known = try await BearerKeyStore.find(text, family: .psa, in: database) else { return nil }
            let now = clock()
            if known.lastUsedAt.map({ now.seconds(since: Timestamp(microseconds: $0)) > Self.touchInterval }) ?? true {
                try? await BearerKeyStore.touch(known.id, org: known.organizationID, at: now, in: database)
            }
            return known
        }
        guard let known else { return nil }
        guard (known.plan ?? defaultPlan).hasAPIAccess else {
            throw Problem(.forbidden, "The \((known.plan ?? defaultPlan).title) plan does not include API access; it needs Pro or Enterprise")
        }
        return .psaKey(
            PSAKeyCaller(
                keyID: known.id, organizationID: known.organizationID, makerID: known.makerID, isInstanceAdmin: known.isMakerInstanceAdmin))
    }

    /// Notes when a key was last used, for people to see.
    private func touched(_ key: KeyStore.Known?) async throws -> KeyStore.Known? {
        guard let key else { return nil }
        let now = clock()
        guard key.lastUsedAt.map({ now.seconds(since: Timestamp(microseconds: $0)) > Self.touchInterval }) ?? true else { return key }
        // A request is not refused because this could not be written.
        try? await KeyStore.touch(key.id, org: key.organizationID, at: now, in: database)
        return key
    }

    private func member(_ text: String) async throws -> Caller? {
        guard let token = await tokens.read(text, now: clock()),
            let (user, isInstanceAdmin) = try await UserStore.current(
                token.subject.value, org: token.organization, version: token.version, in: database)
        else { return nil }
        return .member(
            MemberCaller(
                userID: user.id, organizationID: user.organizationID, email: user.email, role: user.role, isInstanceAdmin: isInstanceAdmin))
    }
}
