// A proxy before PostgreSQL that cuts connections in the middle of a commit.
import Foundation
import Synchronization

/// Passes bytes on between clients and a PostgreSQL server, and understands as much of them as it needs to see a commit.
package final class CommitCutter: Sendable {
    package enum Place: Sendable, CaseIterable {
        /// Before the commit reaches the server.
        case beforeCommit
        /// After the server has carried it out, before its answer reaches the client.
        case beforeAnswer
    }

    private let listener: CInt
    private let server: (host: String, port: Int)
    private let next = Mutex<Place?>(nil)
    private let cuts = Mutex(0)
    private let sockets = Mutex<[CInt]>([])

    /// - Parameter url: of the server, with a host and a port.
    package init(before url: String) throws {
        let parts = URLComponents(string: url)
        server = (parts?.host ?? "127.0.0.1", parts?.port ?? 5432)
        listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard listener >= 0, Self.withAddress(port: 0, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
        Thread.detachNewThread { [self] in accept() }
    }

    /// The same database through this proxy.
    package func url(_ url: String) -> String {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        var parts = URLComponents(string: url) ?? URLComponents()
        (parts.host, parts.port) = ("127.0.0.1", Int(UInt16(bigEndian: address.sin_port)))
        return parts.string ?? url
    }

    /// The next commit of any connection is cut.
    package func cutNextCommit(_ place: Place) { next.withLock { $0 = place } }
    package var count: Int { cuts.withLock { $0 } }

    package func close() {
        shutdown(listener, CInt(SHUT_RDWR))
        Glibc.close(listener)
        for socket in sockets.withLock({ $0 }) { shutdown(socket, CInt(SHUT_RDWR)) }
    }

    private func accept() {
        while case let client = Glibc.accept(listener, nil, nil), client >= 0 {
            let upstream = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            guard Self.withAddress(port: server.port, { connect(upstream, $0, $1) }) == 0 else {
                Glibc.close(client)
                continue
            }
            sockets.withLock { $0 += [client, upstream] }
            // The statement as it is parsed, and the tag with which it is complete.
            pass(client, upstream, cutting: .beforeCommit, at: "\0COMMIT\0")
            pass(upstream, client, cutting: .beforeAnswer, at: "COMMIT\0")
        }
    }

    private func pass(_ source: CInt, _ target: CInt, cutting place: Place, at mark: String) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = read(source, &buffer, buffer.count), count > 0 {
                let bytes = Data(buffer[..<count])
                if bytes.range(of: Data(mark.utf8)) != nil, takes(place) { break }
                var sent = 0
                while sent < count {
                    let written = bytes.dropFirst(sent).withUnsafeBytes { send(target, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
                    if written <= 0 { break }
                    sent += written
                }
                if sent < count { break }
            }
            for socket in [source, target] { shutdown(socket, CInt(SHUT_RDWR)) }
        }
    }

    private func takes(_ place: Place) -> Bool {
        let takes = next.withLock { next in
            guard next == place else { return false }
            next = nil
            return true
        }
        if takes { cuts.withLock { $0 += 1 } }
        return takes
    }

    private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
