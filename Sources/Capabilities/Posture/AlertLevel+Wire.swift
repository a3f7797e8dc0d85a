// How alert levels stand in tables and in the older documents.
import PostureEngine

extension AlertLevel {
    /// The level of a stored rank; ranks outside 0…4 do not occur.
    init(rank: Int64) { self = AlertLevel.allCases.first { Int64($0.rank) == rank } ?? .critical }

    /// As v1 and the incidents write it: `RED`.
    var upperCased: String { rawValue.uppercased() }

    func written(_ inCapitals: Bool) -> String { inCapitals ? upperCased : rawValue }
}
