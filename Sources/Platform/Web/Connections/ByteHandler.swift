import NIOCore

/// The side of a connection on which bytes are counted: tells `ConnectionHandler` what came, what goes, and when something is waited for.
final class ByteHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: ConnectionHandler

    init(_ connection: ConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connection.bytesCame(unwrapInboundIn(data).readableBytes) else { return }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection.readEnded()
        context.fireChannelReadComplete()
        // What is thrown away is asked for by this handler: behind it nothing is waiting any more.
        if connection.isLingering { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        connection.readBegan()
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        connection.bytesWritten += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }
}

@available(*, unavailable)
extension ByteHandler: Sendable {}
