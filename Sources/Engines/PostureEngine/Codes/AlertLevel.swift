/// The five levels of every alert, from calm to critical (documented order).
package enum AlertLevel: String, CaseIterable, Sendable, Codable, Comparable {
    case green, yellow, orange, red, critical

    /// 0 for green … 4 for critical.
    package var rank: Int {
        switch self {
        case .green: 0
        case .yellow: 1
        case .orange: 2
        case .red: 3
        case .critical: 4
        }
    }

    package static func < (left: AlertLevel, right: AlertLevel) -> Bool { left.rank < right.rank }
}
