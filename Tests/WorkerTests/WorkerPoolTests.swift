import Dispatch
import Foundation
import Synchronization
import Testing
import Vocabulary
import Workers

/// Work that notes its batches and can be held up, to see what happens meanwhile.
private final class Bench: Sendable {
    let batches = Mutex<[[Int]]>([])
    let started = DispatchSemaphore(value: 0)
    let released = DispatchSemaphore(value: 0)
    let isHeld: Bool

    init(isHeld: Bool = false) {
        self.isHeld = isHeld
    }

    func work(_ inputs: [Int]) throws -> [String] {
        batches.withLock { $0.append(inputs) }
        if isHeld {
            started.signal()
            released.wait()
        }
        if inputs.contains(-1) { throw Problem(.internalError, "minus one") }
        return inputs.map { "\($0)" }
    }

    func pool(threads: Int = 1, batchCost: Int = 4, queueLimit: Int = 1_000, ownerLimit: Int? = nil) -> WorkerPool<Int, String> {
        WorkerPool(name: "test", threads: threads, batchCost: batchCost, queueLimit: queueLimit, ownerLimit: ownerLimit, work: work)
    }

    /// Returns when one more worker has begun.
    func untilStarted() async {
        while started.wait(timeout: .now()) != .success { await Task.yield() }
    }

    func release(_ count: Int) {
        for _ in 0..<count { released.signal() }
    }
}

private func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}

