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
    let personalKeys: KnownKeys<PersonalKeyStore.Known>
    let defaultPlan: Plan
    let actionPolicy: ActionPolicy

    /// A key's last use is noted once a minute at most.
    private static let touchInterval = 60.0

    /// Nil when the credential is unknown, revoked or expired.
    /// - Throws: forbidden when a publishable key is used from an origin that it does not allow.
    package func caller(_ credential: Credential) async throws -> Caller? {
        switch credential {
        case .key(let text, let origin): try await key(text, origin: origin)
        case .token(let text): try await member(token: text)
        case .cookie(let text): try await member(cookie: text)
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
        if text.hasPrefix(Credential.stratamPrefix) { return try await personalKey(text) }
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

    /// - Throws: forbidden when the tier of its owner has no API.
    private func personalKey(_ text: String) async throws -> Caller? {
        let now = clock()
        let known = try await personalKeys.key(text, now: now) {
            guard let known = try await PersonalKeyStore.find(text, in: database) else { return nil }
            if known.lastUsedAt.map({ now.seconds(since: Timestamp(microseconds: $0)) > Self.touchInterval }) ?? true {
                try? await PersonalKeyStore.touch(known.caller, at: now, in: database)
            }
            return known
        }
        guard let known, known.expiresAt.map({ now.microseconds < $0 }) ?? true else { return nil }
        let tier = actionPolicy.allowance(known.tier).tier
        guard tier.hasAPI else {
            throw Problem(.forbidden, "The tier \(tier.rawValue) does not include the API; it needs the tier builder", code: "tier_required")
        }
        return .stratamKey(known.caller)
    }

    // MARK: People

    private func member(token text: String) async throws -> Caller? {
        guard let token = await tokens.read(text, now: clock()) else { return nil }
        return try await living(
            try await LoginSessionStore.find(token.session, user: token.subject.value, org: token.organization, in: database))
    }

    private func member(cookie text: String) async throws -> Caller? {
        guard text.utf8.count == Self.cookieLength else { return nil }
        return try await living(try await LoginSessionStore.find(tokenHash: LoginSession.hash(text), in: database))
    }

    /// Characters of 32 bytes in base64url.
    private static let cookieLength = 43

    /// Nil when the login has come to its end; otherwise its use is noted.
    private func living(_ current: LoginSessionStore.Current?) async throws -> Caller? {
        let now = clock()
        guard let current, now < current.session.expiresAt else { return nil }
        if now.seconds(since: current.session.lastUsedAt) > LoginSession.touchInterval {
            // A request is not refused because this could not be written.
            try? await LoginSessionStore.touch(current.session, at: now, in: database)
        }
        return .member(current.member)
    }
}
