import NIOCore
import Synchronization
import Testing
import Web

@Suite("Who goes when there are too many connections")
struct ConnectionBudgetTests {
    private final class Gone: Sendable {
        private let ids = Mutex<[Int]>([])
        var all: [Int] { ids.withLock { $0 } }
        func add(_ id: Int) { ids.withLock { $0.append(id) } }
    }

    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private func after(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test("The connection that has been idle longest goes first")
    func idleFirst() {
        let budget = ConnectionBudget(limit: 3, metrics: MetricsRegistry()), gone = Gone()
        let ids = (0..<3).map { index in budget.enter(now: after(Int64(index))) { gone.add(index) }?.id ?? 0 }
        // The first one gets a request, and is done with it later than the second came.
        budget.note(ids[0], .answering, now: after(5))
        budget.note(ids[0], .idle, now: after(6))
        #expect(budget.enter(now: after(10)) {}?.place == .regular)
        #expect(gone.all == [1])
        // While the second is leaving, the third is next.
        #expect(budget.enter(now: after(11)) {}?.place == .regular)
        #expect(gone.all == [1, 2])
    }

    @Test("Then slow senders go, and never a connection that is being answered")
    func sendersNext() {
        let budget = ConnectionBudget(limit: 2, metrics: MetricsRegistry()), gone = Gone()
        let ids = (0..<2).map { index in budget.enter(now: start) { gone.add(index) }?.id ?? 0 }
        budget.note(ids[0], .answering, now: after(1))
        budget.note(ids[1], .receiving, now: after(1))
        let early = budget.enter(now: after(2)) {}
        #expect(early?.place == .spare)
        #expect(gone.all == [])
        budget.left(early?.id ?? 0)
        #expect(budget.enter(now: after(9)) {}?.place == .regular)
        #expect(gone.all == [1])
    }

    @Test("Where nothing can be closed, spare places are given, and then none")
    func spares() {
        let budget = ConnectionBudget(limit: 1, metrics: MetricsRegistry())
        let first = budget.enter(now: start) {}
        budget.note(first?.id ?? 0, .answering, now: start)
        var spares = 0
        while let entered = budget.enter(now: after(1), leave: {}) {
            #expect(entered.place == .spare)
            budget.note(entered.id, .answering, now: after(1))
            spares += 1
            guard spares < 1_000 else { break }
        }
        #expect((8...64).contains(spares))
        budget.left(first?.id ?? 0)
        #expect(budget.enter(now: after(2)) {} != nil)
    }

    @Test("One that was chosen and got a request meanwhile counts again")
    func comesBack() {
        let budget = ConnectionBudget(limit: 1, metrics: MetricsRegistry()), gone = Gone()
        let first = budget.enter(now: start) { gone.add(1) }?.id ?? 0
        #expect(budget.enter(now: after(1)) { gone.add(2) }?.place == .regular)
        budget.note(first, .answering, now: after(2))
        #expect(budget.enter(now: after(3)) { gone.add(3) }?.place != nil)
        #expect(gone.all == [1, 2])
    }

    @Test("A pace allows pauses up to its grace, and nothing below its floor")
    func pace() {
        var pace = Pace(graceSeconds: 10, bytesPerSecond: 100)
        for _ in 0..<100 {
            pace.waited(seconds: 9)
            #expect(!pace.isUsedUp)
            pace.moved(bytes: 900)
        }
        // A burst buys no more than the grace.
        pace.moved(bytes: 1_000_000)
        pace.waited(seconds: 10)
        #expect(pace.isUsedUp)
        var dribble = Pace(graceSeconds: 10, bytesPerSecond: 100)
        for _ in 0..<11 {
            dribble.waited(seconds: 1)
            dribble.moved(bytes: 1)
        }
        #expect(dribble.isUsedUp)
        var free = Pace(graceSeconds: 10, bytesPerSecond: 0)
        free.waited(seconds: 1_000_000)
        #expect(!free.isUsedUp)
    }
}
