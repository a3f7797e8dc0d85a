// What the model may call: a description for it, and a closure that does the work.
import LanguageModel
import Vocabulary

/// A tool the model can call in a turn.
package struct Tool: Sendable {
    /// What a call does beyond telling the model something. Decides what is still allowed once untrusted content is in the turn.
    package enum Reach: Sendable, Equatable {
        case reads
        /// Changes what is stored.
        case writes
        /// Sends a request to an address that the model names.
        case network
    }

    package var description: ToolDescription
    package var reach: Reach
    /// - Throws: `ToolError` with a sentence for the model; any other error is told as "failed" and logged.
    package var run: @Sendable (ToolArguments, ToolContext) async throws -> ToolOutput

    package init(
        description: ToolDescription, reach: Reach = .reads,
        run: @escaping @Sendable (ToolArguments, ToolContext) async throws -> ToolOutput
    ) {
        self.description = description
        self.reach = reach
        self.run = run
    }

    package var name: String { description.name }
}

/// On whose behalf and under which conditions a tool runs.
package struct ToolContext: Sendable {
    package var organizationID: String
    package var userID: String
    package var threadID: String
    package var now: Timestamp
    /// Seconds left for the whole turn.
    package var secondsLeft: Double
    /// Words of strangers are among what the model sees, in this turn or from earlier ones.
    package var hasForeignWords = false

    package init(organizationID: String, userID: String, threadID: String, now: Timestamp, secondsLeft: Double) {
        self.organizationID = organizationID
        self.userID = userID
        self.threadID = threadID
        self.now = now
        self.secondsLeft = secondsLeft
    }
}

/// What a tool tells the model.
package struct ToolOutput: Sendable, Equatable {
    package var text: String
    /// Where foreign words in `text` come from, e.g. an address. Such output reaches the model inside a data block, and restricts what
    /// the rest of the turn may do. Nil for what this server or the person wrote.
    package var untrustedSource: String?
    /// Addresses that this answer makes askable although a stranger chose them (a redirect within one host).
    package var allowsAddresses: [String]

    package init(_ text: String, untrustedSource: String? = nil, allowsAddresses: [String] = []) {
        self.text = text
        self.untrustedSource = untrustedSource
        self.allowsAddresses = allowsAddresses
    }
}

/// Told to the model as the call's result, so that it can correct itself.
package struct ToolError: Error, Sendable, Equatable {
    package var message: String
    package init(_ message: String) { self.message = message }
}

/// The arguments of a call as the model spelt them: read by name, with errors that say what to change.
package struct ToolArguments: Sendable {
    private let members: [String: JSONValue]

    package init(_ members: [String: JSONValue]) { self.members = members }

    /// - Throws: `ToolError` when the text is no JSON object. An empty text is an empty object: some models send that for no arguments.
    package init(parsing text: String) throws {
        let trimmed = text.trimmingPrefix { $0.isWhitespace }
        if trimmed.isEmpty { self.init([:]); return }
        guard let value = try? JSONValue(parsing: text) else { throw ToolError("The arguments are not valid JSON.") }
        guard case .object(let members) = value else { throw ToolError("The arguments must be a JSON object.") }
        self.init(members)
    }

    /// Nil when it is absent, null or blank.
    package func text(_ name: String, limit: Int) throws -> String? {
        guard let value = members[name], value != .null else { return nil }
        guard let text = value.stringValue else { throw ToolError("'\(name)' must be a string.") }
        guard text.unicodeScalars.count <= limit else { throw ToolError("'\(name)' may have at most \(limit) characters.") }
        guard !text.unicodeScalars.contains("\0") else { throw ToolError("'\(name)' may not hold the character U+0000.") }
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    package func requiredText(_ name: String, limit: Int) throws -> String {
        guard let text = try text(name, limit: limit) else { throw ToolError("'\(name)' is required.") }
        return text
    }

    /// A whole number in the range; models that write it as text or as `5.0` are understood.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = members[name], value != .null else { return nil }
        let number: Int? =
            switch value {
            case .integer(let number): Int(exactly: number)
            case .number(let number): Int(exactly: number)
            case .string(let text): Int(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            throw ToolError("'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A list of texts; a single text counts as a list of one.
    package func texts(_ name: String, count: Int, limit: Int) throws -> [String] {
        guard let value = members[name], value != .null else { return [] }
        let items: [JSONValue]
        switch value {
        case .string: items = [value]
        case .array(let values): items = values
        default: throw ToolError("'\(name)' must be a list of strings.")
        }
        guard items.count <= count else { throw ToolError("'\(name)' may have at most \(count) items.") }
        return try items.map { item in
            guard let text = item.stringValue, text.unicodeScalars.count <= limit, !text.unicodeScalars.contains("\0") else {
                throw ToolError("Each of '\(name)' must be a string of at most \(limit) characters.")
            }
            return text
        }
    }
}

extension JSONValue {
    /// A JSON schema of an object, as tool descriptions need it.
    static func schema(_ properties: [String: JSONValue], required: [String] = []) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "required": .array(required.map(JSONValue.string)),
            "additionalProperties": false,
        ]
    }
}
