import Vocabulary

package struct Organization: Sendable {
    package var id: String
    package var name: String
    package var createdAt: Timestamp
    package var settings: OrganizationSettings
}

/// What an organization chooses for itself.
package struct OrganizationSettings: Sendable, Codable, Equatable {
    /// Scores from here are a match (documented: 72).
    package var matchThreshold = 72.0
    /// Scores from here to the match threshold are a review (documented: 40).
    package var reviewThreshold = 40.0
    /// For posture analysis; nil = the instance's default.
    package var plan: Plan?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case matchThreshold = "match_threshold"
        case reviewThreshold = "review_threshold"
        case plan
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        matchThreshold = try container.decodeIfPresent(Double.self, forKey: .matchThreshold) ?? 72
        reviewThreshold = try container.decodeIfPresent(Double.self, forKey: .reviewThreshold) ?? 40
        plan = try container.decodeIfPresent(Plan.self, forKey: .plan)
    }
}
