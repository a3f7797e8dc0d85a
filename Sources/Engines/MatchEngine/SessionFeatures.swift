/// What the engine keeps of one session once its raw events are gone: statistics, never characters or values.
package struct SessionFeatures: Sendable, Equatable {
    /// Version of the extraction; features of another version are extracted anew from the raw events while these exist.
    package static let currentVersion = 1

    /// Which device the session was made with; profiles of different kinds are never compared.
    package enum InputKind: String, Sendable, CaseIterable { case desktop, touch }

    package var version = SessionFeatures.currentVersion
    package var inputKind: InputKind = .desktop
    package var eventCount = 0
    package var durationMs = 0.0
    package var typing = TypingFeatures()
    /// One 25-vector per pointer stroke (`biometrics.md` 4.4), at most 400 a session, in order.
    package var strokes: [[Float]] = []
    package var navigation = NavigationFeatures()
    package var correction = CorrectionFeatures()
    package var pace = PaceFeatures()
    /// Red flags that the session shows by itself, whoever made it.
    package var redFlags: [RedFlag] = []
    /// A hash of the rounded interval sequence, for finding replays by index; nil under 40 keys.
    package var intervalFingerprint: Int64?

    package init() {}
}

/// Keystroke timing of one session, in seconds, untransformed.
package struct TypingFeatures: Sendable, Equatable {
    /// One visit-ordered run of keys in one field. Arrays are aligned: `hold[i]` belongs to key i; `downDown[i]` and `upDown[i]`
    /// lie between key i and key i+1 (count − 1 values). NaN = not measured.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var isProtected = false
        /// Zone per key with corrections removed (`biometrics.md` 4.1); all `.protected` in protected fields.
        package var zones: [BehaviorEvent.Zone] = []
        package var hold: [Float] = []
        package var downDown: [Float] = []
        package var upDown: [Float] = []
        package init(name: String) { self.name = name }
    }

    /// Zone units `H(z)`, `D(z1,z2)`, `U(z1,z2)` over all unprotected text fields, as transformed moments (`biometrics.md` 4.2).
    package struct Unit: Sendable, Hashable {
        package enum Quantity: UInt8, Sendable, CaseIterable { case hold = 0, downDown, upDown }
        package var quantity: Quantity
        package var first: BehaviorEvent.Zone
        /// Equal to `first` for `hold`.
        package var second: BehaviorEvent.Zone
        package init(_ quantity: Quantity, _ first: BehaviorEvent.Zone, _ second: BehaviorEvent.Zone) {
            self.quantity = quantity
            self.first = first
            self.second = second
        }
        /// Dense position among all units: quantity × 169 + first × 13 + second, in 0 ..< 507.
        package var index: Int { Int(quantity.rawValue) * 169 + Int(first.rawValue) * 13 + Int(second.rawValue) }
        package func hash(into hasher: inout Hasher) { hasher.combine(index) }
    }

    /// Count, mean and sum of squared deviations of a unit's instances.
    package struct Moments: Sendable, Equatable {
        package var count = 0
        package var mean = 0.0
        package var squaredDeviations = 0.0
        package init() {}
        package mutating func add(_ value: Double) {
            count += 1
            let delta = value - mean
            mean += delta / Double(count)
            squaredDeviations += delta * (value - mean)
        }
        package mutating func merge(_ other: Moments) {
            guard other.count > 0 else { return }
            let total = Double(count + other.count)
            let delta = other.mean - mean
            mean += delta * Double(other.count) / total
            squaredDeviations += other.squaredDeviations + delta * delta * Double(count) * Double(other.count) / total
            count += other.count
        }
    }

    package var keyCount = 0
    package var fields: [Field] = []
    package var units: [Unit: Moments] = [:]
    /// Step of the browser's clock in milliseconds as seen in the timings; holds are left out above 10 ms.
    package var clockGridMs = 0.0
    /// True when an input method editor composed the text: typing abstains.
    package var usedComposition = false

    package init() {}
}

/// A finding about one session that needs no baseline.
package struct RedFlag: Sendable, Equatable {
    package enum Severity: String, Sendable, Comparable {
        case mild, moderate, severe
        private var rank: Int { self == .mild ? 0 : self == .moderate ? 1 : 2 }
        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    }
    /// A code of `biometrics.md` 6, e.g. `uniform_key_timing`.
    package var code: String
    package var category: Category
    package var severity: Severity
    /// In plain words, without raw values.
    package var description: String
    /// False for rules whose threshold was never measured: reported, but not capping the score (`decisions.md` 18).
    package var capsScore: Bool

    package init(code: String, category: Category, severity: Severity, description: String, capsScore: Bool) {
        self.code = code
        self.category = category
        self.severity = severity
        self.description = description
        self.capsScore = capsScore
    }
}

/// The five kinds of evidence (documented).
package enum Category: String, Sendable, CaseIterable { case typing, mouse, navigation, correction, session }
