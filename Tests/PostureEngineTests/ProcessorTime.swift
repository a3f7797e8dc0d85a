// Tests of cost compare processor time of their own thread, which other work on the machine does not add to.
import Foundation

/// Processor seconds this thread spends in `work`: the least of several rounds.
func processorTime(rounds: Int = 5, _ work: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return (0..<max(1, rounds)).map { _ in
        let start = now()
        work()
        return now() - start
    }.min() ?? 0
}
