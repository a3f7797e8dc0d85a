/// Mean transformed times per key zone over people (`biometrics.md` 4.2): what a key or a pair of keys costs anybody.
package struct ZoneMeans: Sendable, Equatable {
    /// By zone, and by pair of zones.
    package var hold: [Double]
    package var downDown: [[Double]]
    package var upDown: [[Double]]

    /// Cold-start means (our choice): measured on free writing of the 28 people with even ids among 55 (`biometrics.md` 1, Villani), rare
    /// pairs drawn to the sum of their zones' effects. A protected key counts as an average letter.
    package static let coldStart = ZoneMeans(
        hold: ColdZoneMeans.hold + [ColdZoneMeans.anyHold],
        downDown: withProtected(ColdZoneMeans.downDown, ColdZoneMeans.anyDownDown),
        upDown: withProtected(ColdZoneMeans.upDown, ColdZoneMeans.anyUpDown))

    private static func withProtected(_ table: [[Double]], _ value: Double) -> [[Double]] {
        table.map { $0 + [value] } + [[Double](repeating: value, count: table.count + 1)]
    }

    package subscript(unit: TypingFeatures.Unit) -> Double {
        let first = Int(unit.first.rawValue)
        let second = Int(unit.second.rawValue)
        return switch unit.quantity {
        case .hold: hold[first]
        case .downDown: downDown[first][second]
        case .upDown: upDown[first][second]
        }
    }
}

/// Rows and columns: L0 L1 L2 R0 R1 R2 D S P E M N.
private enum ColdZoneMeans {
    static let hold: [Double] = [-2.39, -2.32, -2.46, -2.44, -2.46, -2.42, -2.49, -2.37, -2.46, -2.62, -1.54, -2.48]
    static let downDown: [[Double]] = [
        [-1.91, -1.69, -1.41, -1.97, -2.03, -1.83, -1.53, -2.03, -1.12, -0.69, -1.22, -1.44],
        [-1.82, -1.79, -1.67, -1.92, -1.92, -1.96, -1.57, -2.04, -1.08, -0.77, -1.26, -1.47],
        [-1.84, -1.87, -1.71, -1.84, -1.95, -1.80, -1.55, -1.65, -1.07, -0.84, -1.44, -1.45],
        [-1.90, -1.90, -1.66, -1.91, -1.63, -1.84, -1.51, -1.88, -0.91, -0.68, -1.66, -1.41],
        [-2.09, -2.06, -1.58, -1.78, -1.86, -1.85, -1.59, -1.91, -1.09, -0.77, -1.55, -1.49],
        [-1.96, -1.99, -1.59, -1.68, -1.64, -1.84, -1.52, -1.88, -1.15, -0.70, -1.35, -1.42],
        [-1.77, -1.72, -1.51, -1.66, -1.65, -1.66, -1.65, -1.56, -1.06, -0.79, -1.27, -1.32],
        [-1.61, -1.52, -1.34, -1.45, -1.38, -1.44, -0.92, -1.66, -1.46, -0.61, -1.36, -1.16],
        [-1.88, -1.70, -1.45, -1.51, -1.61, -1.55, -1.37, -1.62, -1.36, -0.70, -1.27, -1.14],
        [-1.53, -1.46, -1.41, -1.01, -1.18, -1.14, -1.20, -1.15, -0.86, -1.57, -1.30, -1.04],
        [-1.87, -1.81, -1.91, -1.97, -1.81, -1.92, -1.70, -2.28, -1.79, -0.86, -0.78, -1.53],
        [-1.81, -1.75, -1.55, -1.69, -1.69, -1.70, -1.45, -1.76, -1.09, -0.83, -1.21, -1.54],
    ]
    static let upDown: [[Double]] = [
        [0.70, 1.22, 1.79, 0.74, 0.66, 0.96, 1.07, 0.63, 2.09, 2.76, 1.99, 1.72],
        [0.80, 0.93, 1.19, 0.73, 0.72, 0.57, 0.92, 0.56, 2.08, 2.63, 1.98, 1.57],
        [1.06, 0.93, 1.43, 1.00, 0.75, 1.07, 1.11, 1.29, 2.20, 2.62, 1.80, 1.76],
        [0.88, 0.89, 1.36, 0.79, 1.46, 0.97, 1.16, 0.87, 2.49, 2.79, 1.62, 1.80],
        [0.63, 0.64, 1.52, 1.07, 1.29, 0.93, 1.08, 0.83, 2.31, 2.70, 1.67, 1.73],
        [0.79, 0.75, 1.41, 1.27, 1.19, 1.31, 1.14, 0.82, 2.10, 2.77, 1.95, 1.79],
        [1.20, 1.30, 1.73, 1.41, 1.45, 1.41, 1.20, 1.59, 2.34, 2.82, 2.14, 2.09],
        [1.29, 1.45, 1.77, 1.56, 1.67, 1.59, 2.23, 1.45, 1.60, 2.86, 1.73, 2.16],
        [0.81, 1.22, 1.71, 1.56, 1.45, 1.42, 1.39, 1.38, 1.98, 2.83, 2.09, 2.22],
        [1.54, 1.66, 1.72, 2.37, 2.17, 2.22, 1.73, 2.14, 2.62, 1.70, 1.96, 2.44],
        [-1.09, -1.11, -0.93, -1.17, -1.09, -1.19, -1.40, -1.46, -1.13, 1.01, 1.56, -0.35],
        [0.95, 1.05, 1.48, 1.16, 1.20, 1.16, 1.20, 1.05, 2.13, 2.57, 2.04, 1.67],
    ]
    static let anyHold = -2.44
    static let anyDownDown = -1.70
    static let anyUpDown = 1.10
}
