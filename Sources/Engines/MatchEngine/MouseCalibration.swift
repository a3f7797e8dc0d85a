import Foundation

/// From the two raw ratios to log-odds: `l = α_h·h + α_m·m + β(N)`, β interpolated in ln N, N = strokes of the profile.
///
/// Fitted by logistic regression with equal weights for both classes on the Balabit trials, with profiles cut to 30 … all strokes and tests
/// cut to 20 strokes or whole. With the two slopes fixed at their values for whole profiles, the best common factor stays within .92 and
/// 1.16 at every depth; only the offset moves.
package struct MouseCalibration: Sendable, Equatable {
    package var histogramSlope: Double
    package var movementSlope: Double
    /// Used when there is no movement ratio.
    package var histogramSlopeAlone: Double
    package var histogramOffsetAlone: Double
    /// Offsets at profiles of 30, 120, 250 and 700 strokes.
    package var offsets: [Double]
    /// Largest log-odds either way.
    package var most: Double

    private static let offsetStrokes = [30.0, 120, 250, 700]

    package init(
        histogramSlope: Double, movementSlope: Double, histogramSlopeAlone: Double, histogramOffsetAlone: Double, offsets: [Double], most: Double
    ) {
        self.histogramSlope = histogramSlope
        self.movementSlope = movementSlope
        self.histogramSlopeAlone = histogramSlopeAlone
        self.histogramOffsetAlone = histogramOffsetAlone
        self.offsets = offsets
        self.most = most
    }

    /// For all 25 features, background learned from the same kind of recordings.
    package static let allFeatures = MouseCalibration(
        histogramSlope: 0.435, movementSlope: 0.0456, histogramSlopeAlone: 0.626, histogramOffsetAlone: -0.08,
        offsets: [-0.40, -0.45, -0.67, -1.03], most: 2)

    /// For the cold start's background and features, fitted like the other. The histogram is not heard there: whoever moves unlike the
    /// shipped background stands out from it, and so does everybody else with the same kind of mouse. |l| ≤ 1 for the same reason. Our choice.
    package static let coldStart = MouseCalibration(
        histogramSlope: 0, movementSlope: 0.25, histogramSlopeAlone: 0, histogramOffsetAlone: 0, offsets: [-2.5, -2.6, -3.0, -3.3], most: 1)

    func logOdds(histogram: Double, movement: Double?, profileStrokes: Int) -> Double {
        guard let movement else { return histogramSlopeAlone * histogram + histogramOffsetAlone }
        return histogramSlope * histogram + movementSlope * movement + offset(Double(profileStrokes))
    }

    private func offset(_ strokes: Double) -> Double {
        let knots = MouseCalibration.offsetStrokes
        guard offsets.count == knots.count, strokes > knots[0] else { return offsets.first ?? 0 }
        for upper in 1 ..< knots.count where strokes <= knots[upper] {
            let share = log(strokes / knots[upper - 1]) / log(knots[upper] / knots[upper - 1])
            return offsets[upper - 1] + share * (offsets[upper] - offsets[upper - 1])
        }
        return offsets[offsets.count - 1]
    }
}

extension MouseBackground {
    /// The background of an organization without people of its own, for mice. It leaves out what depends on how often a browser samples the
    /// pointer rather than on the hand: intervals, sampling rate, steps, accelerations, turns per step. It reaches an AUC of 0.927 on the Balabit
    /// trials (whose people it knows); across browsers it avoids taking a common sampling rate for a common hand.
    package static let coldStart = MouseBackground(
        personCount: 0, features: ColdMouse.features.map(\.rawValue), samples: ColdMouse.samples,
        ranks: RankGaussianMap(samples: ColdMouse.samples, features: ColdMouse.features.count), movement: ColdMouse.movement,
        calibration: .coldStart)
}

