import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Name → all its addresses, IPv4 and IPv6. Throws when there is none. Tests hand in their own.
package typealias Resolver = @Sendable (_ name: String) async throws -> [NetworkAddress]

/// The name cannot be resolved, for whatever reason.
package struct UnresolvableName: Error, Sendable {}

/// The operating system's resolver, asked on threads of its own because it blocks.
package enum SystemResolver {
    /// How many look-ups run at once. *Our choice*: a slow name server holds a thread for seconds, and a thread costs little.
    static let threads = 16

    private static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
        return pool
    }()

    package static let resolve: Resolver = { name in
        let addresses = try await pool.runIfActive { lookUp(name) }
        guard !addresses.isEmpty else { throw UnresolvableName() }
        return addresses
    }

    private static func lookUp(_ name: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [NetworkAddress] = []
        var next = list
        while let entry = next {
            if let address = address(of: entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func address(of entry: addrinfo) -> NetworkAddress? {
        guard let socketAddress = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return UnsafeRawPointer(socketAddress).withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                var address = pointer.pointee.sin_addr
                return withUnsafeBytes(of: &address) { NetworkAddress(bytes: Array($0)) }
            }
        case AF_INET6:
            return UnsafeRawPointer(socketAddress).withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                var address = pointer.pointee.sin6_addr
                return withUnsafeBytes(of: &address) { NetworkAddress(bytes: Array($0)) }
            }
        default:
            return nil
        }
    }
}