@Suite("Worker pool")
struct WorkerPoolTests {
    @Test("every caller gets its own results in its own order", arguments: [1, 3])
    func order(threads: Int) async throws {
        let pool = Bench().pool(threads: threads)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<40 {
                group.addTask {
                    let inputs = (0..<caller).map { caller * 1_000 + $0 }
                    let outputs = try await pool.submit(inputs)
                    #expect(outputs == inputs.map(String.init))
                }
            }
            try await group.waitForAll()
        }
        #expect(pool.waiting == 0)
    }

    @Test("a small request has its turn after the batch in hand of a large one")
    func turns() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool()
        async let large = pool.submit(Array(0..<40))
        await bench.untilStarted()
        async let small = pool.submit([100, 101])
        await until { pool.waiting == 38 }
        bench.release(20)
        #expect(try await small == ["100", "101"])
        #expect(try await large.count == 40)
        let batches = bench.batches.withLock(\.self)
        #expect(Array(batches.prefix(3)) == [[0, 1, 2, 3], [100, 101, 4, 5], [6, 7, 8, 9]])
    }

    @Test("a stream of small requests does not stop a large one")
    func noStarvation() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool()
        async let large = pool.submit(Array(0..<12))
        await bench.untilStarted()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<10 { group.addTask { try await pool.submit(Array(repeating: 100 + number, count: 4)).count } }
            await until { pool.waiting == 48 }
            bench.release(100)
            for try await count in group { #expect(count == 4) }
        }
        #expect(try await large.count == 12)
        // Its batches are the first, the fifth and the tenth: four at most of others in a row, and its own first one counts.
        let isLarge = bench.batches.withLock { $0.map { $0[0] < 100 } }
        #expect(isLarge.indices.filter { isLarge[$0] } == [0, 4, 9])
    }

    @Test("small requests that wait together share a batch")
    func sharing() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool()
        async let first = pool.submit([0])
        await bench.untilStarted()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...8 {
                group.addTask {
                    let outputs = try await pool.submit([number])
                    #expect(outputs == ["\(number)"])
                }
            }
            await until { pool.waiting == 8 }
            bench.release(3)
            try await group.waitForAll()
        }
        #expect(try await first == ["0"])
        #expect(bench.batches.withLock { $0.map(\.count) } == [1, 4, 4])
    }

    @Test("a batch holds what its cost allows, and one input that is dearer goes alone")
    func costs() async throws {
        let bench = Bench()
        let pool = WorkerPool<Int, String>(name: "test", threads: 1, batchCost: 10, cost: { $0 }, work: bench.work)
        let outputs = try await pool.submit([4, 4, 4, 50, 2, 8, 1])
        #expect(outputs.count == 7)
        #expect(bench.batches.withLock(\.self) == [[4, 4], [4], [50], [2, 8], [1]])
    }

    @Test("one request keeps every worker busy")
    func everyWorker() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool(threads: 3)
        async let all = pool.submit(Array(0..<12))
        for _ in 0..<3 { await bench.untilStarted() }
        #expect(pool.busy == 3)
        bench.release(3)
        #expect(try await all == (0..<12).map(String.init))
        await pool.shutdown()
        #expect(pool.busy == 0)
    }

    @Test("beyond the limit a request is refused at once, and accepted again later")
    func limit() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool(queueLimit: 10)
        async let first = pool.submit([0, 1, 2, 3])
        await bench.untilStarted()
        async let second = pool.submit(Array(10..<20))
        await until { pool.waiting == 10 }
        let refusal = await #expect(throws: Problem.self) { try await pool.submit([99]) }
        #expect(refusal?.kind == .unavailable)
        #expect(refusal?.retryAfter != nil)
        bench.release(100)
        #expect(try await first.count == 4)
        #expect(try await second.count == 10)
        #expect(try await pool.submit([99]) == ["99"])
    }

    @Test("who has much waiting is refused alone, and accepted again later")
    func ownerLimit() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool(queueLimit: 100, ownerLimit: 10)
        async let first = pool.submit([0])
        await bench.untilStarted()
        // More than the limit at once is taken where nothing of the owner's waits: nobody is refused for good.
        async let large = pool.submit(Array(10..<30), owner: "a")
        await until { pool.waiting == 20 }
        let refusal = await #expect(throws: Problem.self) { try await pool.submit([99], owner: "a") }
        #expect(refusal?.kind == .tooManyRequests && refusal?.retryAfter != nil)
        async let other = pool.submit([30], owner: "b")
        async let nobodys = pool.submit([31])
        await until { pool.waiting == 22 }
        let cancelled = Task { try await pool.submit(Array(40..<49), owner: "b") }
        await until { pool.waiting == 31 }
        await #expect(throws: Problem.self) { try await pool.submit([32], owner: "b") }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        async let another = pool.submit([33], owner: "b")
        await until { pool.waiting == 23 }
        bench.release(100)
        #expect(try await (first.count, large.count, other, nobodys, another) == (1, 20, ["30"], ["31"], ["33"]))
        #expect(try await pool.submit(Array(50..<60), owner: "a").count == 10)
        #expect(pool.waiting == 0)
    }

    @Test("a cancelled request ends at once and its inputs are not worked on")
    func cancellation() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool()
        async let first = pool.submit([0])
        await bench.untilStarted()
        let cancelled = Task { try await pool.submit([7, 8, 9]) }
        await until { pool.waiting == 3 }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(pool.waiting == 0)
        bench.release(10)
        #expect(try await first == ["0"])
        #expect(try await pool.submit([1]) == ["1"])
        #expect(bench.batches.withLock(\.self) == [[0], [1]])
    }

    @Test("a request that was cancelled before it came is not taken")
    func cancelledBefore() async {
        let pool = Bench().pool()
        let task = Task {
            await until { Task.isCancelled }
            return try await pool.submit([1])
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(pool.waiting == 0)
    }

    @Test("what the work throws reaches its callers, and the pool goes on")
    func failures() async throws {
        let pool = Bench().pool()
        let problem = await #expect(throws: Problem.self) { try await pool.submit([1, -1]) }
        #expect(problem?.message == "minus one")
        #expect(try await pool.submit([1]) == ["1"])
    }

    @Test("a wrong number of results is an error, not a crash")
    func wrongCount() async {
        let pool = WorkerPool<Int, Int>(name: "test", threads: 1) { Array($0.dropLast()) }
        await #expect(throws: Problem.self) { try await pool.submit([1, 2]) }
    }

    @Test("a shutdown finishes what waits, takes nothing more and ends the threads")
    func shutdown() async throws {
        let bench = Bench(isHeld: true)
        let pool = bench.pool()
        async let waiting = pool.submit(Array(0..<9))
        await bench.untilStarted()
        async let end: Void = pool.shutdown()
        bench.release(3)
        #expect(try await waiting.count == 9)
        await end
        let refusal = await #expect(throws: Problem.self) { try await pool.submit([1]) }
        #expect(refusal?.kind == .unavailable)
        await pool.shutdown()
    }

    @Test("nothing in, nothing out")
    func empty() async throws {
        #expect(try await Bench().pool().submit([]).isEmpty)
    }
}
