import Foundation
import Testing

@testable import MatchEngine

@Suite struct BehaviorComparisonTests {
    /// A person's session at a form of five fields.
    private func session(
        _ seed: UInt64, order: [String] = ["first_name", "last_name", "email", "city", "note"], delay: Double = 0.6, edits: Int = 1,
        byPointer: Bool = false, bend: Double = 0.12, step: Double = 0.016, pasteInto: String? = nil, breaksIn: Set<String> = []
    ) -> SessionFeatures {
        var stream = BehaviorStream(seed: seed)
        stream.wander(24, bend: bend, step: step)
        for field in order {
            if byPointer {
                stream.add(.mousedown) { $0.x = 10; $0.y = 10 }
                stream.add(.mouseup) { $0.x = 10; $0.y = 10 }
            }
            stream.add(.focus, field: field)
            stream.now += delay * exp(0.1 * stream.normal())
            if field == pasteInto { stream.add(.paste, field: field) { $0.length = 9 } }
            stream.human(10, field: field)
            if breaksIn.contains(field) {
                stream.now += 2.5
                stream.human(4, field: field)
            }
            for _ in 0 ..< edits { stream.key(.edit, field: field) }
            if !byPointer { stream.key(.enter, field: field, interval: 0.1) }
            stream.add(.blur, field: field)
        }
        stream.add(.formSubmit)
        return stream.features()
    }

    private func baseline(_ count: Int = 6, pasteInto: String? = nil) -> BehaviorBaseline {
        BehaviorBaseline.build(from: (0 ..< count).map { session(UInt64($0), pasteInto: pasteInto) }, pointers: .coldStart)
    }

    private func evidence(_ session: SessionFeatures) -> [Category: CategoryEvidence] {
        let all = BehaviorComparison.evidence(session: session, baseline: baseline(), pointers: .coldStart)
        #expect(all.map(\.category) == [.mouse, .navigation, .correction, .session])
        return Dictionary(all.map { ($0.category, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("the same habits match in every category, and only the mouse weighs")
    func sameHabits() throws {
        let found = evidence(session(50))
        for category in [Category.mouse, .navigation, .correction, .session] {
            let own = try #require(found[category])
            #expect(try #require(own.llr) > 0, "\(category)")
            #expect(own.reasons.contains { $0.severity == .none && $0.code.hasSuffix("_match") }, "\(own.reasons)")
            #expect(own.quality == 1)
            #expect(own.weight == (category == .mouse ? 0.5 : 0))
        }
    }

    @Test("other ways through the form are named with their direction")
    func navigation() throws {
        let other = session(51, order: ["note", "city", "email", "last_name", "first_name"], delay: 3.5, byPointer: true)
        let own = try #require(evidence(other)[.navigation])
        #expect(try #require(own.llr) < 0)
        let codes = Set(own.reasons.map(\.code))
        #expect(codes.isSuperset(of: ["field_order_deviation", "field_hesitation", "unfamiliar_data_entry", "tab_habit_change"]))
        #expect(own.reasons.contains { $0.description.contains("longer") })
        #expect(own.reasons.allSatisfy { $0.severity > .none && $0.category == .navigation })
    }

    @Test("more correcting than usual is named")
    func correction() throws {
        let own = try #require(evidence(session(52, edits: 6))[.correction])
        #expect(own.reasons.map(\.code).contains("correction_rate_high"))
    }

    @Test("another hand on the mouse is named, with speed and path")
    func mouse() throws {
        let own = try #require(evidence(session(53, bend: 0.6, step: 0.05))[.mouse])
        #expect(try #require(own.llr) < 0)
        #expect(own.reasons.map(\.code).starts(with: ["mouse_movement_deviation"]))
        let speed = try #require(own.reasons.first { $0.code == "mouse_speed_deviation" })
        #expect(speed.description.contains("slower"))
        #expect(own.reasons.contains { $0.code == "mouse_path_deviation" && $0.description.contains("curved") })
    }

    @Test("too little to go by abstains and says so")
    func abstention() throws {
        let found = evidence(SessionFeatures())
        #expect(found.values.allSatisfy { $0.llr == nil })
        #expect(try #require(found[.mouse]).reasons.map(\.code) == ["mouse_unavailable"])
        #expect(try #require(found[.session]).reasons.map(\.code).contains("low_activity"))
    }

    @Test("another kind of device is not compared")
    func otherDevice() {
        var phone = session(54)
        phone.inputKind = .touch
        #expect(BehaviorComparison.evidence(session: phone, baseline: baseline(), pointers: .coldStart).allSatisfy { $0.llr == nil })
        let empty = BehaviorBaseline.build(from: [], pointers: .coldStart)
        #expect(BehaviorComparison.evidence(session: phone, baseline: empty, pointers: .coldStart).allSatisfy { $0.llr == nil })
    }

    @Test("the first sessions say that the baseline is being built")
    func building() {
        let young = BehaviorComparison.evidence(session: session(55), baseline: baseline(2), pointers: .coldStart)
        #expect(young.flatMap(\.reasons).contains { $0.code == "baseline_building" })
    }

    @Test("pasting into identity fields is forgiven once it is the person's habit")
    func pasteHabit() {
        let pasted = session(60, pasteInto: "email")
        #expect(pasted.redFlags.map(\.code) == ["paste_identity_field"])
        #expect(RedFlagRules.againstBaseline(session: pasted, baseline: baseline()).map(\.code) == ["paste_identity_field"])
        #expect(RedFlagRules.againstBaseline(session: pasted, baseline: baseline(6, pasteInto: "email")).isEmpty)
        #expect(RedFlagRules.againstBaseline(session: pasted, baseline: baseline(2, pasteInto: "email")).map(\.code) == ["paste_identity_field"])
    }

    @Test("recalling one's data in pieces is observed where the person never did")
    func segmentedRecall() {
        let recalled = session(61, breaksIn: ["first_name", "last_name", "email"])
        let flags = RedFlagRules.againstBaseline(session: recalled, baseline: baseline())
        #expect(flags.map(\.code) == ["segmented_recall"])
        #expect(flags.allSatisfy { !$0.capsScore && $0.severity == .moderate })
        #expect(RedFlagRules.againstBaseline(session: recalled, baseline: baseline(2)).isEmpty)
    }

    @Test("a learned session sent again is a replay even with a little noise, a new one is not")
    func replay() {
        let learned = baseline()
        #expect(RedFlagRules.againstBaseline(session: session(3), baseline: learned).map(\.code) == ["replayed_session"])
        #expect(RedFlagRules.againstBaseline(session: session(99), baseline: learned).isEmpty)
        var noisy = session(3)
        noisy.typing.fields = noisy.typing.fields.map { field in
            var field = field
            field.downDown = field.downDown.enumerated().map { $1 + ($0 % 2 == 0 ? 0.001 : -0.001) }
            return field
        }
        #expect(RedFlagRules.againstBaseline(session: noisy, baseline: learned).map(\.code) == ["replayed_session"])
    }
}
