// The same message sent again: one message, one reply, one action.
import Access
import Storage
import Synchronization
import Vocabulary
import Web

extension Turns {
    /// Begins a turn, or, where a message was sent with the same key before, finds that one's: under way, finished or failed. So a caller that
    /// never heard an answer may send again as often as it likes, also when the server died in between.
    ///
    /// The key is stored in the transaction of the message. In this process those with one key go one after another, so that the later ones do
    /// not meet 402 or `busy` because of the first; on another server that may happen, and the next repetition finds the message.
    /// - Throws: as `start`; conflict `idempotency_conflict` when the key came with another request; notFound when its conversation was deleted.
    func send(_ request: Request, by owner: ThreadOwner) async throws -> ReplyFollower {
        func begin() async throws -> ReplyFollower {
            let started = try await start(request, by: owner)
            return ReplyFollower(turns: self, owner: owner, turn: started.turn, live: started.reply)
        }
        guard let key = request.key else { return try await begin() }
        return try await line.alone("\(owner.organizationID)/\(owner.userID)/\(key.key)") {
            if let earlier = try await repetition(key, of: owner) { return earlier }
            do {
                return try await begin()
            } catch {
                // Another server may have been quicker.
                if let earlier = try await repetition(key, of: owner) { return earlier }
                throw error
            }
        }
    }

    private func repetition(_ key: SendKey, of owner: ThreadOwner) async throws -> ReplyFollower? {
        guard let sent = try await SentKeyStore.find(key.key, now: clock(), of: owner, in: database) else { return nil }
        guard sent.contentHash == key.contentHash else {
            throw Problem(.conflict, "This Idempotency-Key was used for another request", code: "idempotency_conflict")
        }
        guard try await conversations.message(sent.replyID, of: owner, in: database) != nil else { throw Conversations.notFound }
        let turn = StoredTurn(
            threadID: sent.threadID, replyID: sent.replyID, messageID: sent.messageID, actionID: "", startedAt: sent.sentAt)
        return ReplyFollower(turns: self, owner: owner, turn: turn, live: running.reply(sent.replyID), repeated: key)
    }

    /// Forgets the keys of messages whose day is over; returns how many. For a job.
    @discardableResult
    package func purgeKeys(now: Timestamp) async throws -> Int {
        // Our choice: one statement holds a writer up for milliseconds.
        let stretch = 500
        var purged = 0
        while true {
            let count = try await SentKeyStore.purge(before: now, limit: stretch, in: database)
            purged += count
            if count < stretch { return purged }
        }
    }
}

/// Lets pieces of work of one name happen one after another, in the order in which they came.
final class NamedLine: Sendable {
    /// Who waits behind the one at work; no entry = nobody is at work.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    func alone<T>(_ name: String, _ work: () async throws -> T) async throws -> T {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                if waiting[name] == nil { waiting[name] = []; return true }
                waiting[name]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer {
            let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
                guard let line = waiting[name], let first = line.first else { waiting[name] = nil; return nil }
                waiting[name] = Array(line.dropFirst())
                return first
            }
            next?.resume()
        }
        return try await work()
    }
}
