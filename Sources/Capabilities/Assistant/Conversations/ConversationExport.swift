// A thread as a file to take along, written while it is read.
import Access
import Audit
import Foundation
import Storage
import Vocabulary
import Web

/// Writes a thread as JSON or as Markdown, some messages at a time, so that its length does not matter.
struct ConversationExport: Sendable {
    enum Format: String, Sendable { case json, markdown = "md" }

    let database: any SQLDatabase

    /// Messages read at a time (our choice).
    private static let stretch = 200

    func json(_ call: PersonCall) async throws -> Answer { try await export(.json, call) }
    func markdown(_ call: PersonCall) async throws -> Answer { try await export(.markdown, call) }

    private func export(_ format: Format, _ call: PersonCall) async throws -> Answer {
        let id = try call.uuid("thread_id"), owner = call.owner
        guard let thread = try await ThreadStore.find(id, of: owner, in: database) else { throw Conversations.notFound }
        if !call.isHead { try await Audit.recordAlone(call.author.entry(.exported, "thread", id), in: database) }
        let exportedAt = call.now
        let headers = [
            "Content-Disposition": "attachment; filename=\"\(Self.fileName(thread, format, exportedAt))\"", "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        ]
        let type = format == .json ? "application/json; charset=utf-8" : "text/markdown; charset=utf-8"
        return .stream(type: type, headers: headers) { out in
            try await write(thread, as: format, of: owner, at: exportedAt) { try await out.write($0) }
        }
    }

    /// Hands over the file piece by piece: the messages that the thread had when it was read.
    /// - Throws: when the thread is deleted meanwhile, so that nobody takes the half for the whole.
    func write(
        _ thread: ConversationThread, as format: Format, of owner: ThreadOwner, at exportedAt: Timestamp, to out: (String) async throws -> Void
    ) async throws {
        try await out(format == .json ? Self.jsonHead(thread, exportedAt) : Self.markdownHead(thread, exportedAt))
        var last: Int64 = 0
        var count: Int64 = 0
        while last < thread.lastNumber {
            let messages = try await MessageStore.oldest(Self.stretch, after: last, thread: thread.id, of: owner, in: database)
                .filter { $0.number <= thread.lastNumber }
            guard let end = messages.last else { throw Problem(.gone, "The conversation was deleted while it was exported") }
            var text = ""
            for message in messages {
                switch format {
                case .json: text += (count == 0 ? "\n" : ",\n") + (try JSON.text(MessageResponse(message: message)))
                case .markdown: text += Self.markdown(message)
                }
                count += 1
            }
            try await out(text)
            last = end.number
        }
        if format == .json { try await out("\n]}\n") }
    }

    // MARK: JSON

    private struct Head: Encodable {
        var format = "conversation/1"
        var exportedAt: Milliseconds
        var thread: ThreadResponse
        enum CodingKeys: String, CodingKey { case format, exportedAt = "exported_at", thread }
    }

    private static func jsonHead(_ thread: ConversationThread, _ time: Timestamp) throws -> String {
        String(try JSON.text(Head(exportedAt: Milliseconds(time), thread: ThreadResponse(thread: thread))).dropLast()) + ",\"messages\":["
    }

    // MARK: Markdown

    private static func markdownHead(_ thread: ConversationThread, _ time: Timestamp) -> String {
        """
        # \(thread.title)

        <!-- conversation/1 thread_id=\(thread.id) channel=\(thread.channel.rawValue) created_at=\(thread.createdAt.iso8601Milliseconds) \
        exported_at=\(time.iso8601Milliseconds) messages=\(thread.messageCount) -->


        """
    }

    /// What the message says stands there unchanged.
    private static func markdown(_ message: Message) -> String {
        let speaker =
            switch message.role {
            case .user: "You"
            case .assistant: "Assistant"
            case .system: "System"
            case .tool: "Tool"
            }
        let minute = message.createdAt.iso8601Milliseconds.prefix(16).replacing("T", with: " ")
        let note =
            switch message.status {
            case .complete: ""
            case .streaming: " (being written)"
            case .interrupted: " (interrupted)"
            case .failed: " (failed)"
            }
        return """
            <!-- message_id=\(message.id) role=\(message.role.rawValue) status=\(message.status.rawValue) \
            created_at=\(message.createdAt.iso8601Milliseconds) -->
            ## \(speaker) · \(minute) UTC\(note)

            \(reasoning(message))\(message.content)\(message.content.isEmpty ? message.error ?? "" : "")

            ---


            """
    }

    /// Folded, before the answer.
    private static func reasoning(_ message: Message) -> String {
        guard !message.reasoning.isEmpty else { return "" }
        return "<details>\n<summary>Reasoning</summary>\n\n\(message.reasoning)\n\n</details>\n\n"
    }

    // MARK: The file's name

    /// ASCII letters and digits of the title; the thread's id where it has none.
    static func fileName(_ thread: ConversationThread, _ format: Format, _ time: Timestamp) -> String {
        let folded = thread.title.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        let words = folded.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
        let name = words.isEmpty ? thread.id : String(words.prefix(48))
        return "conversation-\(name)-\(time.iso8601.prefix(10).replacing("-", with: "")).\(format.rawValue)"
    }
}
