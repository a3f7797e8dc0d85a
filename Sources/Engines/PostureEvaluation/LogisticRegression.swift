import Foundation

/// Rows of numbers for a linear model: a dense part (embedding, cues) and a sparse part (words), both in fixed order.
package struct FeatureTable: Sendable {
    package private(set) var denseCount: Int
    package private(set) var wordCount: Int
    package private(set) var dense: [Float] = []
    package private(set) var wordStarts: [Int] = [0]
    package private(set) var words: [Int32] = []
    package private(set) var wordValues: [Float] = []

    package var count: Int { wordStarts.count - 1 }
    package var inputLength: Int { denseCount + wordCount }

    package init(denseCount: Int, wordCount: Int = 0) {
        self.denseCount = denseCount
        self.wordCount = wordCount
    }

    package mutating func append(dense row: [Float], words columns: [Int32] = [], value: Float = 0) {
        precondition(row.count == denseCount, "a row of another length")
        dense += row
        words += columns
        wordValues += [Float](repeating: value, count: columns.count)
        wordStarts.append(words.count)
    }
}

/// Multinomial logistic regression with L2 penalty and class weights, as the usual Python library defines it:
/// minimises ½‖w‖² + C · Σ weight(row) · (−log p(label | row)), intercepts free of penalty; two classes share one row of weights.
package struct LogisticRegression: Sendable {
    /// Row-major over free rows (one for two classes, else one per class): inputs, then the intercept.
    package let weights: [Double]
    package let classCount: Int
    package let inputLength: Int

    package struct Settings: Sendable {
        /// Strength of the data against the penalty (> 0).
        package var c: Double
        /// Whether every class counts alike in sum, however many rows it has.
        package var isBalanced: Bool
        package var iterations: Int

        package init(c: Double = 1, isBalanced: Bool = true, iterations: Int = 200) {
            self.c = c
            self.isBalanced = isBalanced
            self.iterations = iterations
        }
    }

    /// - Parameters:
    ///   - rows: which rows of the table to learn from.
    ///   - labels: class of every row of the table, 0 ..< classCount.
    ///   - rowWeights: weight of every row of the table on top of the class weights; empty = 1.
    package static func fit(
        _ table: FeatureTable, rows: [Int], labels: [Int], classCount: Int, rowWeights: [Double] = [], settings: Settings
    ) -> LogisticRegression {
        var mass = [Double](repeating: 0, count: classCount)
        for row in rows { mass[labels[row]] += rowWeights.isEmpty ? 1 : rowWeights[row] }
        let present = mass.filter { $0 > 0 }
        let total = present.reduce(0, +)
        let weights = rows.map { row -> Double in
            let own = rowWeights.isEmpty ? 1 : rowWeights[row]
            return settings.c * own * (settings.isBalanced ? total / (Double(present.count) * mass[labels[row]]) : 1)
        }
        let freeRows = classCount == 2 ? 1 : classCount
        let stride = table.inputLength + 1
        let start = [Double](repeating: 0, count: freeRows * stride)
        let found = Minimizer.lowest(from: start, iterations: settings.iterations) { point, gradient in
            loss(table, rows: rows, labels: labels, weights: weights, classCount: classCount, point: point, gradient: &gradient)
        }
        return LogisticRegression(weights: found, classCount: classCount, inputLength: table.inputLength)
    }

    /// Rows are summed in blocks of a fixed number; the blocks run on several threads and are added in order, so the thread count never shows.
    private static let blocks = 8

    private static func loss(
        _ table: FeatureTable, rows: [Int], labels: [Int], weights: [Double], classCount: Int, point: [Double], gradient: inout [Double]
    ) -> Double {
        let stride = table.inputLength + 1
        let freeRows = classCount == 2 ? 1 : classCount
        var sums = [Double](repeating: 0, count: blocks)
        var parts = [Double](repeating: 0, count: blocks * point.count)
        parts.withUnsafeMutableBufferPointer { parts in
            sums.withUnsafeMutableBufferPointer { sums in
                nonisolated(unsafe) let parts = parts
                nonisolated(unsafe) let sums = sums
                DispatchQueue.concurrentPerform(iterations: blocks) { block in
                    let low = rows.count * block / blocks
                    let high = rows.count * (block + 1) / blocks
                    let own = UnsafeMutableBufferPointer(rebasing: parts[block * point.count..<(block + 1) * point.count])
                    var sum = 0.0
                    var logits = [Double](repeating: 0, count: freeRows)
                    for position in low..<high {
                        let row = rows[position]
                        scores(table, row: row, weights: point, freeRows: freeRows, into: &logits)
                        let label = labels[row]
                        let weight = weights[position]
                        if classCount == 2 {
                            let sign = label == 1 ? 1.0 : -1.0
                            let margin = sign * logits[0]
                            sum += weight * (margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin)
                            let residual = -sign * weight / (1 + exp(margin))
                            accumulate(table, row: row, times: residual, into: own, at: 0)
                        } else {
                            let probabilities = softmax(logits)
                            sum -= weight * log(max(probabilities[label], 1e-300))
                            for free in 0..<freeRows {
                                let residual = weight * (probabilities[free] - (free == label ? 1 : 0))
                                if abs(residual) > 1e-12 { accumulate(table, row: row, times: residual, into: own, at: free * stride) }
                            }
                        }
                    }
                    sums[block] = sum
                }
            }
        }
        var value = sums.reduce(0, +)
        for index in gradient.indices { gradient[index] = 0 }
        for block in 0..<blocks { for index in point.indices { gradient[index] += parts[block * point.count + index] } }
        for free in 0..<freeRows {
            for column in 0..<table.inputLength {
                let weight = point[free * stride + column]
                value += 0.5 * weight * weight
                gradient[free * stride + column] += weight
            }
        }
        return value
    }

    private static func scores(_ table: FeatureTable, row: Int, weights: [Double], freeRows: Int, into logits: inout [Double]) {
        let count = table.denseCount
        let stride = table.inputLength + 1
        table.dense.withUnsafeBufferPointer { dense in
            weights.withUnsafeBufferPointer { weights in
                let base = row * count
                for free in 0..<freeRows {
                    let offset = free * stride
                    var lanes = SIMD4<Double>.zero
                    var column = 0
                    while column + 4 <= count {
                        let values = SIMD4<Double>(
                            Double(dense[base + column]), Double(dense[base + column + 1]), Double(dense[base + column + 2]),
                            Double(dense[base + column + 3]))
                        lanes += values
                            * SIMD4<Double>(
                                weights[offset + column], weights[offset + column + 1], weights[offset + column + 2],
                                weights[offset + column + 3])
                        column += 4
                    }
                    var sum = lanes.sum() + weights[offset + stride - 1]
                    while column < count {
                        sum += Double(dense[base + column]) * weights[offset + column]
                        column += 1
                    }
                    for entry in table.wordStarts[row]..<table.wordStarts[row + 1] {
                        sum += Double(table.wordValues[entry]) * weights[offset + count + Int(table.words[entry])]
                    }
                    logits[free] = sum
                }
            }
        }
    }

    private static func accumulate(
        _ table: FeatureTable, row: Int, times factor: Double, into gradient: UnsafeMutableBufferPointer<Double>, at offset: Int
    ) {
        let count = table.denseCount
        table.dense.withUnsafeBufferPointer { dense in
            let base = row * count
            for column in 0..<count { gradient[offset + column] += factor * Double(dense[base + column]) }
        }
        for entry in table.wordStarts[row]..<table.wordStarts[row + 1] {
            gradient[offset + count + Int(table.words[entry])] += factor * Double(table.wordValues[entry])
        }
        gradient[offset + table.inputLength] += factor
    }

    package static func softmax(_ logits: [Double]) -> [Double] {
        let highest = logits.max() ?? 0
        let powers = logits.map { exp($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    /// One logit per class (the first of two classes has 0).
    package func logits(_ table: FeatureTable, row: Int) -> [Double] {
        let freeRows = classCount == 2 ? 1 : classCount
        var logits = [Double](repeating: 0, count: freeRows)
        Self.scores(table, row: row, weights: weights, freeRows: freeRows, into: &logits)
        return classCount == 2 ? [0, logits[0]] : logits
    }

    package func probabilities(_ table: FeatureTable, row: Int) -> [Double] { Self.softmax(logits(table, row: row)) }
}
