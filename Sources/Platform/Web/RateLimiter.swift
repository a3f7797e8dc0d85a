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

/// What an allowance belongs to. The kind is part of it, so that no text that a caller chooses can name another one's allowance.
package enum RateSubject: Hashable, Sendable {
    /// Requests from a network without a valid credential, and logins.
    case address(network: String)
    case registration(network: String)
    case postureTrial(network: String)
    /// `Caller.limitKey`.
    case caller(String)
    /// A caller's own key on the routes for people.
    case personalKey(String)
    case login(session: String)
    case modelTest(user: String)
}

/// Counts in memory of one replica, in a bounded number of buckets. A full bucket may be forgotten at any time, since a new one is full too.
///
/// Every new bucket looks at a few old ones, going round, and drops those that have filled up; so the work per request stays the same
/// however many buckets there are.
package final class RateLimiter: Sendable {
    package struct Verdict: Sendable {
        package var limit: Int
        package var remaining: Int
        /// Seconds until the bucket is full again.
        package var reset: Int
        /// Seconds to wait; nil when the request may pass.
        package var retryAfter: Int?
    }

    fileprivate struct Bucket {
        var subject: RateSubject
        var tokens: Double
        var at: Timestamp
        /// When it will be full again.
        var fullAt: Timestamp

        mutating func fill(_ limit: RateLimit, now: Timestamp) {
            tokens = min(limit.burst, tokens + max(0, now.seconds(since: at)) * limit.perSecond)
            at = now
        }

        func verdict(_ limit: RateLimit, passes: Bool) -> Verdict {
            func seconds(_ tokens: Double) -> Int { Int(RateLimiter.seconds(until: tokens, limit).rounded(.up)) }
            return Verdict(
                limit: Int(limit.burst), remaining: Int(tokens), reset: seconds(limit.burst - tokens),
                retryAfter: passes ? nil : max(1, seconds(1 - tokens)))
        }
    }

    fileprivate struct State {
        var places: [RateSubject: Int] = [:]
        var buckets: [Bucket] = []
        /// The next bucket to look at.
        var hand = 0
        var examined = 0
    }

    private let state = Mutex(State())
    private let capacity: Int
    /// Buckets that a new one looks at: two shrink the table in quiet times, and of eight in a full one the fullest gives way (our choice).
    fileprivate static let looks = 2
    fileprivate static let looksWhenFull = 8

    /// - Parameter capacity: buckets at most (our choice: some 20 MB when all are taken).
    package init(capacity: Int = 100_000) { self.capacity = max(1, capacity) }

    /// Takes one token of the subject's bucket. Nil when there is no limit.
    package func take(_ subject: RateSubject, limit: RateLimit, now: Timestamp) -> Verdict? {
        guard let limit = Self.effective(limit) else { return nil }
        return state.withLock { state in
            let place = state.places[subject] ?? state.add(subject, limit, now: now, capacity: capacity)
            state.buckets[place].fill(limit, now: now)
            let passes = state.buckets[place].tokens >= 1
            if passes { state.buckets[place].tokens -= 1 }
            let missing = limit.burst - state.buckets[place].tokens
            state.buckets[place].fullAt = now.adding(seconds: Self.seconds(until: missing, limit))
            return state.buckets[place].verdict(limit, passes: passes)
        }
    }

    /// The verdict on a subject that has no token left; nil while it has one. Takes none.
    package func refusal(_ subject: RateSubject, limit: RateLimit, now: Timestamp) -> Verdict? {
        guard let limit = Self.effective(limit) else { return nil }
        return state.withLock { state in
            guard let place = state.places[subject] else { return nil }
            var bucket = state.buckets[place]
            bucket.fill(limit, now: now)
            return bucket.tokens < 1 ? bucket.verdict(limit, passes: false) : nil
        }
    }

    /// A slow rate would otherwise never have a whole token to give.
    private static func effective(_ limit: RateLimit) -> RateLimit? {
        limit.burst > 0 ? RateLimit(burst: max(1, limit.burst), perSecond: limit.perSecond) : nil
    }

    /// Seconds until so many tokens have grown; a bucket that hardly grows is held for a day (our choice).
    fileprivate static func seconds(until tokens: Double, _ limit: RateLimit) -> Double {
        limit.perSecond > 0 ? min(tokens / limit.perSecond, 86_400) : 3_600
    }

    /// Buckets held, and buckets that were looked at so far in order to forget some: for tests.
    package var work: (held: Int, examined: Int) { state.withLock { ($0.buckets.count, $0.examined) } }

    /// IPv6 addresses count by their /64, IPv4 as they are, whether within IPv6 or not.
    package static func network(_ address: String) -> String {
        let address = ForwardedAddress.read(address) ?? address
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: bytes) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ".") } + "/64"
    }
}

extension RateLimiter.State {
    /// Adds a full bucket, after making room.
    mutating func add(_ subject: RateSubject, _ limit: RateLimit, now: Timestamp, capacity: Int) -> Int {
        let isFull = buckets.count >= capacity
        var fullest: Int?
        for _ in 0..<min(isFull ? RateLimiter.looksWhenFull : RateLimiter.looks, buckets.count) {
            guard !buckets.isEmpty else { break }
            hand = hand < buckets.count ? hand : 0
            examined += 1
            if buckets[hand].fullAt <= now {
                // The newest bucket moves to this place; it is looked at in the next round.
                remove(hand)
                fullest = nil
                if isFull { break }
                hand += 1
                continue
            }
            if fullest.map({ buckets[hand].fullAt < buckets[$0].fullAt }) ?? true { fullest = hand }
            hand += 1
        }
        if buckets.count >= capacity { remove(fullest ?? 0) }
        buckets.append(.init(subject: subject, tokens: limit.burst, at: now, fullAt: now))
        places[subject] = buckets.count - 1
        return buckets.count - 1
    }

    private mutating func remove(_ place: Int) {
        places[buckets[place].subject] = nil
        let last = buckets.removeLast()
        guard place < buckets.count else { return }
        buckets[place] = last
        places[last.subject] = place
    }
}
