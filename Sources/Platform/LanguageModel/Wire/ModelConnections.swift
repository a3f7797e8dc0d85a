// The one HTTP client of all models.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// Holds the connections to models' providers. The address is the operator's own choice, so it may stand in a private network.
package final class ModelConnections: Sendable {
    /// Seconds that an unused connection stays open. *Our choice*: shorter than the 5 s after which common servers close.
    private static let idleSeconds: Int64 = 4

    private let client: HTTPClient

    /// - Parameters:
    ///   - connectSeconds: longest wait for a connection, TLS included (*documented* 10 s).
    ///   - trustRoots: PEM file of certificate authorities instead of the system's.
    package init(connectSeconds: Double = 10, trustRoots: String? = nil) {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let trustRoots { tls.trustRoots = .file(trustRoots) }
        // A redirect would take the key elsewhere.
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .milliseconds(Int64(connectSeconds * 1_000)))
        configuration.decompression = .disabled
        configuration.connectionPool.idleTimeout = .seconds(Self.idleSeconds)
        // The caller decides about retries; it wants to hear of a refused connection at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        let client = client
        Task { try? await client.shutdown() }
    }

    /// Ends what is under way and closes all connections. No call may follow.
    package func close() async { try? await client.shutdown() }

    /// Sends a request and returns as soon as the answer's head is there.
    func post(_ url: String, headers: [(name: String, value: String)], body: [UInt8]) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "accept", value: "text/event-stream, application/json")
        request.headers.add(name: "user-agent", value: "Mien")
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        // Its deadline is the caller's, which also counts the time that the reply itself takes.
        return try await client.execute(request, deadline: .distantFuture)
    }
}

extension ModelFailure {
    /// - Parameter hasBegun: whether the head of an answer was there already.
    init(telling error: any Error, hasBegun: Bool) {
        switch error {
        case let failure as ModelFailure: self = failure
        case let refusal as RefusedRequest: self = refusal.failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError where error == .cancelled: self = .cancelled
        case let error as HTTPClientError where [.deadlineExceeded, .readTimeout, .writeTimeout].contains(error): self = .timedOut
        case _ where hasBegun: self = .brokenStream
        case let error as HTTPClientError where [.remoteConnectionClosed, .uncleanShutdown].contains(error): self = .brokenStream
        case is HTTPParserError: self = .nonsense("it is not HTTP")
        default: self = .connectionFailed
        }
    }
}
