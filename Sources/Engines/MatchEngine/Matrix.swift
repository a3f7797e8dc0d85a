import Foundation

/// A small dense matrix of doubles, stored row by row. Made for the tens of dimensions of behavioural features, not for large systems.
package struct Matrix: Sendable, Equatable {
    package let rows: Int
    package let columns: Int
    package private(set) var values: [Double]

    package init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.rows = rows
        self.columns = columns
        values = Array(repeating: value, count: rows * columns)
    }

    package init(identity size: Int) {
        self.init(rows: size, columns: size)
        for i in 0..<size { self[i, i] = 1 }
    }

    package init(diagonal: [Double]) {
        self.init(rows: diagonal.count, columns: diagonal.count)
        for (i, value) in diagonal.enumerated() { self[i, i] = value }
    }

    package subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

    package func map(_ transform: (Double) -> Double) -> Matrix {
        var result = self
        for i in result.values.indices { result.values[i] = transform(values[i]) }
        return result
    }

    package static func + (left: Matrix, right: Matrix) -> Matrix { combine(left, 1, right, 1) }
    package static func - (left: Matrix, right: Matrix) -> Matrix { combine(left, 1, right, -1) }
    package static func * (factor: Double, matrix: Matrix) -> Matrix { matrix.map { factor * $0 } }

    /// `a·left + b·right`, element by element.
    package static func combine(_ left: Matrix, _ a: Double, _ right: Matrix, _ b: Double) -> Matrix {
        var result = left
        for i in result.values.indices { result.values[i] = a * left.values[i] + b * right.values[i] }
        return result
    }

    package static func * (left: Matrix, right: Matrix) -> Matrix {
        var result = Matrix(rows: left.rows, columns: right.columns)
        for i in 0..<left.rows {
            for k in 0..<left.columns {
                let factor = left.values[i * left.columns + k]
                if factor == 0 { continue }
                for j in 0..<right.columns {
                    result.values[i * right.columns + j] += factor * right.values[k * right.columns + j]
                }
            }
        }
        return result
    }

    package static func * (matrix: Matrix, vector: [Double]) -> [Double] {
        precondition(vector.count >= matrix.columns)
        return matrix.values.withUnsafeBufferPointer { values in
            vector.withUnsafeBufferPointer { vector in
                (0..<matrix.rows).map { row in
                    var sum = 0.0
                    for column in 0..<matrix.columns { sum += values[row * matrix.columns + column] * vector[column] }
                    return sum
                }
            }
        }
    }

    package var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
        return result
    }

    /// The block of the given rows and columns, in the given order.
    package func block(_ chosenRows: [Int], _ chosenColumns: [Int]) -> Matrix {
        var result = Matrix(rows: chosenRows.count, columns: chosenColumns.count)
        for (i, row) in chosenRows.enumerated() { for (j, column) in chosenColumns.enumerated() { result[i, j] = self[row, column] } }
        return result
    }

    /// `factor · (x − centre)(x − centre)ᵀ` added in place.
    package mutating func addOuterProduct(of x: [Double], factor: Double) {
        for i in 0..<rows {
            let scaled = factor * x[i]
            if scaled == 0 { continue }
            for j in 0..<columns { values[i * columns + j] += scaled * x[j] }
        }
    }

    /// Moves the matrix towards its own diagonal: `(1 − amount)·M + amount·diag M`.
    package func shrunkToDiagonal(_ amount: Double) -> Matrix {
        var result = self
        for i in 0..<rows { for j in 0..<columns where i != j { result[i, j] *= 1 - amount } }
        return result
    }
}

extension Matrix {
    /// The symmetric matrix with every eigenvalue lifted to at least `floor`.
    package func withEigenvalues(atLeast floor: Double) -> Matrix {
        let (values, vectors) = symmetricEigen()
        return Matrix.rebuilt(values.map { max($0, floor) }, vectors)
    }

    /// `V diag(values) Vᵀ`.
    package static func rebuilt(_ values: [Double], _ vectors: Matrix) -> Matrix {
        var scaled = vectors
        for j in 0..<values.count { for i in 0..<vectors.rows { scaled[i, j] *= values[j] } }
        return scaled * vectors.transposed
    }

    /// Lower triangular `L` with `L Lᵀ` = this matrix; nil when it is not positive definite.
    package func cholesky() -> Matrix? {
        var lower = Matrix(rows: rows, columns: rows)
        for i in 0..<rows {
            for j in 0...i {
                var sum = self[i, j]
                for k in 0..<j { sum -= lower[i, k] * lower[j, k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    lower[i, i] = sum.squareRoot()
                } else {
                    lower[i, j] = sum / lower[j, j]
                }
            }
        }
        return lower
    }

    /// Solves `L y = x` for a lower triangular matrix.
    package func forwardSolve(_ x: [Double]) -> [Double] {
        var y = x
        for i in 0..<rows {
            for k in 0..<i { y[i] -= self[i, k] * y[k] }
            y[i] /= self[i, i]
        }
        return y
    }

    /// Solves `Lᵀ y = x` for a lower triangular matrix.
    package func backwardSolve(_ x: [Double]) -> [Double] {
        var y = x
        for i in stride(from: rows - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(rows, i + 1) { y[i] -= self[k, i] * y[k] }
            y[i] /= self[i, i]
        }
        return y
    }

    /// Solves `B v = ψ W v` for symmetric `B` and positive definite `W`: ratios ψ descending, directions as columns with `Vᵀ W V = I`.
    /// Returns nil when `W` is not positive definite.
    package static func generalizedEigen(_ between: Matrix, _ within: Matrix) -> (ratios: [Double], directions: Matrix)? {
        guard let lower = within.cholesky() else { return nil }
        let n = between.rows
        // C = L⁻¹ B L⁻ᵀ, column by column, then row by row.
        var half = Matrix(rows: n, columns: n)
        for j in 0..<n {
            let column = lower.forwardSolve((0..<n).map { between[$0, j] })
            for i in 0..<n { half[i, j] = column[i] }
        }
        var whitened = Matrix(rows: n, columns: n)
        for i in 0..<n {
            let row = lower.forwardSolve((0..<n).map { half[i, $0] })
            for j in 0..<n { whitened[i, j] = row[j] }
        }
        let (ratios, vectors) = whitened.symmetricEigen()
        var directions = Matrix(rows: n, columns: n)
        for j in 0..<n {
            let direction = lower.backwardSolve((0..<n).map { vectors[$0, j] })
            for i in 0..<n { directions[i, j] = direction[i] }
        }
        return (ratios, directions)
    }
}
