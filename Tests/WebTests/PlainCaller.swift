import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A caller on a plain socket, who leaves when they have seen enough.
enum PlainCaller {
    struct Failure: Error { var what: String }

    /// Sends `request`, reads until `text` has come, and closes the connection. Returns what was read.
    static func send(_ request: String, to port: Int, untilSeen text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try talk(request, port, text) }) }
        }
    }

    private static func talk(_ request: String, _ port: Int, _ text: String) throws -> String {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(what: "socket") }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw Failure(what: "connect") }
        let bytes = Array(request.utf8)
        guard write(socket, bytes, bytes.count) == bytes.count else { throw Failure(what: "write") }
        var seen = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !seen.contains(text) {
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else { throw Failure(what: "read, after: \(seen)") }
            seen += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return seen
    }
}
