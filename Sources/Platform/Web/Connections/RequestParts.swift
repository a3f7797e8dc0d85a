// Requests as they come in on one connection, and the body of each.
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Touched by one task at a time: the connection's, which waits while a handler reads the body.
final class RequestParts: @unchecked Sendable {
    private var iterator: NIOAsyncChannelInboundStream<HTTPRequestPart>.AsyncIterator
    /// Whether the current request has been read to its end.
    private(set) var isAtEnd = true

    init(_ inbound: NIOAsyncChannelInboundStream<HTTPRequestPart>) { iterator = inbound.makeAsyncIterator() }

    /// The head of the next request. What the last one's handler left of its body is thrown away; nil also when that is more than `drainBytes`.
    func nextHead(drainBytes: Int) async throws -> HTTPRequest? {
        var drained = 0
        while !isAtEnd {
            guard let part = try await next() else { return nil }
            if case .end = part { isAtEnd = true }
            if case .body(let bytes) = part { drained += bytes.readableBytes }
            guard drained <= drainBytes else { return nil }
        }
        guard case .head(let head)? = try await next() else { return nil }
        isAtEnd = false
        return head
    }

    /// - Throws: when the connection ends before the body does: half a body is never taken for a whole one.
    func nextOfBody() async throws -> ByteBuffer? {
        guard !isAtEnd else { return nil }
        switch try await next() {
        case .body(let bytes): return bytes
        case .end:
            isAtEnd = true
            return nil
        case .head, nil:
            try Task.checkCancellation()
            throw ConnectionFault.incomplete
        }
    }

    @concurrent
    private func next() async throws -> HTTPRequestPart? {
        var iterator = iterator
        defer { self.iterator = iterator }
        return try await iterator.next()
    }
}

/// The body of one request.
struct IncomingBody: AsyncSequence, Sendable {
    let parts: RequestParts
    /// Tells the client to go on, where it waits for that (`Expect: 100-continue`): a request that is refused before its body is read asks for none.
    let askForIt: (@Sendable () async throws -> Void)?

    struct AsyncIterator: AsyncIteratorProtocol {
        let parts: RequestParts
        var askForIt: (@Sendable () async throws -> Void)?

        mutating func next() async throws -> ByteBuffer? {
            if let askForIt {
                self.askForIt = nil
                do { try await askForIt() } catch { throw ConnectionFault.left }
            }
            return try await parts.nextOfBody()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts: parts, askForIt: askForIt) }
}
