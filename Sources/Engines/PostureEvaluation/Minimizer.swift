/// Limited-memory BFGS: finds the minimum of a smooth convex function from its value and gradient.
///
/// Deterministic: no randomness, every sum in a fixed order. Liu and Nocedal (1989), two-loop recursion; step length by backtracking
/// until the sufficient-decrease condition holds (constant 1e-4, the textbook value).
package enum Minimizer {
    /// - Parameters:
    ///   - memory: remembered pairs of steps and gradient changes; 10 is the usual choice.
    ///   - tolerance: stops when the largest component of the gradient is below it.
    ///   - function: fills the gradient and returns the value.
    package static func lowest(
        from start: [Double], memory: Int = 10, iterations: Int = 300, tolerance: Double = 1e-4,
        _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
    ) -> [Double] {
        var point = start
        var gradient = [Double](repeating: 0, count: start.count)
        var value = function(point, &gradient)
        var steps: [[Double]] = []
        var changes: [[Double]] = []
        for _ in 0..<iterations {
            if gradient.reduce(0, { max($0, abs($1)) }) < tolerance { break }
            let direction = descent(gradient, steps, changes)
            var slope = dot(direction, gradient)
            if slope >= 0 { break }
            var length = steps.isEmpty ? min(1, 1 / max(1e-12, dot(gradient, gradient).squareRoot())) : 1.0
            var next = point
            var nextGradient = gradient
            var nextValue = value
            var accepted = false
            for _ in 0..<40 {
                for index in point.indices { next[index] = point[index] + length * direction[index] }
                nextValue = function(next, &nextGradient)
                if nextValue.isFinite, nextValue <= value + 1e-4 * length * slope {
                    accepted = true
                    break
                }
                length *= 0.5
            }
            guard accepted else { break }
            var step = next
            var change = nextGradient
            for index in step.indices {
                step[index] -= point[index]
                change[index] -= gradient[index]
            }
            slope = dot(step, change)
            if slope > 1e-12 * dot(change, change).squareRoot() * dot(step, step).squareRoot() {
                steps.append(step)
                changes.append(change)
                if steps.count > memory {
                    steps.removeFirst()
                    changes.removeFirst()
                }
            }
            let gain = value - nextValue
            swap(&point, &next)
            swap(&gradient, &nextGradient)
            value = nextValue
            if gain <= 1e-12 * max(1, abs(value)) { break }
        }
        return point
    }

    private static func descent(_ gradient: [Double], _ steps: [[Double]], _ changes: [[Double]]) -> [Double] {
        var direction = gradient.map { -$0 }
        guard let lastStep = steps.last, let lastChange = changes.last else { return direction }
        var shares = [Double](repeating: 0, count: steps.count)
        for pair in steps.indices.reversed() {
            let share = dot(steps[pair], direction) / dot(steps[pair], changes[pair])
            shares[pair] = share
            add(changes[pair], times: -share, to: &direction)
        }
        let scale = dot(lastStep, lastChange) / dot(lastChange, lastChange)
        for index in direction.indices { direction[index] *= scale }
        for pair in steps.indices {
            let correction = dot(changes[pair], direction) / dot(steps[pair], changes[pair])
            add(steps[pair], times: shares[pair] - correction, to: &direction)
        }
        return direction
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }

    private static func add(_ vector: [Double], times factor: Double, to target: inout [Double]) {
        for index in target.indices { target[index] += factor * vector[index] }
    }
}
