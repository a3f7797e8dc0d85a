import Foundation

/// One figure of one task, beside what simple methods reach on the same rows.
package struct TaskResult: Sendable, Equatable, Codable {
    package var name: String
    package var metric: String
    package var ours: Double
    /// A logistic head on the sentence embeddings alone, the best of its grid; absent where the task has no such rival.
    package var reference: Double?
    /// The cues alone.
    package var lexicon: Double?
    /// Always the most frequent class.
    package var majority: Double?
    package var n: Int
}

/// Every figure of a run, as JSON or as a table.
package struct PostureReport: Sendable, Codable {
    package var tasks: [TaskResult]

    package init(tasks: [TaskResult]) { self.tasks = tasks }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var rounded = self
        for index in rounded.tasks.indices {
            rounded.tasks[index].ours = Self.round(tasks[index].ours)
            rounded.tasks[index].reference = tasks[index].reference.map(Self.round)
            rounded.tasks[index].lexicon = tasks[index].lexicon.map(Self.round)
            rounded.tasks[index].majority = tasks[index].majority.map(Self.round)
        }
        return String(decoding: try encoder.encode(rounded), as: UTF8.self)
    }

    package func table() -> String {
        func cell(_ value: Double?) -> String { value.map { String(format: "%9.3f", $0) } ?? "        –" }
        let width = tasks.map(\.name.count).max() ?? 0
        var lines = ["task".padding(toLength: width, withPad: " ", startingAt: 0) + "  metric               ours  reference lexicon  majority      n"]
        for task in tasks {
            lines.append(
                task.name.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
                    + task.metric.padding(toLength: 15, withPad: " ", startingAt: 0) + cell(task.ours) + " " + cell(task.reference)
                    + cell(task.lexicon) + " " + cell(task.majority) + String(format: "%7d", task.n))
        }
        return lines.joined(separator: "\n")
    }

    private static func round(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
