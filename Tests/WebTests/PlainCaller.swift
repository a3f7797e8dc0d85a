import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A caller on a plain socket, who leaves when they have seen enough.
enum PlainCaller {
    struct Failure: Error { var what: String }

    /// A connection that is held open without anything being read.
    final class Open: Sendable {
        private let socket: Int32

        init(_ port: Int) throws { socket = try PlainCaller.connected(port) }

        func send(_ text: String) throws {
            let bytes = Array(text.utf8)
            guard write(socket, bytes, bytes.count) == bytes.count else { throw Failure(what: "write") }
        }

        func close() { Glibc.close(socket) }
    }

    /// Sends `request`, reads until `text` has come, and closes the connection. Returns what was read.
    static func send(_ request: String, to port: Int, untilSeen text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: one that waits must not keep the server from its threads.
            Thread.detachNewThread { continuation.resume(with: Result { try talk(request, port, text) }) }
        }
    }

    /// Sends the pieces, each after the pause before it, and reads until the server closes the connection. Returns what was read.
    /// - Parameter leaves: closes the sending side after the last piece.
    static func exchange(_ pieces: [(afterSeconds: Double, bytes: [UInt8])], to port: Int, leaves: Bool = false) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let socket = try connected(port)
                        defer { close(socket) }
                        for piece in pieces {
                            if piece.afterSeconds > 0 { usleep(UInt32(piece.afterSeconds * 1e6)) }
                            // Who was refused may find the connection closed.
                            guard Glibc.send(socket, piece.bytes, piece.bytes.count, Int32(MSG_NOSIGNAL)) > 0 else { break }
                        }
                        if leaves { shutdown(socket, Int32(SHUT_WR)) }
                        return try read(socket) { _ in false }
                    })
            }
        }
    }

    static func exchange(_ text: String, to port: Int, leaves: Bool = false) async throws -> String {
        try await exchange([(0, Array(text.utf8))], to: port, leaves: leaves)
    }

    private static func talk(_ request: String, _ port: Int, _ text: String) throws -> String {
        let socket = try connected(port)
        defer { close(socket) }
        let bytes = Array(request.utf8)
        guard write(socket, bytes, bytes.count) == bytes.count else { throw Failure(what: "write") }
        let seen = try read(socket) { $0.contains(text) }
        guard seen.contains(text) else { throw Failure(what: "read, after: \(seen)") }
        return seen
    }

    private static func connected(_ port: Int) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(what: "socket") }
        // A server that keeps a connection open fails the test; it does not hang it.
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else {
            close(socket)
            throw Failure(what: "connect")
        }
        return socket
    }

    /// Reads until enough is seen or the connection is closed.
    private static func read(_ socket: Int32, until isEnough: (String) -> Bool) throws -> String {
        var seen = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !isEnough(seen) {
            let count = Glibc.read(socket, &buffer, buffer.count)
            if count < 0, errno == EAGAIN { throw Failure(what: "still open, after: \(seen)") }
            guard count > 0 else { break }
            seen += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return seen
    }
}
