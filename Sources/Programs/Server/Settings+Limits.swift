import Access
import Web

extension Settings {
    /// What callers are held to, as it is enforced and as it is shown.
    var limits: InstanceLimits {
        var limits = InstanceLimits()
        limits.requests = RateLimit(burst: rateLimit * 5, perSecond: rateLimit)
        limits.anonymousRequests = RateLimit(burst: addressRateLimit * 15, perSecond: addressRateLimit)
        limits.requestsAtOnce = requestsAtOnce
        limits.exportsAtOnce = exportsAtOnce
        return limits
    }
}
