import Logging
import Vocabulary

/// What the web platform is given from outside: credentials, time, limits.
package struct WebSettings: Sendable {
    package var authenticate: Authenticate
    package var clock: Clock
    package var logger: Logger
    /// Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy that sets them.
    package var trustsProxy = false
    /// The address others reach us under; when nil, the request's Host header tells.
    package var publicURL: String?
    /// Largest JSON body in bytes, packed and unpacked (our choice: 1 MiB).
    package var bodyLimit = 1 << 20
    /// Largest event batch in bytes, packed and unpacked (our choice: 8 MiB holds 5,000 events of over 1.5 kB).
    package var batchLimit = 8 << 20
    /// Largest body of a caller not yet known (browsers let beacons have 64 KiB).
    package var beaconLimit = 64 << 10
    /// Per key or user (our choice: far above any form traffic, low enough to stop a loop).
    package var callerLimit = RateLimit(burst: 5_000, perSecond: 1_000)
    /// Of one personal key and of one login, on the routes for people (both documented: 600 and 1,200 a minute, 100 at once).
    package var personalKeyLimit = RateLimit(burst: 100, perSecond: 10)
    package var loginLimit = RateLimit(burst: 100, perSecond: 20)
    /// Per address for requests without a valid caller (our choice).
    package var addressLimit = RateLimit(burst: 300, perSecond: 20)
    /// How many requests of one user in their own name are answered at the same time, on each server (documented: 20).
    package var requestsAtOnce = Slots(limit: 20)
    /// How many exports of one user are written at the same time, on each server (documented: one).
    package var exportsAtOnce = Slots(limit: 1)
    /// Where large bodies are parsed and large answers are written.
    package var offload = Offload()
    package var metrics = MetricsRegistry()
    package var limiter = RateLimiter()
    package var proven = ProvenCredentials()
    /// The page that a browser is shown at a path where nothing is; nil where programs ask, which get the error itself.
    package var pageOfNothing: @Sendable (_ path: String) -> Answer? = { _ in nil }
    /// Keeps the answers of requests that carry an `Idempotency-Key`; nil = the header is not looked at.
    package var idempotency: IdempotencyStore?

    package init(authenticate: @escaping Authenticate, clock: @escaping Clock, logger: Logger) {
        self.authenticate = authenticate
        self.clock = clock
        self.logger = logger
    }
}
