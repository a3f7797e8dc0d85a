/// Measures the product's typing comparison on labelled data, beside the classics.
package struct TypingEvaluation: Sendable {
    package enum Format: String, Sendable, CaseIterable { case timings, events }
    package enum Setup: String, Sendable, CaseIterable { case km, fewshot, freetext }

    package var setup: Setup
    package var format: Format
    /// Keys in a session; nil = 55 for texts, 100 for free writing.
    package var keysPerSession: Int?
    package var isColdStart = false
    package var rowsPerSitting = 50
    package var splits = 20
    package var seed: UInt64 = 1

    package init(setup: Setup, format: Format) {
        self.setup = setup
        self.format = format
    }

    /// - Parameter text: the data file's content.
    package func run(_ text: String) throws -> EvaluationReport {
        switch (setup, format) {
        case (.km, .timings):
            return try KillourhyMaxionProtocol.run(TimingTable(text, rowsPerSitting: rowsPerSitting))
        case (.fewshot, .timings):
            let table = try TimingTable(text, rowsPerSitting: rowsPerSitting)
            return try FewShotProtocol(
                table: table, keysPerSession: keysPerSession ?? 5 * table.keyCount, isColdStart: isColdStart, splits: splits, seed: seed
            ).run()
        case (.freetext, .events):
            return try FreeTextProtocol(
                table: KeystrokeTable(text), keysPerSession: keysPerSession ?? 100, isColdStart: isColdStart, splits: splits, seed: seed
            ).run()
        case (.fewshot, .events), (.km, .events), (.freetext, .timings):
            throw EvaluationError("The protocol \(setup.rawValue) does not go with data in the form \(format.rawValue).")
        }
    }
}
