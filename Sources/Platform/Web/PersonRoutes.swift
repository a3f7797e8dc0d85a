// Endpoints that somebody uses in their own name: by cookie or token, or with a key of theirs that has the scope.
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Vocabulary

extension APIRoutes {
    /// An endpoint without a body.
    /// - Parameter isExport: whether it hands over all that there is; of those a user may have few at the same time.
    package func person(
        _ method: HTTPRequest.Method, _ path: String, scope: Scope, role: Role = .viewer, isExport: Bool = false,
        _ handler: @Sendable @escaping (PersonCall) async throws -> Answer
    ) {
        addPerson(method, path, scope, role, isExport: isExport) { request, call, settings, slots in
            try await PersonAnswer(request: request, call: call, body: [], settings: settings).response { try await handler(call).holding(slots) }
        }
    }

    /// An endpoint with a body of JSON. Who may not do it is told so, whatever the body holds.
    /// - Parameters:
    ///   - bodyLimit: bytes; nil = `WebSettings.bodyLimit`.
    ///   - isKeptByHandler: the handler looks after repetitions itself, by `PersonCall.repeatable`: nothing is kept of its answers.
    package func person<Body: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, scope: Scope, role: Role = .viewer, bodyLimit: Int? = nil, isKeptByHandler: Bool = false,
        _ handler: @Sendable @escaping (Body, PersonCall) async throws -> Answer
    ) {
        addPerson(method, path, scope, role) { request, call, settings, slots in
            let (body, bytes): (Body, [UInt8]) = try await RequestReader.object(request, settings, limit: bodyLimit)
            let answer = PersonAnswer(request: request, call: call, body: bytes, settings: settings)
            guard isKeptByHandler else { return try await answer.response { try await handler(body, call).holding(slots) } }
            var call = call
            call.repeatable = try await answer.idempotentRequest()
            return try await AnswerWriter.response(try await handler(body, call).holding(slots), to: request, call.connection, settings)
        }
    }

    /// An endpoint whose body is a file of one of these media types, handed over as it was sent; the handler is told which.
    package func person(
        _ method: HTTPRequest.Method, _ path: String, scope: Scope, role: Role = .viewer, files types: [String], bodyLimit: Int,
        _ handler: @Sendable @escaping (_ bytes: [UInt8], _ type: String, PersonCall) async throws -> Answer
    ) {
        addPerson(method, path, scope, role) { request, call, settings, slots in
            let (bytes, type) = try await RequestReader.file(request, settings, types: types, limit: bodyLimit)
            return try await PersonAnswer(request: request, call: call, body: bytes, settings: settings).response {
                try await handler(bytes, type, call).holding(slots)
            }
        }
    }

    private func addPerson(
        _ method: HTTPRequest.Method, _ path: String, _ scope: Scope, _ role: Role, isExport: Bool = false,
        _ respond: @Sendable @escaping (Request, PersonCall, WebSettings, [Slot]) async throws -> Response
    ) {
        let path = self.path(path), settings = settings, kinds: Set<CallerKind> = [.member, .stratamKey]
        table.add(.init(method: method.rawValue, path: path, callers: kinds, scope: scope), crossOrigin: false) { request, context in
            let facts = RequestReader.facts(request, context, settings)
            let admission = Admission(request: request, context: context, kinds: kinds, settings: settings, now: facts.now)
            let person = try await admission.person(scope: scope, role: role)
            // Until the answer is made, and where it is a stream, until its last byte is written.
            var slots = [try settings.requestsAtOnce.take(person.userID, what: "requests of one user are answered")]
            if isExport { slots.append(try settings.exportsAtOnce.take(person.userID, what: "exports of one user are written")) }
            let response = try await respond(request, PersonCall(facts: facts, person: person), settings, slots)
            return withExtendedLifetime(slots) { response }
        }
    }
}

/// Answers one request, or, when it carries an `Idempotency-Key` that was answered before, gives that answer again.
private struct PersonAnswer: Sendable {
    let request: Request
    let call: PersonCall
    let body: [UInt8]
    let settings: WebSettings

