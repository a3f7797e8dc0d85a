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
        case replay(KeptAnswer)
        /// The same key came with another query or body.
        case conflict
        /// It is being done at this moment.
        case inProgress
    }

    package var begin: @Sendable (_ request: IdempotentRequest, _ now: Timestamp) async throws -> Start
    /// Runs the handler of a `fresh` request so that what it commits is committed with the key: known to be done, whatever happens to the answer.
    package var run: @Sendable (_ request: IdempotentRequest, _ work: @Sendable () async throws -> Answer) async throws -> Answer
    package var finish: @Sendable (_ request: IdempotentRequest, _ answer: KeptAnswer) async throws -> Void
    /// The request was refused, or its answer cannot be kept: the next one with this key is `fresh`.
    package var abandon: @Sendable (_ request: IdempotentRequest) async throws -> Void
    /// The request broke off: the next one with this key is `fresh` only if this one has committed nothing.
    package var breakOff: @Sendable (_ request: IdempotentRequest) async throws -> Void

    package init(
        begin: @escaping @Sendable (IdempotentRequest, Timestamp) async throws -> Start,
        run: @escaping @Sendable (IdempotentRequest, @Sendable () async throws -> Answer) async throws -> Answer = { try await $1() },
        finish: @escaping @Sendable (IdempotentRequest, KeptAnswer) async throws -> Void,
        abandon: @escaping @Sendable (IdempotentRequest) async throws -> Void,
        breakOff: @escaping @Sendable (IdempotentRequest) async throws -> Void
    ) {
        self.begin = begin
        self.run = run
        self.finish = finish
        self.abandon = abandon
        self.breakOff = breakOff
    }
}

/// An answer as it is kept for a repetition.
package struct KeptAnswer: Sendable, Equatable {
    package var status: Int
    package var bytes: [UInt8]
    /// The media type; nil = JSON.
    package var type: String?

    package init(status: Int, bytes: [UInt8], type: String? = nil) {
        self.status = status
        self.bytes = bytes
        self.type = type
    }
}
