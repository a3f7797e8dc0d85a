// Serves one connection after another: bytes to requests, requests to the responder, answers to bytes.
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

extension HTTPServerBuilder {
    /// HTTP/1.1 for clients that may be slow, broken or many.
    /// - Parameter probes: the paths that are answered even when no place is free.
    package static func guarded(
        _ limits: ConnectionLimits = .init(), budget: ConnectionBudget, probes: Set<String> = [], metrics: MetricsRegistry, logger: Logger
    ) -> HTTPServerBuilder {
        metrics.describe("mien_http_client_faults_total", "Connections on which a client sent no valid request, was too slow or left in the middle.")
        metrics.describe("mien_http_connections_refused_total", "Requests answered with 503 because there were too many connections.")
        return HTTPServerBuilder { responder in
            ConnectionServer(responder: responder, limits: limits, budget: budget, probes: probes, metrics: metrics, log: logger)
        }
    }
}

/// In the place of Hummingbird's `HTTP1Channel` (2.28), which takes a body cut short for a whole one, waits for the client to close after a refusal,
/// and has no deadline but for idle connections.
struct ConnectionServer: ServerChildChannel {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: HTTPChannelHandler.Responder
    let limits: ConnectionLimits
    let budget: ConnectionBudget
    let probes: Set<String>
    let metrics: MetricsRegistry
    let log: Logger

    #if os(Linux)
        /// TCP_NOTSENT_LOWAT, which no header that Swift imports names.
        private static let unsentBytes = ChannelOptions.Types.SocketOption(
            level: NIOBSDSocket.OptionLevel.tcp, name: NIOBSDSocket.Option(rawValue: 25))
    #endif

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let connection = ConnectionHandler(limits: limits, budget: budget, probes: probes) { [metrics, log] fault in
                guard fault != .overloaded else { return metrics.count("mien_http_connections_refused_total") }
                metrics.count("mien_http_client_faults_total", [("kind", fault.rawValue)])
                log.debug("a client's fault", metadata: ["kind": "\(fault.rawValue)", "address": "\(channel.remoteAddress?.ipAddress ?? "")"])
            }
            let pipeline = channel.pipeline.syncOperations
            var encoder = HTTPResponseEncoder.Configuration()
            encoder.automaticallySetFramingHeaders = false  // `ConnectionHandler` does, which knows the request
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = limits.headerBytes
            decoder.maxHeaderListSize = limits.headerBytes
            decoder.maxHeaderFieldCount = limits.headerCount
            #if os(Linux)
                // Little of an answer waits in the kernel, so that a slow reader can be told from one who reads steadily (our choice: 128 KiB).
                try? channel.syncOptions?.setOption(Self.unsentBytes, value: 128 << 10)
            #endif
            try pipeline.addHandler(ByteHandler(connection))
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false, withEncoderConfiguration: encoder,
                withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(connection)
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            return try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            try await withTaskCancellationHandler {
                try await value.executeThenClose { inbound, outbound in
                    try await serve(RequestParts(inbound), outbound, value.channel)
                    outbound.finish()
                    try await value.channel.closeFuture.get()
                }
            } onCancel: {
                value.channel.close(mode: .input, promise: nil)
            }
        } catch {
            log.trace("a connection ended: \(error)")
        }
    }

    private func serve(_ parts: RequestParts, _ outbound: NIOAsyncChannelOutboundWriter<HTTPResponsePart>, _ channel: any Channel) async throws {
        while true {
            let head: HTTPRequest
            do {
                guard let next = try await parts.nextHead(drainBytes: limits.drainBytes) else { return }
                head = next
            } catch let fault as ConnectionFault {
                // Between requests: within one, its handler has answered.
                if parts.isAtEnd, fault != .left { try await outbound.write(contentsOf: fault.parts) }
                return
            }
            var askForIt: (@Sendable () async throws -> Void)?
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                askForIt = { try await outbound.write(.head(HTTPResponse(status: .continue))) }
            }
            let request = Request(head: head, body: RequestBody(asyncSequence: IncomingBody(parts: parts, askForIt: askForIt)))
            try await responder(request, ResponseWriter(outbound: outbound), channel)
        }
    }
}
