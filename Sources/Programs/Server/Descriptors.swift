// How many files and sockets the process may have open.
import Foundation

package enum Descriptors {
    /// More are not asked for (our choice: no server needs them, and some systems have no bound).
    private static let most: UInt = 1 << 20

    /// Raises the limit as far as the system lets an ordinary process raise it.
    /// - Returns: The limit that now holds.
    package static func raiseLimit() -> Int {
        #if canImport(Darwin)
            let resource = RLIMIT_NOFILE
        #else
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1_024 }
        let before = limit.rlim_cur, wanted = min(limit.rlim_max, rlim_t(most))
        if wanted > before {
            limit.rlim_cur = wanted
            if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(min(limit.rlim_cur, rlim_t(most)))
    }

    /// Connections that so many descriptors allow: an eighth, at least 96, is left to the database, to what the server itself asks of others, and to
    /// connections that are just being closed (our choice).
    static func connections(of limit: Int) -> Int { max(limit / 4, limit - max(96, limit / 8)) }
}
