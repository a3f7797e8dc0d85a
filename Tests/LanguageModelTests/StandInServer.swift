// A model provider of our own on a free loopback port: it records requests and answers with the exact bytes that a test gives it.
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Vocabulary

@testable import LanguageModel

final class StandInServer: Sendable {
    struct Seen: Sendable {
        var requestLine: String
        var headers: [String: String]
        var body: [UInt8]

        var json: JSONValue? { JSONValue(bytes: body) }
    }

    enum Step: Sendable {
        /// Sent and flushed by themselves.
        case bytes([UInt8])
        /// Ends the connection.
        case close
        /// Leaves it open, and sends nothing more.
        case hang
    }

    private let channel: any Channel
    private let record: NIOLockedValueBox<[Seen]>
    private let open: NIOLockedValueBox<Int>
    private let closed: AsyncStream<Void>

    var port: Int { channel.localAddress?.port ?? 0 }
    var seen: [Seen] { record.withLockedValue { $0 } }
    var openConnections: Int { open.withLockedValue { $0 } }

    /// - Parameter answer: the steps for the n-th request, counted from 0.
    init(answer: @escaping @Sendable (_ request: Seen, _ number: Int) -> [Step]) async throws {
        let record = NIOLockedValueBox<[Seen]>([]), open = NIOLockedValueBox(0)
        let (closed, closings) = AsyncStream.makeStream(of: Void.self)
        self.record = record
        self.open = open
        self.closed = closed
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                open.withLockedValue { $0 += 1 }
                channel.closeFuture.whenComplete { _ in
                    open.withLockedValue { $0 -= 1 }
                    closings.yield()
                }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Handler { request in
                            let number = record.withLockedValue { seen in
                                seen.append(request)
                                return seen.count - 1
                            }
                            return answer(request, number)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// Answers every request with the same steps.
    convenience init(_ steps: [Step]) async throws { try await self.init { _, _ in steps } }

    func stop() async { try? await channel.close() }

    /// Returns once a connection has been closed, whoever did it.
    func connectionClosed() async {
        for await _ in closed { return }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: (Seen) -> [Step]
        private var received: [UInt8] = []

        init(answer: @escaping @Sendable (Seen) -> [Step]) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
            guard let request = wholeRequest() else { return }
            received = []
            for step in answer(request) {
                switch step {
                case .bytes(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                case .close: context.close(promise: nil)
                case .hang: break
                }
            }
        }

        private func wholeRequest() -> Seen? {
            let text = String(decoding: received, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            let first = lines.removeFirst()
            var headers: [String: String] = [:]
            for line in lines {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
            let body = Array(received.dropFirst(text[..<end.upperBound].utf8.count))
            if let length = headers["content-length"].flatMap({ Int($0) }) {
                guard body.count >= length else { return nil }
                return Seen(requestLine: first, headers: headers, body: body)
            }
            return Seen(requestLine: first, headers: headers, body: body)
        }
    }
}

extension StandInServer {
    /// An answer with a length.
    static func answer(_ status: Int, _ body: String, headers: [String] = [], type: String = "application/json") -> [Step] {
        let head = ["HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers
        return [.bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))]
    }

    /// A stream in chunks of this many bytes; `ends` = with the last chunk of HTTP, else the connection is closed in the middle.
    static func stream(_ text: String, chunk: Int = .max, ends: Bool = true) -> [Step] { stream(Array(text.utf8), chunk: chunk, ends: ends) }

    static func stream(_ bytes: [UInt8], chunk: Int = .max, ends: Bool = true) -> [Step] {
        var steps: [Step] = [
            .bytes(Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        ]
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(chunk)
            rest = rest.dropFirst(part.count)
            steps.append(.bytes(Array((String(part.count, radix: 16) + "\r\n").utf8) + part + Array("\r\n".utf8)))
        }
        return steps + (ends ? [.bytes(Array("0\r\n\r\n".utf8))] : [.close])
    }

    /// A port of this machine at which nobody listens.
    static func deadPort() async throws -> Int {
        let server = try await StandInServer([])
        let port = server.port
        await server.stop()
        return port
    }
}
