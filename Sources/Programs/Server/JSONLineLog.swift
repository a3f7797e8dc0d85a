// The log: one JSON object a line on standard error, injection-safe.
import Foundation
import Logging
import Vocabulary
import Web

package struct JSONLineLog: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    private let label: String

    package init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var members: [String: JSONValue] = [:]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, new in new }) { members[key] = .string("\(value)") }
        members["time"] = .string(Timestamp.wallClock().iso8601)
        members["level"] = .string(event.level.rawValue)
        members["message"] = .string("\(event.message)")
        members["logger"] = .string(label)
        guard var text = try? JSON.encode(members) else { return }
        text.append(UInt8(ascii: "\n"))
        FileHandle.standardError.write(Data(text))
    }
}