/// Aggregate constants of the training sessions of ten people in the Balabit Mouse Dynamics Challenge (Fülöp, Kovács, Kurics and
/// Windhager-Pokol, 2016), at most 200 strokes a person; measured with this extractor.
private enum ColdMouse {
    static let features: [Strokes.Feature] = [
        .duration, .pathLength, .straightness, .meanSpeed, .speedDeviation, .speedVariation, .peakPosition, .totalTurn, .chordDeviation,
        .startSpeed, .endSpeed, .verticalShare, .horizontalShare,
    ]

    /// The quantiles as 48 made-up strokes, of which only the distribution of each feature means anything.
    static let samples: [[Double]] = (0 ..< 48).map { row in quantiles.map { $0[row] } }

    static var movement: TwoCovariance? {
        var between = Matrix(diagonal: betweenDiagonal.map { $0 + unknownMean })
        var within = Matrix(diagonal: betweenDiagonal)
        for (row, values) in withinLowerTriangle.enumerated() {
            for (column, value) in values.enumerated() {
                within[row, column] = value
                within[column, row] = value
            }
        }
        between = between.withEigenvalues(atLeast: 1e-4)
        return TwoCovariance(
            mean: mean, between: between, within: within.withEigenvalues(atLeast: 1e-3 * (within.diagonal.max() ?? 1)), degreesOfFreedom: 4)
    }

    /// Added to B because people elsewhere may all lie apart from these ten. Our choice, as typing does with unknown means (4.6); on the
    /// Balabit trials any value from 0 to 1 gives an AUC of .926 to .931.
    private static let unknownMean = 0.6
    /// μ, diagonal of B (its other entries are not known well enough from ten people) and W of the mean normal scores of blocks of 40 strokes.
    private static let mean = [
        -0.0202, 0.0053, 0.0184, 0.0231, 0.0163, -0.0081, -0.0115, 0.0028, -0.0123, 0.0107, -0.0095, 0.0109, 0.0115,
    ]
    private static let betweenDiagonal = [
        0.1163, 0.035, 0.0562, 0.02, 0.02, 0.0758, 0.021, 0.1876, 0.0287, 0.023, 0.1497, 0.1031, 0.0658,
    ]
    private static let withinLowerTriangle: [[Double]] = [
        [0.0376],
        [0.0246, 0.0837],
        [-0.0164, -0.0208, 0.0484],
        [0.0063, 0.0709, -0.0139, 0.0892],
        [0.008, 0.066, -0.0137, 0.0738, 0.0787],
        [0.0078, 0.0146, -0.0058, 0.0142, 0.0211, 0.0286],
        [0.0068, 0.0006, -0.0011, -0.004, -0.0057, -0.0053, 0.0319],
        [0.024, 0.0281, -0.0295, 0.0167, 0.0185, 0.0121, 0.0024, 0.038],
        [0.0214, 0.0568, -0.031, 0.0521, 0.0488, 0.0117, -0.0008, 0.0292, 0.0602],
        [-0.0036, 0.0426, -0.0101, 0.0529, 0.0486, 0.0084, -0.0181, 0.0088, 0.0348, 0.0602],
        [0.0194, 0.0428, -0.0139, 0.0349, 0.0282, -0.0034, 0.0177, 0.0177, 0.0326, 0.0122, 0.0616],
        [-0.0048, -0.0289, 0.0071, -0.0299, -0.025, 0.001, 0.0021, -0.0069, -0.0221, -0.0199, -0.0211, 0.0395],
        [0.0025, -0.0085, 0.006, -0.0129, -0.0121, -0.0024, 0.0023, -0.0033, -0.0106, -0.015, -0.0055, -0.002, 0.0292],
    ]

