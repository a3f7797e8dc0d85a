// The connection behind a request, for those who must know when it goes.
import Hummingbird
import NIOCore
import Synchronization

/// Hummingbird's own watch (`consumeWithCancellationOnInboundClose`, 2.28) traps when a body was read before it or ends after it, so this one
/// listens to the channel and leaves the request's body alone.
package struct Connection: Sendable {
    private let channel: any Channel

    init(_ channel: any Channel) { self.channel = channel }

    /// Runs `work`, and cancels it when the caller closes its side of the connection or the connection is lost.
    func whileThere(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let watch = Departure()
        let channel = channel
        channel.eventLoop.execute {
            // A handler that cannot be added is one of a connection that is gone.
            do { try channel.pipeline.syncOperations.addHandler(watch, position: .first) } catch { watch.left() }
        }
        defer { channel.eventLoop.execute { channel.pipeline.syncOperations.removeHandler(watch, promise: nil) } }
        try await withThrowingTaskGroup { group in
            group.addTask { try await work() }
            group.addTask {
                await watch.wait()
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// Opens once, when the caller has left.
private final class Departure: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny

    private let (events, continuation) = AsyncStream<Void>.makeStream()

    func left() { continuation.finish() }

    /// Returns when the caller has left or the task is cancelled.
    func wait() async { for await _ in events {} }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { left() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        left()
        context.fireChannelInactive()
    }
}
