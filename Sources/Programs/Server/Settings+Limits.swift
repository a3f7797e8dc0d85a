import Access
import Web

extension Settings {
    /// What callers are held to, as it is enforced and as it is shown.
    var limits: InstanceLimits {
        var limits = InstanceLimits()
        limits.requests = RateLimit(burst: rateLimit * 5, perSecond: rateLimit)
        limits.personalKeyRequests = RateLimit(burst: personRateLimit / 6, perSecond: personRateLimit / 60)
        limits.loginRequests = RateLimit(burst: personRateLimit / 6, perSecond: personRateLimit / 30)
        limits.anonymousRequests = RateLimit(burst: addressRateLimit * 15, perSecond: addressRateLimit)
        limits.requestsAtOnce = requestsAtOnce
        limits.exportsAtOnce = exportsAtOnce
        return limits
    }
}
