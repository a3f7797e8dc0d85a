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
    /// Whether the reply's first and last events were seen.
    var hasStarted = false
    var hasEnded = false

    init() {}

    /// Reads `Last-Event-ID`; anything that we did not write is the beginning.
    init(lastEventID text: String?) {
        guard let parts = text?.split(separator: ".", omittingEmptySubsequences: false), parts.count == 2 || parts.count == 3,
            let bytes = Int(parts[0]), let tools = Int(parts[1]), bytes >= 0, tools >= 0, parts.count == 2 || parts[2] == "end"
        else { return }
        self.bytes = bytes
        self.tools = tools
        hasStarted = true
        hasEnded = parts.count == 3
    }

    var id: String { "\(bytes).\(tools)" + (hasEnded ? ".end" : "") }
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

    struct TokenData: Encodable { var text: String }
    struct ToolData: Encodable {
        var name: String
        var status: ToolRecord.Status
    }

    /// What a reader at `position` has not seen, in the order in which it happened. Moves the position.
    func events(after position: inout ReplyPosition) throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var bytes = boundary(position.bytes)
        func tell(upTo end: Int) throws {
            let end = boundary(min(end, text.utf8.count))
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
    private func boundary(_ bytes: Int) -> Int {
        var bytes = min(max(0, bytes), text.utf8.count)
        let utf8 = text.utf8
        while bytes > 0, bytes < utf8.count, utf8[utf8.index(utf8.startIndex, offsetBy: bytes)] & 0xC0 == 0x80 { bytes -= 1 }
        return bytes
    }
}
