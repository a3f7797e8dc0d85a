import Foundation
import PostureEngine

/// What went wrong with the data or the settings, as a sentence for people.
package struct PostureEvaluationError: Error, CustomStringConvertible, Equatable {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// One line of a data set. Sets name their text differently; each has a few of these fields.
package struct DataRow: Decodable, Sendable {
    package struct Message: Decodable, Sendable {
        package let role: String
        package let content: String
    }

    /// A label written as a number or as text.
    package struct Label: Decodable, Sendable {
        package let text: String
        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let number = try? container.decode(Double.self) {
                text = number == number.rounded() ? String(Int(number)) : String(number)
            } else {
                text = ""
            }
        }
    }

    package let text: String?
    package let query: String?
    package let response: String?
    package let question: String?
    package let answer: String?
    package let comment: String?
    package let label: Label?
    package let code: String?
    package let sourceLabel: String?
    package let split: String?
    package let group: Int?
    package let topic: String?
    package let promptID: String?
    package let model: String?
    package let category: String?
    package let intensity: Double?
    package let user: String?
    package let transcript: [Message]?
    package let final: [String: Double]?
    package let metrics: [String: [String: Double]]?

    package var labelText: String { label?.text ?? code ?? "" }

    private enum CodingKeys: String, CodingKey {
        case text, query, response, question, answer, comment, label, code, split, group, topic, model, category, intensity, user, transcript, final
        case metrics
        case sourceLabel = "source_label"
        case promptID = "prompt_id"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func string(_ key: CodingKeys) -> String? { try? values.decode(String.self, forKey: key) }
        text = string(.text)
        query = string(.query)
        response = string(.response)
        question = string(.question)
        answer = string(.answer)
        comment = string(.comment)
        label = try? values.decode(Label.self, forKey: .label)
        code = string(.code)
        sourceLabel = string(.sourceLabel)
        split = string(.split)
        group = try? values.decode(Int.self, forKey: .group)
        topic = string(.topic)
        promptID = string(.promptID)
        model = string(.model)
        category = string(.category)
        intensity = try? values.decode(Double.self, forKey: .intensity)
        user = string(.user)
        transcript = try? values.decode([Message].self, forKey: .transcript)
        final = try? values.decode([String: Double].self, forKey: .final)
        metrics = try? values.decode([String: [String: Double]].self, forKey: .metrics)
    }
}

/// How evaluation reads files: it opens none itself. `contents` is `nil` where there is no such file; `names` lists a folder.
package struct FileAccess: Sendable {
    package var contents: @Sendable (_ path: String) -> Data?
    package var names: @Sendable (_ folder: String) -> [String]

    package init(contents: @escaping @Sendable (String) -> Data?, names: @escaping @Sendable (String) -> [String]) {
        self.contents = contents
        self.names = names
    }

    /// Where there is nothing to read.
    package static let none = FileAccess(contents: { _ in nil }, names: { _ in [] })

    /// The rows of a file of JSON lines; none when there is no such file.
    package func rows(_ file: String) throws -> [DataRow] {
        guard let data = contents(file) else { return [] }
        let decoder = JSONDecoder()
        var rows: [DataRow] = []
        for (number, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let row = try? decoder.decode(DataRow.self, from: Data(line)) else {
                throw PostureEvaluationError("Line \(number + 1) of \(file) is not a JSON object.")
            }
            rows.append(row)
        }
        return rows
    }
}

/// A folder of data sets, each `NAME/data.jsonl`. A set that is not there has no rows.
package struct DataFolder: Sendable {
    package let path: String
    private let files: FileAccess

    package init(_ path: String, files: FileAccess) {
        self.path = path
        self.files = files
    }

    package func rows(_ name: String) throws -> [DataRow] { try files.rows("\(path)/\(name)/data.jsonl") }

    package func has(_ name: String) -> Bool { files.names("\(path)/\(name)").contains("data.jsonl") }
}

/// The sentences written for this project: files `c0*.jsonl` … `c4*.jsonl` in one folder, each line with `text` and `code`.
package struct OwnSentences: Sendable {
    private let byClassifier: [Classifier: [Example]]

    /// - Throws: `PostureEvaluationError` where the folder holds no such file, or a line is not as it must be.
    package init(folder: String, files: FileAccess) throws {
        var found: [Classifier: [Example]] = [:]
        for file in files.names(folder).filter({ $0.hasSuffix(".jsonl") }).sorted() {
            guard let classifier = Classifier(rawValue: String(file.prefix(2))) else { continue }
            for (position, row) in try files.rows("\(folder)/\(file)").enumerated() {
                guard let text = row.text, let code = row.code, code.first == classifier.letter, let number = Int(code.dropFirst()),
                    number < classifier.codeCount
                else { throw PostureEvaluationError("Line \(position + 1) of \(folder)/\(file) has no text or no code of its classifier.") }
                found[classifier, default: []].append(Example(text, label: number, group: "own-\(file)-\(position)", source: "own"))
            }
        }
        guard !found.isEmpty else { throw PostureEvaluationError("There are no sentences (c0.jsonl … c4.jsonl) in \(folder).") }
        byClassifier = found
    }

    package init() { byClassifier = [:] }

    package subscript(classifier: Classifier) -> [Example] { byClassifier[classifier] ?? [] }
}

/// A text with its label, the group it must not be separated from, and where it comes from.
package struct Example: Sendable {
    package var text: String
    package var label: Int
    package var group: String
    package var source: String
    package var weight: Double

    package init(_ text: String, label: Int, group: String, source: String, weight: Double = 1) {
        self.text = text
        self.label = label
        self.group = group
        self.source = source
        self.weight = weight
    }
}
