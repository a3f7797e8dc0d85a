// One request to a provider and the reading of its answer, the same for all wire formats.
import AsyncHTTPClient
import NIOCore
import Synchronization

/// The provider has refused a request with an HTTP status, before anything was generated.
struct RefusedRequest: Error {
    var failure: ModelFailure
    /// The provider's words in full; they may hold a part of the key and are told to nobody.
    var words: String
}

struct ModelExchange<Format: ReplyFormat>: Sendable {
    let connections: ModelConnections
    let address: ModelAddress
    let headers: [(name: String, value: String)]
    /// Hidden in whatever the provider says.
    let key: String?
    let limits: ReplyLimits

    /// - Throws: `RefusedRequest` for a refusal in the answer's head, else `ModelFailure`.
    func run(body: [UInt8], onPiece: @Sendable (ReplyPiece) async throws -> Void) async throws -> GatheredReply {
        let response: HTTPClientResponse
        do {
            response = try await connections.post(address.url, headers: headers, body: body)
        } catch {
            throw ModelFailure(telling: error, hasBegun: false)
        }
        let status = Int(response.status.code)
        guard status == 200 else { throw await refusal(response, status: status) }
        let hasSaid = Mutex(false)
        do {
            return try await read(response) { piece in
                hasSaid.withLock { $0 = true }
                try await onPiece(piece)
            }
        } catch {
            let failure = ModelFailure(telling: error, hasBegun: true)
            guard case .rejected(let status, let message) = failure else { throw failure }
            let told = ModelFailure.rejected(status: status, message: ProviderError.told(message, hiding: key))
            // Some servers have said that all is well before they look at the request.
            guard !hasSaid.withLock({ $0 }) else { throw told }
            throw RefusedRequest(failure: told, words: message)
        }
    }

    private func read(_ response: HTTPClientResponse, onPiece: @Sendable (ReplyPiece) async throws -> Void) async throws -> GatheredReply {
        var reader = ReplyReader<Format>(limits: limits)
        var unpacker = try Unpacker(encoding: response.headers.first(name: "content-encoding"))
        var isCut = false
        do {
            for try await chunk in response.body {
                var pieces: [ReplyPiece] = []
                let failure = Self.failure { () throws(ModelFailure) in
                    try unpacker.unpack(chunk.readableBytesView) { bytes throws(ModelFailure) in
                        if !reader.isFinished { try reader.take(bytes, into: &pieces) }
                    }
                }
                try await hand(pieces, to: onPiece)
                if let failure { throw failure }
                if reader.isFinished { break }
            }
            try Task.checkCancellation()
        } catch let failure as ModelFailure {
            throw failure
        } catch {
            let failure = ModelFailure(telling: error, hasBegun: true)
            guard failure == .brokenStream else { throw failure }
            isCut = true
        }
        var pieces: [ReplyPiece] = []
        let failure = Self.failure { () throws(ModelFailure) in
            try unpacker.finish { bytes throws(ModelFailure) in try reader.take(bytes, into: &pieces) }
            try reader.finish(isCut: isCut || unpacker.isCut, into: &pieces)
        }
        try await hand(pieces, to: onPiece)
        if let failure { throw failure }
        return try reader.gathered()
    }

    private static func failure(_ step: () throws(ModelFailure) -> Void) -> ModelFailure? {
        do throws(ModelFailure) {
            try step()
            return nil
        } catch {
            return error
        }
    }

    private func hand(_ pieces: [ReplyPiece], to onPiece: @Sendable (ReplyPiece) async throws -> Void) async throws {
        for piece in pieces {
            do { try await onPiece(piece) } catch { throw ModelFailure.cancelled }
        }
    }

    private func refusal(_ response: HTTPClientResponse, status: Int) async -> any Error {
        guard status >= 400 else { return ModelFailure.rejected(status: status, message: Self.strangeStatus) }
        var body: [UInt8] = []
        do {
            body = try await Self.start(of: response)
            try Task.checkCancellation()
        } catch {
            // The status alone tells enough, unless nobody waits any longer.
            if ModelFailure(telling: error, hasBegun: true) == .cancelled { return ModelFailure.cancelled }
        }
        let wait = RetryAfter.seconds(response.headers.first(name: "retry-after"), date: response.headers.first(name: "date"))
        let error = ProviderError(body: body)
        return RefusedRequest(failure: error.failure(status: status, retryAfter: wait, hiding: key), words: error.message)
    }

    private static var strangeStatus: String { "It points to another address or sends no reply; is model-url right?" }

    /// As much of a refusal as is read.
    private static func start(of response: HTTPClientResponse) async throws -> [UInt8] {
        var unpacker = try Unpacker(encoding: response.headers.first(name: "content-encoding"))
        var body: [UInt8] = []
        func take(_ bytes: [UInt8]) { body += bytes.prefix(ProviderError.maximumBytes - body.count) }
        for try await chunk in response.body {
            try unpacker.unpack(chunk.readableBytesView) { bytes throws(ModelFailure) in take(bytes) }
            if body.count >= ProviderError.maximumBytes { break }
        }
        try unpacker.finish { bytes throws(ModelFailure) in take(bytes) }
        return body
    }
}
