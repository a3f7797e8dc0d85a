import MatchEngine
import MatchEvaluation
import Testing

@Suite("Small dense matrices")
struct MatrixTests {
    private func symmetric(_ size: Int, seed: UInt64) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        var matrix = Matrix(rows: size, columns: size)
        for i in 0..<size {
            for j in 0...i {
                let value = Double(generator.below(2001) - 1000) / 1000
                matrix[i, j] = value
                matrix[j, i] = value
            }
        }
        return matrix
    }

    private func largest(_ matrix: Matrix) -> Double { matrix.values.map(abs).max() ?? 0 }

    @Test("eigenvalues and vectors rebuild the matrix, and the vectors are orthonormal", arguments: [1, 2, 3, 7, 31, 94])
    func eigen(size: Int) {
        let matrix = symmetric(size, seed: UInt64(size))
        let (values, vectors) = matrix.symmetricEigen()
        #expect(largest(Matrix.rebuilt(values, vectors) - matrix) < 1e-10)
        #expect(largest(vectors.transposed * vectors - Matrix(identity: size)) < 1e-11)
        #expect(values == values.sorted(by: >))
    }

    @Test("equal, zero and diagonal matrices are no trouble")
    func degenerate() {
        let cases = [
            Matrix(identity: 6), Matrix(rows: 5, columns: 5), Matrix(diagonal: [3, -1, 3, 0, 7]), Matrix(rows: 4, columns: 4, repeating: 2),
        ]
        for matrix in cases {
            let (values, vectors) = matrix.symmetricEigen()
            #expect(largest(Matrix.rebuilt(values, vectors) - matrix) < 1e-12)
            #expect(values.allSatisfy { $0.isFinite })
        }
    }

    @Test("a known pair of eigenvalues")
    func known() {
        var matrix = Matrix(identity: 2)
        matrix[0, 0] = 2
        matrix[0, 1] = 1
        matrix[1, 0] = 1
        matrix[1, 1] = 2
        let (values, vectors) = matrix.symmetricEigen()
        #expect(abs(values[0] - 3) < 1e-14 && abs(values[1] - 1) < 1e-14)
        #expect(abs(vectors[0, 0] - 0.5.squareRoot()) < 1e-14)
    }

    @Test("generalized directions whiten W and diagonalise B")
    func generalized() throws {
        let base = symmetric(12, seed: 5)
        let within = base * base + Matrix(identity: 12)
        let half = symmetric(12, seed: 6)
        let between = half * half
        let (ratios, directions) = try #require(Matrix.generalizedEigen(between, within))
        #expect(largest(directions.transposed * (within * directions) - Matrix(identity: 12)) < 1e-9)
        #expect(largest(directions.transposed * (between * directions) - Matrix(diagonal: ratios)) < 1e-9)
    }

    @Test("a matrix that is not positive definite has no Cholesky factor")
    func indefinite() {
        #expect(Matrix(diagonal: [1, -1]).cholesky() == nil)
        #expect(Matrix.generalizedEigen(Matrix(identity: 2), Matrix(diagonal: [1, 0])) == nil)
    }

    @Test("solving with the Cholesky factor inverts the product")
    func solving() throws {
        let base = symmetric(9, seed: 3)
        let matrix = base * base + Matrix(identity: 9)
        let lower = try #require(matrix.cholesky())
        let x = (0..<9).map { Double($0) - 4 }
        let solved = lower.backwardSolve(lower.forwardSolve(matrix * x))
        #expect(zip(solved, x).allSatisfy { abs($0 - $1) < 1e-9 })
    }
}

@Suite("Normal scores")
struct RankGaussianMapTests {
    @Test("quantiles of the normal distribution", arguments: [(0.5, 0.0), (0.975, 1.959963985), (0.001, -3.090232306), (0.9999, 3.719016485)])
    func quantiles(level: Double, expected: Double) {
        #expect(abs(Normal.quantile(level) - expected) < 1e-8)
    }

    @Test("the map is monotone, flat outside, centred on the median, and passes gaps on")
    func shape() {
        let samples = (0..<1000).map { [Double($0 * $0)] }
        let map = RankGaussianMap(samples: samples, features: 1)
        let values = stride(from: -100.0, through: 1_100_000, by: 997).map { map.map($0, feature: 0) }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(map.map(-1e9, feature: 0) == map.map(-1, feature: 0))
        #expect(abs(map.map(499.5 * 499.5, feature: 0)) < 0.01)
        #expect(map.map(.nan, feature: 0).isNaN)
    }

    @Test("a feature nobody showed maps to 0, tied values to the middle of their ranks")
    func odd() {
        let map = RankGaussianMap(samples: (0..<50).map { [.nan, Double($0 % 2)] }, features: 2)
        #expect(map.map(3, feature: 0) == 0)
        #expect(map.map(0, feature: 1) < -0.5)
        #expect(abs(map.map(0, feature: 1) + map.map(1, feature: 1)) < 1e-9)
    }
}
