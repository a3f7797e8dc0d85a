// Where a streamed answer is written to.
import Hummingbird
import NIOCore
import Synchronization

/// May be used from several tasks: each piece is written whole, in the order in which the calls began.
package final class StreamWriter: @unchecked Sendable {
    /// Touched by the task alone that has the turn.
    private var writer: any ResponseBodyWriter

    private struct Turns {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }
    private let turns = Mutex(Turns())

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Returns when the bytes are handed to the connection, which takes no more than it can pass on.
    /// - Throws: when the caller has gone away.
    package func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        await takeTurn()
        defer { giveTurn() }
        try Task.checkCancellation()
        do { try await writer.write(ByteBuffer(bytes: bytes)) } catch { throw left(error) }
    }

    package func write(_ text: String) async throws { try await write(Array(text.utf8)) }

    /// Ends the answer.
    func finish() async throws {
        await takeTurn()
        defer { giveTurn() }
        do { try await writer.finish(nil) } catch { throw left(error) }
    }

    /// Whatever keeps bytes from being written is the end of the connection.
    private func left(_ error: any Error) -> any Error { error is CancellationError ? error : ConnectionFault.left }

    private func takeTurn() async {
        await withCheckedContinuation { continuation in
            let isMine = turns.withLock { turns in
                if turns.isTaken { turns.waiting.append(continuation) } else { turns.isTaken = true; return true }
                return false
            }
            if isMine { continuation.resume() }
        }
    }

    private func giveTurn() {
        let next = turns.withLock { turns -> CheckedContinuation<Void, Never>? in
            if turns.waiting.isEmpty { turns.isTaken = false; return nil }
            return turns.waiting.removeFirst()
        }
        next?.resume()
    }
}
