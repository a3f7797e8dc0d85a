import Vocabulary

/// What an organization may do with posture analysis (documented: the table "Rate Limits").
package enum Plan: String, Sendable, Codable, CaseIterable {
    case free, pro, enterprise

    /// Analyses in a month of UTC; nil = unlimited.
    package var analysesPerMonth: Int? {
        switch self {
        case .free: 50
        case .pro: 5_000
        case .enterprise: nil
        }
    }

    /// Sessions that may be kept; nil = unlimited.
    package var sessions: Int? { self == .free ? 5 : nil }

    /// Whether `psa_` keys work.
    package var hasAPIAccess: Bool { self != .free }

    /// The plan as people read it.
    package var title: String {
        switch self {
        case .free: "Free"
        case .pro: "Pro"
        case .enterprise: "Enterprise"
        }
    }
}
