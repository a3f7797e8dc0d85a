import Foundation

/// Compares everything besides typing rhythm with the person's earlier sessions.
package enum BehaviorComparison {
    /// The evidence of mouse (or touch), navigation, correction and session, in this order, with reasons in plain words.
    ///
    /// Mouse carries calibrated evidence and the documented weight. The other three have no labelled data yet: their log-odds are an estimate
    /// from traits (`BehaviorTrait`), their weight is 0 (`decisions.md` 18). A category abstains (`llr` nil) when either side shows too
    /// little of it; mouse then gives the reason `mouse_unavailable`. With a baseline of another kind of device all four abstain.
    /// - Parameter pointers: the population that the baseline was built with.
    package static func evidence(session: SessionFeatures, baseline: BehaviorBaseline, pointers: PointerPopulation) -> [CategoryEvidence] {
        guard baseline.sessionCount > 0, baseline.inputKind == session.inputKind else {
            return [Category.mouse, .navigation, .correction, .session].map {
                CategoryEvidence(category: $0, llr: nil, quality: 0, weight: CategoryEvidence.weight(of: $0))
            }
        }
        let traits = BehaviorTrait.allCases.compactMap { TraitComparison($0, session, baseline.traits[$0.rawValue]) }
        return [
            mouse(session, baseline, pointers, traits.filter { $0.trait.category == .mouse }),
            navigation(session, baseline, traits.filter { $0.trait.category == .navigation }),
            correction(session, traits.filter { $0.trait.category == .correction }),
            course(session, baseline, traits.filter { $0.trait.category == .session }),
        ]
    }

    // MARK: - Mouse and touch

    /// Strokes for full quality (documented).
    private static let strokesForFullQuality = 20.0

    private static func mouse(
        _ session: SessionFeatures, _ baseline: BehaviorBaseline, _ pointers: PointerPopulation, _ traits: [TraitComparison]
    ) -> CategoryEvidence {
        var evidence = CategoryEvidence(category: .mouse, llr: nil, quality: 0, weight: CategoryEvidence.weight(of: .mouse))
        let isTouch = session.inputKind == .touch
        guard let background = pointers.background(for: session.inputKind), let profile = baseline.pointer,
            let score = MouseModel.score(session.strokes, profile: profile, background: background)
        else {
            evidence.reasons = [Reason(
                category: .mouse, code: "mouse_unavailable", severity: .none,
                description: "There is too little pointer movement to compare, now or in the earlier sessions.")]
            return evidence
        }
        evidence.llr = score
        evidence.quality = min(1, Double(session.strokes.count) / strokesForFullQuality)
        let severity = Severity(llr: score)
        guard severity != .none else {
            evidence.reasons = [Reason(
                category: .mouse, code: isTouch ? "touch_pattern_match" : "mouse_movement_match", severity: .none,
                description: "\(isTouch ? "Swiping" : "Pointer movement") is consistent with the earlier sessions.")]
            return evidence
        }
        evidence.reasons = [Reason(
            category: .mouse, code: isTouch ? "touch_pattern_deviation" : "mouse_movement_deviation", severity: severity,
            description: isTouch ? "Swipes differ from the earlier sessions." : "The pointer moves differently than in the earlier sessions.")]
        evidence.reasons += details(traits, isTouch ? [] : [
            Detail(.pointerSpeed, "mouse_speed_deviation", higher: { "The pointer moves \(Wording.more($0)) faster than usual." },
                lower: { "The pointer moves \(Wording.less($0)) slower than usual." }),
            Detail(.pointerStraightness, "mouse_path_deviation", higher: { _ in "The pointer takes straighter paths than usual." },
                lower: { _ in "The pointer takes more curved paths than usual." }),
            Detail(.clickDistance, "click_precision_deviation", higher: { _ in "Clicks land further from the middle of their targets than usual." },
                lower: { _ in "Clicks land nearer to the middle of their targets than usual." }),
        ])
        return evidence
    }

    // MARK: - Navigation

    private static func navigation(_ session: SessionFeatures, _ baseline: BehaviorBaseline, _ traits: [TraitComparison]) -> CategoryEvidence {
        let order = FieldOrder.logOdds(BehaviorBaseline.fieldOrder(session), baseline.fieldOrders)
        let ratios = traits.map(\.logOdds) + (order.map { [$0] } ?? [])
        var evidence = estimate(.navigation, ratios, quality: Double(session.navigation.fields.count) / 4)
        guard let llr = evidence.llr else { return evidence }
        if let order, order < 0 {
            evidence.reasons.append(Reason(
                category: .navigation, code: "field_order_deviation", severity: Severity(llr: order),
                description: "The fields were filled in another order than usual."))
        }
        evidence.reasons += details(traits, [
            Detail(.identityHesitation, "unfamiliar_data_entry",
                higher: { "Personal data were begun with \(Wording.more($0)) longer hesitation than usual, as if looked up." }, lower: nil),
            Detail(.hesitation, "field_hesitation", higher: { "The person hesitated \(Wording.more($0)) longer before typing than usual." },
                lower: nil),
            Detail(.tabShare, "tab_habit_change", higher: { _ in "Fields were changed with the keyboard more than usual." },
                lower: { _ in "Fields were changed with the pointer more than usual." }),
            Detail(.revisits, "field_revisits_high", higher: { _ in "The person went back to earlier fields more often than usual." }, lower: nil),
        ])
        if llr >= 0, evidence.reasons.isEmpty {
            evidence.reasons = [Reason(
                category: .navigation, code: "navigation_match", severity: .none,
                description: "The way through the form is consistent with the earlier sessions.")]
        }
        return evidence
    }

    // MARK: - Correction

    private static func correction(_ session: SessionFeatures, _ traits: [TraitComparison]) -> CategoryEvidence {
        var evidence = estimate(.correction, traits.map(\.logOdds), quality: Double(session.correction.editCount) / 3)
        guard let llr = evidence.llr else { return evidence }
        evidence.reasons = details(traits, [
            Detail(.correctionShare, "correction_rate_high", higher: { _ in "More of the typing was corrected than usual." }, lower: nil),
            Detail(.correctionShare, "correction_rate_low", higher: nil, lower: { _ in "Less of the typing was corrected than usual." }),
        ])
        if llr >= 0, evidence.reasons.isEmpty {
            evidence.reasons = [Reason(
                category: .correction, code: "correction_habit_match", severity: .none,
                description: "Typing is corrected as in the earlier sessions.")]
        }
        return evidence
    }

    // MARK: - Session

    /// Fewer keys than this, and fewer strokes than the mouse needs, are little to go by. Our choice.
    private static let fewKeys = 20

    private static func course(_ session: SessionFeatures, _ baseline: BehaviorBaseline, _ traits: [TraitComparison]) -> CategoryEvidence {
        var evidence = estimate(.session, traits.map(\.logOdds), quality: session.eventCount > 0 ? 1 : 0)
        func note(_ code: String, _ description: String) {
            evidence.reasons.append(Reason(category: .session, code: code, severity: .none, description: description))
        }
        evidence.reasons = details(traits, [
            Detail(.firstAction, "first_action_delay", higher: { "It took \(Wording.more($0)) longer than usual until the first action." },
                lower: nil),
            Detail(.duration, "session_pace_deviation", higher: { "The session took \(Wording.more($0)) longer than usual." },
                lower: { "The session was \(Wording.less($0)) shorter than usual." }),
        ])
        if let llr = evidence.llr, llr < -0.5, evidence.reasons.isEmpty {
            evidence.reasons = [Reason(
                category: .session, code: "session_pace_deviation", severity: Severity(llr: llr),
                description: "The course of the session differs from the earlier ones.")]
        } else if let llr = evidence.llr, llr >= 0, evidence.reasons.isEmpty {
            note("session_pace_match", "The course of the session is consistent with the earlier ones.")
        }
        if baseline.sessionCount < 3 {
            note("baseline_building", "Only \(baseline.sessionCount == 1 ? "one earlier session is" : "two earlier sessions are") known so far.")
        }
        if session.typing.keyCount < fewKeys, session.strokes.count < MouseModel.neededInTest {
            note("low_activity", "There was little typing and little pointing in this session.")
        }
        if session.typing.clockGridMs > ClockGrid.coarsestForHoldsMs {
            note("timer_precision_low", "The browser's clock is too coarse to tell how long keys are held.")
        }
        return evidence
    }

    // MARK: - Shared

    private static func estimate(_ category: Category, _ ratios: [Double], quality: Double) -> CategoryEvidence {
        CategoryEvidence(
            category: category, llr: ratios.isEmpty ? nil : min(max(Sample.mean(ratios), -2), 2), quality: ratios.isEmpty ? 0 : min(1, quality),
            weight: CategoryEvidence.weight(of: category))
    }

    /// What to say of a trait that deviates, upwards and downwards; nil where that direction is no finding.
    private struct Detail {
        var trait: BehaviorTrait
        var code: String
        var higher: ((Double) -> String)?
        var lower: ((Double) -> String)?

        init(_ trait: BehaviorTrait, _ code: String, higher: ((Double) -> String)?, lower: ((Double) -> String)?) {
            self.trait = trait
            self.code = code
            self.higher = higher
            self.lower = lower
        }
    }

    /// Findings for the traits that speak against the person, in the given order.
    private static func details(_ traits: [TraitComparison], _ details: [Detail]) -> [Reason] {
        details.compactMap { detail in
            guard let found = traits.first(where: { $0.trait == detail.trait }), found.logOdds < 0, abs(found.difference) > 0.02,
                let text = found.difference > 0 ? detail.higher : detail.lower
            else { return nil }
            return Reason(
                category: detail.trait.category, code: detail.code, severity: Severity(llr: found.logOdds), description: text(found.difference))
        }
    }
}