    /// Per feature the quantiles at (j + ½)/48.
    private static let quantiles: [[Double]] = [
        // duration
        [
            -1.963, -1.441, -1.024, -0.828, -0.695, -0.605, -0.55, -0.496, -0.422, -0.354, -0.289, -0.248, -0.208, -0.171, -0.117, -0.1, -0.066,
            -0.032, -0.001, 0.028, 0.073, 0.103, 0.13, 0.17, 0.196, 0.233, 0.271, 0.306, 0.328, 0.365, 0.403, 0.444, 0.493, 0.521, 0.561, 0.602,
            0.651, 0.691, 0.737, 0.803, 0.851, 0.896, 0.957, 1.032, 1.119, 1.21, 1.341, 1.591,
        ],
        // pathLength
        [
            2.787, 3.101, 3.481, 3.792, 3.988, 4.19, 4.36, 4.542, 4.648, 4.768, 4.844, 4.965, 5.054, 5.145, 5.228, 5.302, 5.368, 5.44, 5.499,
            5.566, 5.633, 5.687, 5.742, 5.801, 5.861, 5.914, 5.962, 6.01, 6.061, 6.108, 6.15, 6.198, 6.279, 6.322, 6.365, 6.414, 6.466, 6.523,
            6.598, 6.657, 6.731, 6.829, 6.928, 7.033, 7.133, 7.297, 7.51, 7.899,
        ],
        // straightness
        [
            0.029, 0.079, 0.117, 0.178, 0.214, 0.256, 0.296, 0.339, 0.375, 0.407, 0.439, 0.471, 0.508, 0.532, 0.571, 0.602, 0.626, 0.65, 0.678,
            0.708, 0.732, 0.753, 0.775, 0.793, 0.813, 0.828, 0.842, 0.856, 0.87, 0.885, 0.898, 0.911, 0.919, 0.929, 0.939, 0.946, 0.952, 0.959,
            0.965, 0.974, 0.979, 0.983, 0.987, 0.991, 0.993, 0.996, 0.998, 1.0,
        ],
        // meanSpeed
        [
            3.322, 3.783, 4.052, 4.315, 4.504, 4.65, 4.788, 4.9, 5.005, 5.107, 5.175, 5.237, 5.304, 5.348, 5.4, 5.449, 5.512, 5.57, 5.606, 5.654,
            5.686, 5.736, 5.781, 5.821, 5.853, 5.888, 5.937, 5.971, 6.016, 6.062, 6.106, 6.144, 6.188, 6.227, 6.276, 6.322, 6.376, 6.427, 6.482,
            6.535, 6.588, 6.657, 6.733, 6.83, 6.922, 7.061, 7.227, 7.57,
        ],
        // speedDeviation
        [
            3.047, 3.521, 3.754, 4.041, 4.244, 4.414, 4.555, 4.674, 4.77, 4.874, 4.994, 5.095, 5.181, 5.269, 5.353, 5.431, 5.492, 5.539, 5.585,
            5.645, 5.693, 5.739, 5.781, 5.837, 5.88, 5.929, 5.983, 6.028, 6.087, 6.133, 6.178, 6.221, 6.265, 6.327, 6.365, 6.431, 6.489, 6.549,
            6.607, 6.668, 6.742, 6.82, 6.89, 6.957, 7.057, 7.232, 7.407, 7.698,
        ],
        // speedVariation
        [
            0.364, 0.49, 0.543, 0.589, 0.626, 0.653, 0.681, 0.71, 0.736, 0.754, 0.779, 0.791, 0.809, 0.827, 0.845, 0.864, 0.878, 0.892, 0.912,
            0.931, 0.945, 0.965, 0.977, 0.994, 1.014, 1.031, 1.047, 1.066, 1.087, 1.102, 1.117, 1.142, 1.164, 1.188, 1.207, 1.234, 1.264, 1.296,
            1.33, 1.358, 1.395, 1.435, 1.485, 1.548, 1.609, 1.663, 1.768, 2.026,
        ],
        // peakPosition
        [
            0.016, 0.028, 0.038, 0.047, 0.056, 0.063, 0.071, 0.083, 0.083, 0.1, 0.1, 0.109, 0.125, 0.125, 0.14, 0.157, 0.167, 0.188, 0.197,
            0.214, 0.223, 0.25, 0.25, 0.275, 0.292, 0.3, 0.316, 0.346, 0.357, 0.375, 0.389, 0.409, 0.424, 0.45, 0.478, 0.5, 0.517, 0.542, 0.567,
            0.591, 0.617, 0.625, 0.649, 0.688, 0.723, 0.786, 0.854, 0.917,
        ],
        // totalTurn
        [
            -2.281, -1.165, -0.586, -0.284, -0.031, 0.213, 0.376, 0.473, 0.573, 0.677, 0.793, 0.905, 0.996, 1.058, 1.144, 1.203, 1.272, 1.329,
            1.389, 1.44, 1.5, 1.563, 1.611, 1.664, 1.709, 1.769, 1.814, 1.87, 1.917, 1.994, 2.054, 2.117, 2.173, 2.243, 2.294, 2.353, 2.399,
            2.461, 2.525, 2.579, 2.636, 2.743, 2.842, 2.923, 3.01, 3.15, 3.344, 3.679,
        ],
        // chordDeviation
        [
            -0.733, -0.052, 0.394, 0.716, 1.049, 1.366, 1.575, 1.814, 1.988, 2.147, 2.293, 2.442, 2.528, 2.635, 2.737, 2.833, 2.924, 3.045,
            3.165, 3.248, 3.347, 3.414, 3.504, 3.594, 3.683, 3.786, 3.858, 3.951, 4.022, 4.087, 4.182, 4.24, 4.301, 4.38, 4.462, 4.544, 4.622,
            4.709, 4.801, 4.902, 5.026, 5.151, 5.27, 5.411, 5.576, 5.75, 5.997, 6.472,
        ],
        // startSpeed
        [
            1.54, 2.157, 2.775, 3.316, 3.601, 3.847, 4.08, 4.263, 4.417, 4.581, 4.714, 4.825, 4.935, 5.063, 5.14, 5.248, 5.34, 5.421, 5.506,
            5.591, 5.69, 5.759, 5.834, 5.914, 5.992, 6.071, 6.159, 6.222, 6.278, 6.345, 6.417, 6.487, 6.545, 6.634, 6.685, 6.765, 6.833, 6.9,
            6.993, 7.078, 7.15, 7.231, 7.324, 7.459, 7.581, 7.739, 7.951, 8.369,
        ],
        // endSpeed
        [
            -6.908, -6.908, -6.908, -1.557, 1.611, 1.923, 2.217, 2.446, 2.582, 2.772, 2.87, 3.006, 3.11, 3.251, 3.36, 3.468, 3.538, 3.62, 3.714,
            3.795, 3.873, 3.947, 4.022, 4.085, 4.156, 4.201, 4.263, 4.333, 4.388, 4.448, 4.509, 4.576, 4.635, 4.699, 4.78, 4.852, 4.91, 5.011,
            5.107, 5.207, 5.317, 5.428, 5.619, 5.813, 6.08, 6.409, 6.843, 7.512,
        ],
        // verticalShare
        [
            0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.031, 0.044, 0.053, 0.059, 0.066, 0.071, 0.081,
            0.09, 0.096, 0.1, 0.111, 0.119, 0.125, 0.134, 0.143, 0.146, 0.158, 0.167, 0.168, 0.191, 0.2, 0.214, 0.228, 0.25, 0.25, 0.281, 0.3,
            0.333, 0.381, 0.438, 0.553, 0.777,
        ],
        // horizontalShare
        [
            0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.034, 0.048, 0.056, 0.066, 0.071, 0.077, 0.083, 0.091,
            0.1, 0.105, 0.111, 0.117, 0.125, 0.134, 0.143, 0.15, 0.16, 0.167, 0.177, 0.182, 0.2, 0.2, 0.214, 0.23, 0.25, 0.25, 0.277, 0.3, 0.333,
            0.4, 0.462, 0.574, 0.8,
        ],
    ]
}
