// The lines of a stream of server-sent events, and what of a reply goes into it.
import Vocabulary
import Web

/// One event as it stands on the wire.
struct ServerSentEvent: Sendable, Equatable {
    var id: String?
    var name: String
    /// JSON, one line.
    var data: String

    var text: String {
        (id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: \(data)\n\n"
    }

    /// Keeps proxies from closing a stream on which nothing is said; browsers ignore it.
    static let heartbeat = ": keep-alive\n\n"

    init<Data: Encodable>(_ name: String, id: String? = nil, _ data: Data) throws {
        self.id = id
        self.name = name
        self.data = try JSON.text(data)
    }
}

/// How far a reader of a reply has come: bytes of its text, and events of its tools. It is the events' id, so that a browser that lost the
/// stream asks for the rest from any server: the same place can be found in the text in memory, in the part that was saved, and in the finished
/// message.
struct ReplyPosition: Sendable, Equatable {
    var bytes = 0
    var tools = 0
    /// Bytes of its reasoning.
    var reasoning = 0
    /// How often the reader was told that the text begins again.
    var restarts = 0
    /// Whether the reply's first and last events were seen.
    var hasStarted = false
    var hasEnded = false

    init() {}

    /// Reads `Last-Event-ID`; anything that we did not write is the beginning.
    init(lastEventID text: String?) {
        guard var parts = text?.split(separator: ".", omittingEmptySubsequences: false)[...] else { return }
        var read = ReplyPosition()
        read.hasStarted = true
        if parts.count > 2, parts.last == "end" {
            read.hasEnded = true
            parts.removeLast()
        }
        for (mark, field) in [("g", \Self.restarts), ("r", \Self.reasoning)] {
            guard parts.count > 2, let part = parts.last, part.hasPrefix(mark) else { continue }
            guard let number = Int(part.dropFirst()), number > 0 else { return }
            read[keyPath: field] = number
            parts.removeLast()
        }
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 2, numbers.count == 2, numbers.allSatisfy({ $0 >= 0 }) else { return }
        read.bytes = numbers[0]
        read.tools = numbers[1]
        self = read
    }

    var id: String {
        "\(bytes).\(tools)" + (reasoning > 0 ? ".r\(reasoning)" : "") + (restarts > 0 ? ".g\(restarts)" : "") + (hasEnded ? ".end" : "")
    }
}

/// A tool's event, and where in the reply's text it happened.
struct ToolEvent: Codable, Sendable, Equatable {
    var name: String
    var status: ToolRecord.Status
    /// Bytes of text before it.
    var at: Int
}

/// A reply as it stands at one moment, wherever it was read from.
struct ReplySnapshot: Sendable, Equatable {
    var text = ""
    var tools: [ToolEvent] = []
    /// What the model thinks before it answers.
    var reasoning = ""
    /// How often text turned out to be reasoning and was taken back.
    var restarts = 0

    /// Bytes of all that came.
    var bytes: Int { text.utf8.count + reasoning.utf8.count }

    struct RestartData: Encodable {}
    struct TokenData: Encodable { var text: String }
    struct ToolData: Encodable {
        var name: String
        var status: ToolRecord.Status
    }

    /// What a reader at `position` has not seen, in the order in which it happened. Moves the position.
    func events(after position: inout ReplyPosition) throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        if position.restarts < restarts {
            position.restarts = restarts
            // All is told again: a reader need not know what was taken back.
            if position.bytes + position.reasoning > 0 {
                position.bytes = 0
                position.reasoning = 0
                events.append(try ServerSentEvent("restart", id: position.id, RestartData()))
            }
        }
        let known = Self.boundary(position.reasoning, in: reasoning)
        if known < reasoning.utf8.count {
            let piece = reasoning[reasoning.utf8.index(reasoning.startIndex, offsetBy: known)...]
            position.reasoning = reasoning.utf8.count
            events.append(try ServerSentEvent("reasoning", id: position.id, TokenData(text: String(piece))))
        }
        var bytes = Self.boundary(position.bytes, in: text)
        func tell(upTo end: Int) throws {
            let end = Self.boundary(min(end, text.utf8.count), in: text)
            guard end > bytes else { return }
            let piece = text[text.utf8.index(text.startIndex, offsetBy: bytes)..<text.utf8.index(text.startIndex, offsetBy: end)]
            bytes = end
            position.bytes = end
            events.append(try ServerSentEvent("token", id: position.id, TokenData(text: String(piece))))
        }
        for tool in tools.dropFirst(position.tools) {
            try tell(upTo: tool.at)
            position.tools += 1
            events.append(try ServerSentEvent("tool", id: position.id, ToolData(name: tool.name, status: tool.status)))
        }
        try tell(upTo: text.utf8.count)
        return events
    }

    /// The nearest place at or before so many bytes where a character's bytes begin.
    private static func boundary(_ bytes: Int, in text: String) -> Int {
        var bytes = min(max(0, bytes), text.utf8.count)
        let utf8 = text.utf8
        while bytes > 0, bytes < utf8.count, utf8[utf8.index(utf8.startIndex, offsetBy: bytes)] & 0xC0 == 0x80 { bytes -= 1 }
        return bytes
    }
}
