// A dispatch queue on which tasks can be made to run, so that blocking database calls stay off Swift's shared thread pool.
import Dispatch

/// Runs tasks on one serial dispatch queue. A task that prefers this executor does all its nonisolated work on the queue's
/// thread: statements of a transaction then follow one another without changing threads.
final class QueueExecutor: TaskExecutor {
    let queue: DispatchQueue
    private let key = DispatchSpecificKey<Bool>()

    init(label: String) {
        queue = DispatchQueue(label: label)
        queue.setSpecific(key: key, value: true)
    }

    /// Whether the calling code runs on the queue.
    var isCurrent: Bool { DispatchQueue.getSpecific(key: key) == true }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
