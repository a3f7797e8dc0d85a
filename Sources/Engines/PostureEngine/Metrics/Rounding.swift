// How scores are written; inside the engine nothing is rounded.

extension Double {
    /// The value as it is answered and stored: four decimals, half away from zero. Never `-0`.
    package var outputRounded: Double { rounded(decimals: 4) }

    package func rounded(decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = self * scale
        // A decimal half such as 0.00005 has no exact double; the nudge lets it count as the half it was meant to be.
        let value = (scaled + (scaled < 0 ? -1e-9 : 1e-9)).rounded(.toNearestOrAwayFromZero) / scale
        return value == 0 ? 0 : value
    }

    /// The value within 0…1.
    package var clamped01: Double { isNaN ? 0 : min(max(self, 0), 1) }
}