    func response(_ handle: @Sendable @escaping () async throws -> Answer) async throws -> Response {
        guard request.method == .post, let store = settings.idempotency, let same = try await idempotentRequest() else {
            return try await AnswerWriter.response(try await handle(), to: request, call.connection, settings)
        }
        // Not the time at which the request began to come: a large body may have taken longer than a lease.
        switch try await store.begin(same, settings.clock()) {
        case .fresh: return try await AnswerWriter.response(try await fresh(same, store, handle), to: request, call.connection, settings)
        case .replay(let kept): return try await AnswerWriter.response(.replay(kept), to: request, call.connection, settings)
        case .conflict:
            throw Problem(.conflict, "This Idempotency-Key was used for another request", code: "idempotency_conflict")
        case .inProgress:
            throw Problem(.conflict, "The request with this Idempotency-Key is still being answered", code: "in_progress", retryAfter: 1)
        }
    }

    /// Nil without the header.
    func idempotentRequest() async throws -> IdempotentRequest? {
        guard let name = HTTPField.Name.idempotencyKey, let key = request.headers[name] else { return nil }
        guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.invalid("Idempotency-Key", "must be 1 to 128 visible ASCII characters")
        }
        return IdempotentRequest(
            organizationID: call.organizationID, userID: call.userID, path: request.uri.path, key: key,
            contentHash: try await contentHash())
    }

    /// A query holds no line break: the two cannot be mistaken for one another.
    private func contentHash() async throws -> [UInt8] {
        let query = request.uri.query ?? "", body = body
        return try await settings.offload(bytes: body.count) {
            var hash = SHA256()
            hash.update(data: Data("\(query)\n".utf8))
            hash.update(data: body)
            return Array(hash.finalize())
        }
    }

    /// Successes are kept, except those that are no JSON: streams and files, which only read. Those, and what was refused, give the key back, and
    /// the same request runs again. What broke off gives it back only where nothing was committed. Work keeps the key until it is done.
    private func fresh(
        _ same: IdempotentRequest, _ store: IdempotencyStore, _ handle: @Sendable @escaping () async throws -> Answer
    ) async throws -> Answer {
        do {
            let answer = try await store.run(same, handle)
            switch answer {
            case .ok(let value): await keep(same, store, KeptAnswer(status: 200, bytes: try JSON.encode(value)))
            case .created(let value): await keep(same, store, KeptAnswer(status: 201, bytes: try JSON.encode(value)))
            case .okOnce:
                let problem = Problem(.conflict, "This was done, and its answer held a secret that is told once", code: "told_once")
                let envelope = ErrorEnvelope.okFalse
                let bytes = envelope.body(problem, requestID: call.requestID)
                await keep(same, store, KeptAnswer(status: envelope.status(.conflict).code, bytes: bytes))
            case .work(let work): return keeping(work, same, store)
            default: await settle(same, store, isRefused: true)
            }
            return answer
        } catch {
            await settle(same, store, isRefused: error is Problem)
            throw error
        }
    }

    /// The same work, which keeps its last event.
    private func keeping(
        _ work: @Sendable @escaping (@escaping Answer.Report) async throws -> any Encodable & Sendable, _ same: IdempotentRequest,
        _ store: IdempotencyStore
    ) -> Answer {
        .work { report in
            do {
                guard case .ok(let value) = try await store.run(same, { .ok(try await work(report)) }) else { return OK() }
                await keep(same, store, KeptAnswer(status: 200, bytes: Array(try WorkStream.done(value).utf8), type: WorkStream.type))
                return value
            } catch {
                await settle(same, store, isRefused: error is Problem)
                throw error
            }
        }
    }

    // Neither stops half-way because the caller has gone.

    private func keep(_ same: IdempotentRequest, _ store: IdempotencyStore, _ answer: KeptAnswer) async {
        let logger = settings.logger
        await Task {
            do { try await store.finish(same, answer) } catch { logger.error("an answer could not be kept for its repetition: \(error)") }
        }.value
    }

    private func settle(_ same: IdempotentRequest, _ store: IdempotencyStore, isRefused: Bool) async {
        let logger = settings.logger
        await Task {
            do { if isRefused { try await store.abandon(same) } else { try await store.breakOff(same) } } catch {
                logger.error("an idempotency key could not be given back: \(error)")
            }
        }.value
    }
}
