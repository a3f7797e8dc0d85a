// What waits for the workers of a pool, and whose turn it is.
import Foundation
import Vocabulary

/// One call of `submit`. Its variables belong to the queue's lock.
final class WorkRequest<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    let inputs: [Input]
    let owner: String?
    /// The first input that no worker has taken yet.
    fileprivate var next = 0
    fileprivate var outputs: [Output?]
    fileprivate var missing: Int
    fileprivate var continuation: CheckedContinuation<[Output], any Error>?
    fileprivate var isOver = false

    init(_ inputs: [Input], owner: String?) {
        self.inputs = inputs
        self.owner = owner
        outputs = [Output?](repeating: nil, count: inputs.count)
        missing = inputs.count
    }
}

/// Inputs that one worker has in hand, and the requests they came from.
struct WorkBatch<Input: Sendable, Output: Sendable>: Sendable {
    var inputs: [Input] = []
    var parts: [(request: WorkRequest<Input, Output>, range: Range<Int>)] = []
}

/// `Mutex` has no way to wait for a change, therefore `NSCondition`, and unchecked: every variable is touched under it alone.
final class WorkQueue<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    typealias Request = WorkRequest<Input, Output>
    typealias Batch = WorkBatch<Input, Output>
    /// What is done once the lock is open: nobody is resumed under it.
    private typealias Afterwards = () -> Void

    /// A request's first batch goes before later batches of others, so that a small request does not wait for a large one; but no more than so
    /// many in a row, so that the large one goes on (our choice).
    private static var freshInRowAtMost: Int { 4 }

    private let batchCost: Int
    private let limit: Int
    private let ownerLimit: Int
    private let cost: @Sendable (Input) -> Int

    private let condition = NSCondition()
    /// Requests that have not had a turn yet, and those that have and are not done; each in the order of their turns.
    private var fresh: [Request] = []
    private var rest: [Request] = []
    /// Batches of fresh requests since the last one of the others.
    private var freshInRow = 0
    private var waiting = 0
    /// Of these, those of each owner; who has none is not in it.
    private var waitingOfOwner: [String: Int] = [:]
    private var busy = 0
    private var workers = 0
    private var isClosed = false
    private var watchers: [CheckedContinuation<Void, Never>] = []

    init(batchCost: Int, limit: Int, ownerLimit: Int, cost: @escaping @Sendable (Input) -> Int) {
        self.batchCost = max(1, batchCost)
        self.limit = limit
        self.ownerLimit = ownerLimit
        self.cost = cost
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }

    // MARK: Requests

    func add(_ request: Request, continuation: CheckedContinuation<[Output], any Error>) {
        let refusal: (any Error)? = locked {
            if request.isOver { return CancellationError() }
            if isClosed { return Problem(.unavailable, "The server is shutting down.", retryAfter: 5) }
            guard waiting + request.inputs.count <= limit else {
                return Problem(.unavailable, "Too much is waiting to be computed. Try again shortly.", retryAfter: 5)
            }
            if let own = request.owner.flatMap({ waitingOfOwner[$0] }), own + request.inputs.count > ownerLimit {
                return Problem(.tooManyRequests, "Too much of your organization's is waiting to be computed. Try again shortly.", retryAfter: 5)
            }
            request.continuation = continuation
            fresh.append(request)
            changeWaiting(by: request.inputs.count, of: request)
            condition.broadcast()
            return nil
        }
        if let refusal { continuation.resume(throwing: refusal) }
    }

    private func changeWaiting(by change: Int, of request: Request) {
        waiting += change
        guard let owner = request.owner else { return }
        let own = (waitingOfOwner[owner] ?? 0) + change
        waitingOfOwner[owner] = own > 0 ? own : nil
    }

    func cancel(_ request: Request) {
        locked { end(request, .failure(CancellationError())) }()
    }

    /// Closes a request before its time or in time; the second time nothing happens.
    private func end(_ request: Request, _ result: Result<[Output], any Error>) -> Afterwards {
        guard !request.isOver else { return {} }
        request.isOver = true
        if request.next < request.inputs.count, request.continuation != nil {
            leaveTurns(request)
            changeWaiting(by: request.next - request.inputs.count, of: request)
        }
        request.outputs = []
        let continuation = request.continuation
        request.continuation = nil
        return { continuation?.resume(with: result) }
    }

    // MARK: Workers

    /// The next batch, or nil when the queue is closed and empty. Blocks the thread until there is either.
    func take() -> Batch? {
        locked {
            while fresh.isEmpty && rest.isEmpty {
                if isClosed { return nil }
                condition.wait()
            }
            busy += 1
            return fill()
        }
    }

    /// Fills a batch from the request whose turn it is, and what is left of it from those that follow.
    private func fill() -> Batch {
        var batch = Batch()
        var left = batchCost
        let isFreshFirst = rest.isEmpty || (!fresh.isEmpty && freshInRow < Self.freshInRowAtMost)
        freshInRow = isFreshFirst ? freshInRow + 1 : 0
        while left > 0, let request = isFreshFirst ? fresh.first ?? rest.first : rest.first ?? fresh.first {
            let hasTurn = batch.inputs.isEmpty
            let start = request.next
            var end = start
            while end < request.inputs.count, left > 0 {
                let price = max(1, cost(request.inputs[end]))
                guard price <= left || (hasTurn && end == start) else { break }
                left -= price
                end += 1
            }
            guard end > start else { break }
            batch.inputs += request.inputs[start..<end]
            batch.parts.append((request, start..<end))
            request.next = end
            changeWaiting(by: start - end, of: request)
            let isDone = end == request.inputs.count
            if isDone || hasTurn {
                leaveTurns(request)
                if !isDone { rest.append(request) }
            }
            if !isDone { break }  // one that only filled a batch up keeps its turn
        }
        return batch
    }

    private func leaveTurns(_ request: Request) {
        if let index = fresh.firstIndex(where: { $0 === request }) {
            fresh.remove(at: index)
        } else if let index = rest.firstIndex(where: { $0 === request }) {
            rest.remove(at: index)
        }
    }

    func finish(_ batch: Batch, with result: Result<[Output], any Error>) {
        let afterwards: [Afterwards] = locked {
            busy -= 1
            switch result {
            case .success(let outputs) where outputs.count == batch.inputs.count:
                var rest = outputs[...]
                return batch.parts.map { part in
                    defer { rest = rest.dropFirst(part.range.count) }
                    return deliver(rest.prefix(part.range.count), to: part.request, at: part.range.lowerBound)
                }
            case .success:
                return batch.parts.map { end($0.request, .failure(Problem(.internalError, "A worker returned the wrong number of results."))) }
            case .failure(let error):
                return batch.parts.map { end($0.request, .failure(error)) }
            }
        }
        for action in afterwards { action() }
    }

    private func deliver(_ outputs: ArraySlice<Output>, to request: Request, at start: Int) -> Afterwards {
        guard !request.isOver else { return {} }
        for (offset, output) in outputs.enumerated() { request.outputs[start + offset] = output }
        request.missing -= outputs.count
        return request.missing == 0 ? end(request, .success(request.outputs.compactMap(\.self))) : {}
    }

    // MARK: Beginning and end

    func join() {
        locked { workers += 1 }
    }

    func leave() {
        let watchers: [CheckedContinuation<Void, Never>] = locked {
            workers -= 1
            guard workers == 0 else { return [] }
            defer { self.watchers = [] }
            return self.watchers
        }
        for watcher in watchers { watcher.resume() }
    }

    func close() {
        locked {
            isClosed = true
            condition.broadcast()
        }
    }

    /// Returns when the last worker has left.
    func untilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = locked {
                if workers > 0 { watchers.append(continuation) }
                return workers == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    var waitingInputs: Int { locked { waiting } }
    var busyWorkers: Int { locked { busy } }
}
