// Requests that are sent twice and done once.
import Vocabulary

/// What makes two requests the same.
package struct IdempotentRequest: Sendable, Equatable {
    package var organizationID: String
    package var userID: String
    package var path: String
    /// The caller's `Idempotency-Key`: 1–128 visible ASCII characters.
    package var key: String
    /// SHA-256 of the query and the body as they were sent.
    package var contentHash: [UInt8]

    package init(organizationID: String, userID: String, path: String, key: String, contentHash: [UInt8]) {
        self.organizationID = organizationID
        self.userID = userID
        self.path = path
        self.key = key
        self.contentHash = contentHash
    }
}

/// Where the answers of requests with an `Idempotency-Key` are kept, supplied by `Access`.
package struct IdempotencyStore: Sendable {
    package enum Start: Sendable, Equatable {
        /// Nobody has asked this yet, or the attempt was given up: do it, then call `finish` or `abandon`.
        case fresh
        /// It was done: this was the answer.
        case replay(status: Int, bytes: [UInt8])
        /// The same key came with another query or body.
        case conflict
        /// It is being done at this moment.
        case inProgress
    }

    package var begin: @Sendable (_ request: IdempotentRequest, _ now: Timestamp) async throws -> Start
    package var finish: @Sendable (_ request: IdempotentRequest, _ status: Int, _ bytes: [UInt8], _ now: Timestamp) async throws -> Void
    /// The request failed, or its answer cannot be kept: the next one with this key is `fresh`.
    package var abandon: @Sendable (_ request: IdempotentRequest) async throws -> Void

    package init(
        begin: @escaping @Sendable (IdempotentRequest, Timestamp) async throws -> Start,
        finish: @escaping @Sendable (IdempotentRequest, Int, [UInt8], Timestamp) async throws -> Void,
        abandon: @escaping @Sendable (IdempotentRequest) async throws -> Void
    ) {
        self.begin = begin
        self.finish = finish
        self.abandon = abandon
    }
}
