// Answers kept for a day, so that a request that is sent again is done once.
import Crypto
import Foundation
import Logging
import Storage
import Synchronization
import Vocabulary
import Web

/// Keeps what requests with an `Idempotency-Key` were answered. While one is at work it holds a lease, which is renewed as long as this
/// server lives: after a crash the key is free again within `leaseSeconds`.
///
/// Each transaction of the request that changes something marks the key as well (`CommitMark`). So where the answer was lost after a change,
/// because the server died or its connection to the database broke, a repetition is told that it was done, and changes nothing; and where
/// nothing was committed it runs. A route that can tell more keeps its keys itself (`isKeptByHandler`), as sending a message does.
package final class IdempotentAnswers: Sendable {
    /// How long an answer is kept (documented: 24 h).
    package static let lifetimeSeconds = 86_400.0
    /// How long others believe that a request is at work (our choice: a crash is noticed, and no pause of a server is this long).
    package static let leaseSeconds = 90.0
    /// The largest answer that is kept, in bytes (our choice: what a request may hold at most).
    package static let answerLimit = 1 << 20
    /// Answers removed in one transaction (our choice: a writer waits for milliseconds).
    private static let stretch = 500

    private let database: any SQLDatabase
    private let key: SymmetricKey
    private let clock: Clock
    private let logger: Logger
    private let running = Mutex<[Name: Running]>([:])

    private struct Name: Hashable, Sendable {
        var userID: String
        var path: String
        var key: String
    }

    private struct Running: Sendable {
        var lease: String
        var renewal: Task<Void, Never>
    }

    /// - Parameter key: seals the answers, which hold what people wrote, and hides what was asked.
    package init(database: any SQLDatabase, key: SymmetricKey, clock: @escaping Clock, logger: Logger) {
        self.database = database
        self.key = key
        self.clock = clock
        self.logger = logger
    }

    /// What `Web` asks for.
    package var store: IdempotencyStore {
        IdempotencyStore(
            begin: { [self] request, now in try await begin(request, now) },
            run: { [self] request, work in try await CommitMark.$current.withValue(mark(request)) { try await work() } },
            finish: { [self] request, answer in try await finish(request, answer) },
            abandon: { [self] request in try await abandon(request) },
            breakOff: { [self] request in try await breakOff(request) })
    }

    // MARK: A request

    /// Takes the key for this request, or says what has become of it. Of several at the same moment one is `fresh`.
    package func begin(_ request: IdempotentRequest, _ now: Timestamp) async throws -> IdempotencyStore.Start {
        let lease = ID.randomBase62(16)
        // Under a key: a body may hold a password, which a bare hash would let somebody try out who has the database.
        var request = request
        request.contentHash = Array(HMAC<SHA256>.authenticationCode(for: Data(request.contentHash), using: key))
        // Twice at most: between the two statements the one who was at work may have given the key back.
        for _ in 0..<3 {
            if try await take(request, lease, now) {
                hold(request, lease)
                return .fresh
            }
            guard let kept = try await IdempotentRequestStore.find(request, in: database) else { continue }
            guard kept.contentHash == request.contentHash else { return .conflict }
            if let status = kept.status, let sealed = kept.answer {
                return .replay(KeptAnswer(status: status, bytes: try open(sealed, request), type: kept.type))
            }
            if kept.hasCommitted, kept.leasedUntil.map({ $0 <= now }) ?? true {
                return .replay(Self.notKept("This was done; its answer was lost when the server or its database broke off"))
            }
            return .inProgress
        }
        return .inProgress
    }

    /// As a lease has a name of its own, taking it twice does no harm.
    private func take(_ request: IdempotentRequest, _ lease: String, _ now: Timestamp) async throws -> Bool {
        do { return try await IdempotentRequestStore.take(request, lease: lease, now: now, in: database) } catch
            let error as SQLError where error.kind == .outcomeUnknown
        {
            return try await IdempotentRequestStore.take(request, lease: lease, now: now, in: database)
        }
    }

    /// Keeps the answer and ends the lease. Of an answer over `answerLimit` it keeps that there was one.
    package func finish(_ request: IdempotentRequest, _ answer: KeptAnswer) async throws {
        guard let lease = letGo(request) else { return }
        var answer = answer
        if answer.bytes.count > Self.answerLimit { answer = Self.notKept("This was done; its answer was too large to be kept") }
        let sealed = try seal(answer.bytes, request), kept = answer
        func store() async throws { try await IdempotentRequestStore.finish(request, lease: lease, kept, sealed: sealed, in: database) }
        // What was done is done: once more after a broken connection, before a repetition is told that the answer is lost.
        do { try await store() } catch let error as SQLError where [.outcomeUnknown, .unavailable].contains(error.kind) { try await store() }
    }

    private static func notKept(_ sentence: String) -> KeptAnswer {
        let problem = Problem(.conflict, sentence, code: "answer_not_kept")
        return KeptAnswer(
            status: ErrorEnvelope.okFalse.status(problem.kind).code,
            bytes: ErrorEnvelope.okFalse.body(problem, requestID: ID.new(.request)))
    }

    /// Gives the key back: the next request with it is `fresh`.
    package func abandon(_ request: IdempotentRequest) async throws {
        guard let lease = letGo(request) else { return }
        try await IdempotentRequestStore.abandon(request, lease: lease, in: database)
    }

    /// Ends the lease: whether the next request with this key is `fresh` is decided by what was committed.
    package func breakOff(_ request: IdempotentRequest) async throws {
        guard let lease = letGo(request) else { return }
        try await IdempotentRequestStore.endLease(request, lease: lease, in: database)
    }

    /// Notes in a transaction of the request that it has committed something.
    private func mark(_ request: IdempotentRequest) -> CommitMark? {
        guard let lease = running.withLock({ $0[name(request)]?.lease }) else { return nil }
        return CommitMark { [self] db in
            func isRunning() -> Bool { running.withLock { $0[name(request)]?.lease == lease } }
            // What a request leaves to go on in the background is not the request.
            guard isRunning(), try await !IdempotentRequestStore.mark(request, lease: lease, in: db), isRunning() else { return }
            throw Problem(.conflict, "The request was taken for dead, and another one with its Idempotency-Key was begun", code: "in_progress")
        }
    }

    /// Forgets answers whose day is over; returns how many. For a job.
    package func purge(now: Timestamp) async throws -> Int {
        var purged = 0
        while true {
            let count = try await IdempotentRequestStore.purge(before: now, limit: Self.stretch, in: database)
            purged += count
            if count < Self.stretch { return purged }
        }
    }

    // MARK: Leases

    /// Renews the lease of a request that is at work here.
    func renew(_ request: IdempotentRequest, now: Timestamp) async throws {
        guard let lease = running.withLock({ $0[name(request)]?.lease }) else { return }
        try await IdempotentRequestStore.renew(request, lease: lease, until: now.adding(seconds: Self.leaseSeconds), in: database)
    }

    private func hold(_ request: IdempotentRequest, _ lease: String) {
        let renewal = Task { [weak self] in
            while true {
                do { try await Task.sleep(for: .seconds(Self.leaseSeconds / 3)) } catch { return }
                guard let self else { return }
                do { try await self.renew(request, now: self.clock()) } catch {
                    self.logger.warning("the lease of a request could not be renewed: \(error)")
                }
            }
        }
        running.withLock { $0.updateValue(Running(lease: lease, renewal: renewal), forKey: name(request)) }?.renewal.cancel()
    }

    private func letGo(_ request: IdempotentRequest) -> String? {
        guard let running = running.withLock({ $0.removeValue(forKey: name(request)) }) else { return nil }
        running.renewal.cancel()
        return running.lease
    }

    private func name(_ request: IdempotentRequest) -> Name { Name(userID: request.userID, path: request.path, key: request.key) }

    // MARK: Sealing

    /// The first byte of what is stored, so that the form can change.
    private static let sealVersion: UInt8 = 1

    private func context(_ request: IdempotentRequest) -> Data { Data("answer/\(request.userID)/\(request.key)\n\(request.path)".utf8) }

    private func seal(_ bytes: [UInt8], _ request: IdempotentRequest) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(bytes), using: key, authenticating: context(request))
        return [Self.sealVersion] + box.nonce + box.ciphertext + box.tag
    }

    private func open(_ sealed: [UInt8], _ request: IdempotentRequest) throws -> [UInt8] {
        guard sealed.first == Self.sealVersion else { throw Problem(.internalError, "A kept answer is of a form that this version does not know") }
        return [UInt8](try AES.GCM.open(try AES.GCM.SealedBox(combined: sealed.dropFirst()), using: key, authenticating: context(request)))
    }
}
