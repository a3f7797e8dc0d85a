// What search knows of messages.
import Storage

/// Keeps the text index in step with the messages, in the transaction that changes them.
struct MessageIndex: Sendable {
    /// Makes a message findable. A title belongs to its thread's first message.
    func insert(_ message: Message, title: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
    }

    func update(_ message: Message, title: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
    }

    /// Nobody finds the thread's messages any more.
    func removeAll(in thread: String, of owner: ThreadOwner, in db: any SQLSession) async throws {
    }
}
