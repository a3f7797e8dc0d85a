// Histories as providers demand them: each call of a tool answered right behind it, no answer without its call.

extension ChatRequest {
    /// The messages, mended where a conversation was cut or a turn interrupted: answers to calls that are not there are left out, calls
    /// without an answer get one that says so. Without it every later turn of such a conversation would be refused.
    /// - Parameter withTools: false leaves out all that has to do with tools.
    func wellFormedMessages(withTools: Bool = true) -> [ChatMessage] {
        var mended: [ChatMessage] = []
        var open: [ToolCall] = []
        func closeCalls() {
            mended += open.map { ChatMessage.tool(Self.unanswered, answering: $0) }
            open = []
        }
        for message in messages {
            if message.role == .tool {
                guard withTools, let index = open.firstIndex(where: { $0.id == message.toolCallID }) else { continue }
                open.remove(at: index)
                mended.append(message)
                continue
            }
            closeCalls()
            var message = message
            if withTools { open = message.toolCalls } else { message.toolCalls = [] }
            // An assistant who only called tools that are left out has said nothing.
            if message.role == .assistant, message.content.isEmpty, message.toolCalls.isEmpty { continue }
            mended.append(message)
        }
        closeCalls()
        return mended
    }

    private static let unanswered = "The call was interrupted; there is no result."
}
