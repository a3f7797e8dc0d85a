import PostureEngine
import Vocabulary

/// What an organization chooses for its posture analysis.
struct PostureSettings: Sendable, Codable, Equatable {
    var thresholds: PostureThresholds
    /// Whether the user's side (IRS, RAS, RAG, DRM) is read at all. The instance can switch it off for everybody.
    var readsUserRisk: Bool
    /// `psa.alert` is sent for turns from this level on (our choice: orange).
    var notifyFrom: AlertLevel

    init(mode: PostureThresholds.Mode = .balanced, readsUserRisk: Bool = true, notifyFrom: AlertLevel = .orange) {
        thresholds = PostureThresholds(mode: mode)
        self.readsUserRisk = readsUserRisk
        self.notifyFrom = notifyFrom
    }

    enum CodingKeys: String, CodingKey { case thresholds, readsUserRisk = "user_risk", notifyFrom = "notify_from" }
}

/// What the operator of an instance decides for all its organizations.
package struct PostureInstanceSettings: Sendable {
    /// `user_risk: off` removes the user's side everywhere.
    package var readsUserRisk = true
    /// The mode of organizations that have chosen none.
    package var mode = PostureThresholds.Mode.balanced
    package init() {}
}