/// Differences of logarithms in words.
enum Wording {
    /// "31 %", "much" from three times as much on.
    static func more(_ difference: Double) -> String {
        let ratio = exp(min(abs(difference), 10))
        return ratio >= 3 ? "much" : "\(Int(((ratio - 1) * 100).rounded())) %"
    }

    /// "24 %" of a decrease, "much" from a third on.
    static func less(_ difference: Double) -> String {
        let ratio = exp(-min(abs(difference), 10))
        return ratio <= 1.0 / 3 ? "much" : "\(Int(((1 - ratio) * 100).rounded())) %"
    }
}

/// Compares the order in which fields were first visited.
enum FieldOrder {
    /// Evidence from the share of pairs of common fields that come in the same order as in the best fitting earlier session: 0.3 for the same
    /// order, down to −1.5. Nil with fewer than three common fields. Our choice.
    static func logOdds(_ order: [UInt64], _ earlier: [[UInt64]]) -> Double? {
        earlier.compactMap { agreement(order, $0) }.max().map { max(-1.5, 0.3 - 3 * (1 - $0)) }
    }

    /// Share of concordant pairs (Kendall), 0…1; nil with fewer than three common fields.
    static func agreement(_ order: [UInt64], _ other: [UInt64]) -> Double? {
        let places = Dictionary(other.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let common = order.compactMap { places[$0] }
        guard common.count >= 3 else { return nil }
        var concordant = 0
        for first in common.indices { for second in common.indices where second > first && common[first] < common[second] { concordant += 1 } }
        return Double(concordant) / Double(common.count * (common.count - 1) / 2)
    }
}
