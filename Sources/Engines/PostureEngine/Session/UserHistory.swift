/// What a session remembers of the user's side, and of the sycophancy that may feed it: numbers of the last turns only.
package struct UserHistory: Sendable, Equatable, Codable {
    /// Hedge ratios of the last five user turns, oldest first.
    package private(set) var hedgeRatios: [Double] = []
    /// Activity of the last three user turns.
    package private(set) var activity: [Double] = []
    /// Sycophancy densities of the last three turns of the model.
    package private(set) var sycophancy: [Double] = []

    private enum CodingKeys: String, CodingKey {
        case hedgeRatios = "h"
        case activity = "a"
        case sycophancy = "s"
    }

    package init() {}

    mutating func add(sycophancyDensity: Double) { Self.push(sycophancyDensity, to: &sycophancy, keeping: 3) }

    mutating func add(hedgeRatio: Double, activity value: Double) {
        Self.push(hedgeRatio, to: &hedgeRatios, keeping: ConvictionSlope.turns)
        Self.push(value, to: &activity, keeping: 3)
    }

    private static func push(_ value: Double, to values: inout [Double], keeping limit: Int) {
        values.append(value)
        if values.count > limit { values.removeFirst() }
    }
}
