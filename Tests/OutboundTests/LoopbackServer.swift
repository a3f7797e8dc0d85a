// A web server on a free loopback port, which records what reaches it.
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

final class LoopbackServer: Sendable {
    struct Seen: Sendable {
        var method: String
        var uri: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
    }

    enum Reply: Sendable {
        case answer(status: Int, headers: [(String, String)] = [], body: [UInt8] = [])
        /// Sends the head and one byte, and never ends.
        case trickle
        case silence
    }

    private let channel: any Channel
    private let record: NIOLockedValueBox<[Seen]>
    private let connections: NIOLockedValueBox<(made: Int, open: Int)>

    /// Connections ever made, and those open now.
    var connectionCount: Int { connections.withLockedValue { $0.made } }
    var openCount: Int { connections.withLockedValue { $0.open } }
    var port: Int { channel.localAddress?.port ?? 0 }
    var seen: [Seen] { record.withLockedValue { $0 } }

    init(reply: @escaping @Sendable (Seen) -> Reply) async throws {
        let record = NIOLockedValueBox<[Seen]>([])
        self.record = record
        let connections = NIOLockedValueBox((made: 0, open: 0))
        self.connections = connections
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                connections.withLockedValue { $0 = ($0.made + 1, $0.open + 1) }
                channel.closeFuture.whenComplete { _ in connections.withLockedValue { $0.open -= 1 } }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(reply: reply, record: record))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func stop() async { try? await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let reply: @Sendable (Seen) -> Reply
        private let record: NIOLockedValueBox<[Seen]>
        private var current = Seen(method: "", uri: "", headers: [], body: [])

        init(reply: @escaping @Sendable (Seen) -> Reply, record: NIOLockedValueBox<[Seen]>) {
            self.reply = reply
            self.record = record
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                current = Seen(
                    method: head.method.rawValue, uri: head.uri, headers: head.headers.map { (name: $0.name, value: $0.value) }, body: [])
            case .body(let buffer):
                current.body.append(contentsOf: buffer.readableBytesView)
            case .end:
                record.withLockedValue { $0.append(current) }
                answer(reply(current), context)
            }
        }

        private func answer(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .silence:
                break
            case .trickle:
                write(head: HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "100"]), body: [65], context)
                context.flush()
            case .answer(let status, let headers, let body):
                var fields = HTTPHeaders(headers)
                fields.add(name: "content-length", value: String(body.count))
                write(head: HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields), body: body, context)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        private func write(head: HTTPResponseHead, body: [UInt8], _ context: ChannelHandlerContext) {
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
    }
}
