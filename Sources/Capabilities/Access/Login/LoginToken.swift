// The signed token of a logged-in person.
import Crypto
import Foundation
import JWTKit
import Vocabulary

struct LoginToken: JWTPayload {
    var subject: SubjectClaim
    var audience: AudienceClaim
    var issuedAt: IssuedAtClaim
    var expiration: ExpirationClaim
    var organization: String
    /// The login that this belongs to: what ends it ends this.
    var session: String
    /// The user's token version when this was issued.
    var version: Int64

    enum CodingKeys: String, CodingKey {
        case subject = "sub", audience = "aud", issuedAt = "iat", expiration = "exp", organization = "org", session = "sid", version = "sv"
    }

    static let audience = "mien"
    /// Twelve hours (documented in our decisions).
    static let lifetime = 12.0 * 3600

    func verify(using algorithm: some JWTAlgorithm) throws { try audience.verifyIntendedAudience(includes: Self.audience) }
}

/// Signs and reads tokens: HS256 only, with a key of this instance.
struct LoginTokens: Sendable {
    private let keys: JWTKeyCollection

    init(key: SymmetricKey) async {
        keys = await JWTKeyCollection().add(hmac: HMACKey(key: key), digestAlgorithm: .sha256)
    }

    func sign(_ session: LoginSession, version: Int64, now: Timestamp) async throws -> String {
        try await keys.sign(
            LoginToken(
                subject: .init(value: session.userID), audience: .init(value: [LoginToken.audience]),
                issuedAt: .init(value: Date(timeIntervalSince1970: now.seconds)),
                expiration: .init(value: Date(timeIntervalSince1970: now.seconds + LoginToken.lifetime)),
                organization: session.organizationID, session: session.id, version: version))
    }

    /// Nil when the token is not ours, was changed, or has expired.
    func read(_ text: String, now: Timestamp) async -> LoginToken? {
        guard let token = try? await keys.verify(text, as: LoginToken.self), token.expiration.value.timeIntervalSince1970 > now.seconds else {
            return nil
        }
        return token
    }
}
