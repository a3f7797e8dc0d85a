import Foundation

extension Matrix {
    /// Eigenvalues in descending order and orthonormal eigenvectors as columns of a symmetric matrix: Householder reduction to three
    /// diagonals, then implicit QL steps with Wilkinson's shift (Golub & Van Loan, *Matrix Computations*, 8.3). Only the symmetric part is
    /// read. The sign of each vector is fixed: its largest element is positive, so that equal input gives equal output.
    package func symmetricEigen() -> (values: [Double], vectors: Matrix) {
        let n = rows
        var reduction = TridiagonalReduction(self)
        reduction.diagonalize()
        let values = reduction.diagonal
        let order = (0..<n).sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
        var vectors = Matrix(rows: n, columns: n)
        for (column, source) in order.enumerated() {
            var largest = 0.0
            for i in 0..<n where abs(reduction.basis[source * n + i]) > abs(largest) + 1e-12 { largest = reduction.basis[source * n + i] }
            let sign = largest < 0 ? -1.0 : 1.0
            for i in 0..<n { vectors[i, column] = sign * reduction.basis[source * n + i] }
        }
        return (order.map { values[$0] }, vectors)
    }
}

/// A symmetric matrix on its way to diagonal form: `A = Qᵀ T Q` with three diagonals in T; Q is kept row by row.
private struct TridiagonalReduction {
    private let size: Int
    private(set) var diagonal: [Double]
    /// `offDiagonal[i]` couples i and i + 1; the last is 0.
    private var offDiagonal: [Double]
    private(set) var basis: [Double]

    init(_ matrix: Matrix) {
        let n = matrix.rows
        size = n
        diagonal = [Double](repeating: 0, count: n)
        offDiagonal = diagonal
        basis = Matrix(identity: n).values
        var a = [Double](repeating: 0, count: n * n)
        for i in 0..<n { for j in 0..<n { a[i * n + j] = 0.5 * (matrix[i, j] + matrix[j, i]) } }
        var reflectors: [(start: Int, vector: [Double], factor: Double)] = []
        for k in 0..<max(n - 1, 0) {
            let start = k + 1
            var v = (start..<n).map { a[$0 * n + k] }
            let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let tail = v.dropFirst().reduce(0) { $0 + $1 * $1 }
            guard norm > 0, tail > 0 else {
                offDiagonal[k] = v[0]
                continue
            }
            let image = v[0] > 0 ? -norm : norm
            v[0] -= image
            let factor = 2 / v.reduce(0) { $0 + $1 * $1 }
            offDiagonal[k] = image
            TridiagonalReduction.reflect(&a, n, start, v, factor)
            reflectors.append((start, v, factor))
        }
        for i in 0..<n { diagonal[i] = a[i * n + i] }
        // Q is the product of the reflections; its rows beyond `start` change, so it is built from the last one back.
        for (start, v, factor) in reflectors.reversed() { TridiagonalReduction.apply(&basis, n, start, v, factor) }
        // The product so far holds basis vectors as columns; QL turns rows.
        for i in 0..<n { for j in 0..<i { basis.swapAt(i * n + j, j * n + i) } }
    }

    /// `A ← H A H` on the trailing block, with `H = I − factor·v vᵀ`.
    private static func reflect(_ a: inout [Double], _ n: Int, _ start: Int, _ v: [Double], _ factor: Double) {
        let count = n - start
        var p = [Double](repeating: 0, count: count)
        a.withUnsafeMutableBufferPointer { a in
            var overlap = 0.0
            for i in 0..<count {
                let row = (start + i) * n + start
                var sum = 0.0
                for j in 0..<count { sum += a[row + j] * v[j] }
                p[i] = factor * sum
                overlap += p[i] * v[i]
            }
            let half = 0.5 * factor * overlap
            for i in 0..<count { p[i] -= half * v[i] }
            for i in 0..<count {
                let row = (start + i) * n + start
                for j in 0..<count { a[row + j] -= v[i] * p[j] + p[i] * v[j] }
            }
        }
    }

    /// `Q ← H Q` on the trailing block.
    private static func apply(_ q: inout [Double], _ n: Int, _ start: Int, _ v: [Double], _ factor: Double) {
        let count = n - start
        var sums = [Double](repeating: 0, count: count)
        q.withUnsafeMutableBufferPointer { q in
            for i in 0..<count {
                let row = (start + i) * n + start
                for j in 0..<count { sums[j] += v[i] * q[row + j] }
            }
            for i in 0..<count {
                let row = (start + i) * n + start
                let scaled = factor * v[i]
                for j in 0..<count { q[row + j] -= scaled * sums[j] }
            }
        }
    }

    /// Steps per eigenvalue before the rest is taken as it is; two or three are usual.
    private static let mostSteps = 60

    mutating func diagonalize() {
        let n = size
        for first in 0..<n {
            for _ in 0..<TridiagonalReduction.mostSteps {
                // The block that `first` still belongs to ends where a coupling has vanished.
                var last = first
                while last < n - 1 {
                    let scale = abs(diagonal[last]) + abs(diagonal[last + 1])
                    if abs(offDiagonal[last]) <= 1e-16 * scale || offDiagonal[last] == 0 { break }
                    last += 1
                }
                if last == first { break }
                step(first, last)
            }
        }
    }

    /// One implicit QL step on rows `first … last`.
    private mutating func step(_ first: Int, _ last: Int) {
        let n = size
        let slope = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first])
        let root = (slope * slope + 1).squareRoot()
        let shift = diagonal[first] - offDiagonal[first] / (slope + (slope < 0 ? -root : root))
        var bulge = diagonal[last] - shift
        var cosine = 1.0
        var sine = 1.0
        var carried = 0.0
        for i in stride(from: last - 1, through: first, by: -1) {
            let f = sine * offDiagonal[i]
            let b = cosine * offDiagonal[i]
            let length = (f * f + bulge * bulge).squareRoot()
            offDiagonal[i + 1] = length
            guard length > 0 else {
                diagonal[i + 1] -= carried
                offDiagonal[last] = 0
                return
            }
            sine = f / length
            cosine = bulge / length
            let rest = diagonal[i + 1] - carried
            let turn = (diagonal[i] - rest) * sine + 2 * cosine * b
            carried = sine * turn
            diagonal[i + 1] = rest + carried
            bulge = cosine * turn - b
            let c = cosine
            let s = sine
            basis.withUnsafeMutableBufferPointer { basis in
                let lower = i * n
                let upper = lower + n
                for k in 0..<n {
                    let x = basis[lower + k]
                    let y = basis[upper + k]
                    basis[upper + k] = s * x + c * y
                    basis[lower + k] = c * x - s * y
                }
            }
        }
        diagonal[first] -= carried
        offDiagonal[first] = bulge
        offDiagonal[last] = 0
    }
}
