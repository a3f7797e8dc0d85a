import Vocabulary
import Web

/// Every limit that this server holds its callers to, as `GET /api/limits` shows them. Null = no limit.
package struct InstanceLimits: Sendable, Equatable {
    /// Bytes of a body of JSON, and of one that is imported.
    package var bodyBytes = 1 << 20
    package var importBytes = 20 << 20
    /// Requests of one key or user; of people and their own keys on the routes that are for them, the next two.
    package var requests = RateLimit(burst: 5_000, perSecond: 1_000)
    package var personalKeyRequests = RateLimit(burst: 100, perSecond: 10)
    package var loginRequests = RateLimit(burst: 100, perSecond: 20)
    /// Requests of one address that come without a valid credential.
    package var anonymousRequests = RateLimit(burst: 300, perSecond: 20)
    /// What one user may have going on at the same time on each server; 0 = no limit.
    package var requestsAtOnce = 20
    package var exportsAtOnce = 1

    package init() {}
}

struct LimitHandlers: Sendable {
    let limits: InstanceLimits

    struct LimitsResponse: Encodable, Sendable {
        struct Rate: Encodable, Sendable {
            @ExplicitNull var perMinute: Int?
            @ExplicitNull var burst: Int?
            enum CodingKeys: String, CodingKey { case perMinute = "per_minute", burst }

            init(_ limit: RateLimit) {
                _perMinute = ExplicitNull(wrappedValue: limit.burst > 0 ? Int((limit.perSecond * 60).rounded()) : nil)
                _burst = ExplicitNull(wrappedValue: limit.burst > 0 ? Int(limit.burst) : nil)
            }
        }

        /// Failed logins that cost nothing; each further one makes the next wait longer.
        struct Logins: Encodable, Sendable {
            var failuresPerAccountAndNetwork = Int(LoginThrottle.perAccountAndNetwork)
            var failuresPerAccount = Int(LoginThrottle.perAccount)
            var failuresPerNetwork = Int(LoginThrottle.perNetwork)
            var longestWaitSeconds = Int(LoginThrottle.longestWaitSeconds)
            enum CodingKeys: String, CodingKey {
                case failuresPerAccountAndNetwork = "failures_per_account_and_network", failuresPerAccount = "failures_per_account"
                case failuresPerNetwork = "failures_per_network", longestWaitSeconds = "longest_wait_seconds"
            }
        }

        struct Lists: Encodable, Sendable {
            var limit = 200
            var offset = 100_000
        }

        var bodyBytes: Int
        var importBytes: Int
        var requests: Rate
        var personalKeyRequests: Rate
        var loginRequests: Rate
        var anonymousRequests: Rate
        @ExplicitNull var requestsAtOnce: Int?
        @ExplicitNull var exportsAtOnce: Int?
        var logins = Logins()
        var lists = Lists()
        var idempotencyHours = Int(IdempotentAnswers.lifetimeSeconds / 3_600)
        enum CodingKeys: String, CodingKey {
            case bodyBytes = "body_bytes", importBytes = "import_bytes", requests
            case personalKeyRequests = "personal_key_requests", loginRequests = "login_requests", anonymousRequests = "anonymous_requests"
            case requestsAtOnce = "concurrent_requests", exportsAtOnce = "concurrent_exports", logins, lists
            case idempotencyHours = "idempotency_hours"
        }

        init(_ limits: InstanceLimits) {
            bodyBytes = limits.bodyBytes
            importBytes = limits.importBytes
            requests = Rate(limits.requests)
            personalKeyRequests = Rate(limits.personalKeyRequests)
            loginRequests = Rate(limits.loginRequests)
            anonymousRequests = Rate(limits.anonymousRequests)
            _requestsAtOnce = ExplicitNull(wrappedValue: limits.requestsAtOnce > 0 ? limits.requestsAtOnce : nil)
            _exportsAtOnce = ExplicitNull(wrappedValue: limits.exportsAtOnce > 0 ? limits.exportsAtOnce : nil)
        }
    }

    struct Response: Encodable, Sendable { var limits: LimitsResponse }

    func show(_ call: PersonCall) async throws -> Answer { .ok(OK(Response(limits: LimitsResponse(limits)))) }
}
