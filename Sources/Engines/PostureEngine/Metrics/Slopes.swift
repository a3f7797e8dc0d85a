// Least squares over a short history.

package enum LeastSquares {
    /// Slope of the straight line through the values at x = 0, 1, 2 …; 0 below two values.
    package static func slope(_ values: some Collection<Double>) -> Double {
        let count = Double(values.count)
        guard count > 1 else { return 0 }
        let middle = (count - 1) / 2
        let mean = values.reduce(0, +) / count
        var covariance = 0.0
        var spread = 0.0
        for (index, value) in values.enumerated() {
            let distance = Double(index) - middle
            covariance += distance * (value - mean)
            spread += distance * distance
        }
        return covariance / spread
    }
}
