/// What the keys of a text cost anybody, as far as their zones tell: transformed hold, press-to-press and release-to-press times
/// (`biometrics.md` 4.2) by plain and special keys. Finer tables fit free writing better, but told people apart less well on fixed text.
enum KeyExpectation {
    private enum Class: Int { case plain, special, modifier, unknown }

    /// The means of a text's row: holds, then press-to-press, then release-to-press times.
    static func row(for zones: [BehaviorEvent.Zone]) -> [Double] {
        let classes = zones.map(keyClass)
        let pairs = zip(classes, classes.dropFirst())
        return classes.map { holds[$0.rawValue] } + pairs.map { downDown[$0.rawValue][$1.rawValue] }
            + pairs.map { upDown[$0.rawValue][$1.rawValue] }
    }

    private static func keyClass(_ zone: BehaviorEvent.Zone) -> Class {
        switch zone {
        case .l0, .l1, .l2, .r0, .r1, .r2, .space: .plain
        case .digit, .punctuation, .edit, .enter: .special
        case .modifier: .modifier
        case .protected: .unknown
        }
    }

    // Our choice, between what every second person of the CMU set shows on a password and the people of `ZoneMeans.coldStart` in free
    // writing: both agree on plain keys, and differ by up to a quarter on special ones. Rows: from plain, special, modifier, unknown.
    private static let holds = [-2.47, -2.47, -1.54, -2.47]
    private static let downDown = [
        [-1.88, -1.28, -1.25, -1.70], [-1.62, -1.50, -1.30, -1.60], [-1.87, -1.80, -1.00, -1.80], [-1.70, -1.50, -1.30, -1.70],
    ]
    private static let upDown = [
        [0.98, 1.90, 1.95, 1.20], [1.40, 1.50, 2.00, 1.45], [-1.10, -1.20, 1.50, -1.10], [1.20, 1.60, 1.80, 1.20],
    ]
}
