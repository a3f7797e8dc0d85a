/// What one category says about a session, in one unit for all: calibrated log-odds that the same person made it.
package struct CategoryEvidence: Sendable, Equatable {
    package var category: Category
    /// Calibrated log-likelihood ratio in nats, positive = the same person; nil when the category abstains.
    package var llr: Double?
    /// How much the session shows of this category against what a sound verdict needs, 0…1 (`biometrics.md` 4.5).
    package var quality: Double
    /// Factor of this category in the score; 0 = reasons only (`decisions.md` 18).
    package var weight: Double
    /// Findings, each with the severity of its own evidence.
    package var reasons: [Reason]

    package init(category: Category, llr: Double?, quality: Double, weight: Double, reasons: [Reason] = []) {
        self.category = category
        self.llr = llr
        self.quality = quality
        self.weight = weight
        self.reasons = reasons
    }

    /// The factor that the documentation names for each category; navigation, correction and session have no labelled data yet and
    /// weigh nothing (`decisions.md` 18).
    package static func weight(of category: Category) -> Double {
        switch category {
        case .typing: 1
        case .mouse: 0.5
        case .navigation, .correction, .session: 0
        }
    }
}

/// A finding in plain words: what differs or agrees, in which direction, never a raw feature value.
package struct Reason: Sendable, Equatable {
    package var category: Category
    /// A code of `biometrics.md` 6, e.g. `key_hold_deviation`.
    package var code: String
    package var severity: Severity
    package var description: String

    package init(category: Category, code: String, severity: Severity, description: String) {
        self.category = category
        self.code = code
        self.severity = severity
        self.description = description
    }
}

/// How strongly a finding speaks against the claimed person.
package enum Severity: String, Sendable, CaseIterable, Comparable {
    case none, mild, moderate, severe

    /// The severity of calibrated evidence of `llr` nats (documented): from 0 none, from −1 mild, from −2.5 moderate, below severe.
    package init(llr: Double) {
        self = llr >= 0 ? .none : llr >= -1 ? .mild : llr >= -2.5 ? .moderate : .severe
    }

    private var rank: Int {
        switch self {
        case .none: 0
        case .mild: 1
        case .moderate: 2
        case .severe: 3
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
