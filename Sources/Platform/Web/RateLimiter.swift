// Token buckets per key, user and address.
import Glibc
import Synchronization
import Vocabulary

/// How many requests may come at once (`burst`) and how fast the allowance grows again (`perSecond`). Zero burst = no limit.
package struct RateLimit: Sendable, Equatable {
    package var burst: Double
    package var perSecond: Double

    package init(burst: Double, perSecond: Double) {
        self.burst = burst
        self.perSecond = perSecond
    }

    package static let none = RateLimit(burst: 0, perSecond: 0)
}

/// Counts in memory of one replica. Holds at most 100,000 buckets; full ones are forgotten first.
package final class RateLimiter: Sendable {
    package struct Verdict: Sendable {
        package var limit: Int
        package var remaining: Int
        /// Seconds until the bucket is full again.
        package var reset: Int
        /// Seconds to wait; nil when the request may pass.
        package var retryAfter: Int?
    }

    private struct Bucket { var tokens: Double; var at: Timestamp }

    private let buckets = Mutex<[String: Bucket]>([:])
    private let capacity = 100_000

    package init() {}

    /// Takes one token of the bucket named `name`. Nil when there is no limit.
    package func take(_ name: String, limit: RateLimit, now: Timestamp) -> Verdict? {
        guard limit.burst > 0 else { return nil }
        // A slow rate would otherwise never have a whole token to give.
        let limit = RateLimit(burst: max(1, limit.burst), perSecond: limit.perSecond)
        return buckets.withLock { buckets in
            if buckets.count >= capacity {
                buckets = buckets.filter { $0.value.tokens + max(0, now.seconds(since: $0.value.at)) * limit.perSecond < limit.burst }
                if buckets.count >= capacity { buckets.removeAll() }
            }
            var bucket = buckets[name] ?? Bucket(tokens: limit.burst, at: now)
            bucket.tokens = min(limit.burst, bucket.tokens + max(0, now.seconds(since: bucket.at)) * limit.perSecond)
            bucket.at = now
            let passes = bucket.tokens >= 1
            if passes { bucket.tokens -= 1 }
            buckets[name] = bucket
            func seconds(_ tokens: Double) -> Int { limit.perSecond > 0 ? Int((tokens / limit.perSecond).rounded(.up)) : 3600 }
            return Verdict(
                limit: Int(limit.burst), remaining: Int(bucket.tokens), reset: seconds(limit.burst - bucket.tokens),
                retryAfter: passes ? nil : max(1, seconds(1 - bucket.tokens)))
        }
    }

    /// IPv6 addresses count by their /64, IPv4 as they are.
    package static func network(_ address: String) -> String {
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: bytes) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ".") } + "/64"
    }
}
