// What search knows of messages.
import Storage

struct MessageIndex: Sendable {
    /// Makes a message findable. A title belongs to its thread's first message.
    func insert(_ message: Message, title: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
    }
}
