// One login of a person: the cookie of a browser and the token of a program hang on it.
import Crypto
import Foundation
import Vocabulary
import Web

package struct LoginSession: Sendable, Equatable {
    package var id: String
    package var userID: String
    package var organizationID: String
    package var createdAt: Timestamp
    package var lastUsedAt: Timestamp
    /// The network address that logged in.
    package var address: String
    package var userAgent: String?

    /// A login ends when it has not been used for 7 days (our choice).
    static let idleSeconds = 7.0 * 86_400
    /// A login ends after 30 days, however much it is used (our choice).
    static let longestSeconds = 30.0 * 86_400
    /// Its last use is noted once a minute at most (our choice).
    static let touchInterval = 60.0
    /// Characters that are kept of what a browser calls itself (our choice).
    static let longestUserAgent = 256

    /// When it ends if it is not used again.
    package var expiresAt: Timestamp { min(lastUsedAt.adding(seconds: Self.idleSeconds), createdAt.adding(seconds: Self.longestSeconds)) }

    /// The text of a cookie: 32 random bytes (documented in our decisions).
    static func newToken() -> String { ID.randomBase64URL(byteCount: 32) }
    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }
}

extension LoginSession {
    /// One that begins with this request.
    init(of user: User, _ facts: RequestFacts) {
        id = ID.uuid(at: facts.now)
        userID = user.id
        organizationID = user.organizationID
        createdAt = facts.now
        lastUsedAt = facts.now
        address = facts.clientAddress
        userAgent = facts.userAgent.map { text in
            String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter { $0 != "\0" }.prefix(Self.longestUserAgent)))
        }
    }
}
