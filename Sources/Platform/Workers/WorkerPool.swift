import Foundation
import Vocabulary

/// Threads for long arithmetic, apart from those that serve requests: values in, values out, in small batches.
///
/// Requests take turns: a batch holds at most `batchCost` of one request before the next one has its turn, new ones first, and what the batch has
/// left over is filled from those that follow. A worker takes what is there and never waits for more. So a large request delays a small one by the
/// batch in hand, and many small requests share batches. Results are those of `work`, in the order of the inputs.
package final class WorkerPool<Input: Sendable, Output: Sendable>: Sendable {
    package let threads: Int
    private let queue: WorkQueue<Input, Output>

    /// One core is left to the event loops and the database, whose work is short and must not queue behind arithmetic (our choice).
    package static var defaultThreads: Int { max(1, ProcessInfo.processInfo.activeProcessorCount - 1) }

    /// - Parameters:
    ///   - threads: how many batches are worked on at once.
    ///   - batchCost: the size of a batch, in the unit of `cost`. One input is taken even if it alone costs more.
    ///   - queueLimit: inputs that may wait; a request beyond it is refused, so that memory and delay stay bounded.
    ///   - ownerLimit: inputs of one owner that may wait, so that nobody fills the queue alone. A quarter of it unless told (our choice). What an
    ///     owner with nothing waiting submits is never too much for that owner.
    ///   - stackBytes: the stack of each thread. A MiB unless told: twice what Foundation gives; the kernels keep a few kilobytes on it.
    ///   - cost: what an input costs, at least 1.
    ///   - work: computes one output for each input. It runs on several threads at once.
    package init(
        name: String, threads: Int = WorkerPool.defaultThreads, batchCost: Int = 32, queueLimit: Int = 20_000, ownerLimit: Int? = nil,
        stackBytes: Int = 1 << 20, cost: @escaping @Sendable (Input) -> Int = { _ in 1 }, work: @escaping @Sendable ([Input]) throws -> [Output]
    ) {
        self.threads = max(1, threads)
        queue = WorkQueue(batchCost: batchCost, limit: queueLimit, ownerLimit: ownerLimit ?? max(1, queueLimit / 4), cost: cost)
        for number in 0..<self.threads {
            let thread = Thread { [queue] in
                while let batch = queue.take() {
                    queue.finish(batch, with: Result { try work(batch.inputs) })
                }
                queue.leave()
            }
            thread.name = "\(name)-\(number)"
            thread.stackSize = stackBytes
            queue.join()
            thread.start()
        }
    }

    deinit {
        queue.close()
    }

    /// The outputs for `inputs`, in their order.
    ///
    /// Throws `Problem.Kind.unavailable` when too much is waiting or the pool has been shut down, `tooManyRequests` when too much of this owner
    /// is, `CancellationError` as soon as the task is cancelled (what a worker has in hand it finishes in vain), and what `work` throws.
    /// - Parameter owner: on whose behalf, an organization's id for instance; nil for the program's own work, which has no limit but the queue's.
    package func submit(_ inputs: [Input], owner: String? = nil) async throws -> [Output] {
        guard !inputs.isEmpty else { return [] }
        let request = WorkRequest<Input, Output>(inputs, owner: owner)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.add(request, continuation: continuation)
            }
        } onCancel: {
            queue.cancel(request)
        }
    }

    /// Takes nothing more, finishes what is waiting, and returns when the last thread has ended.
    package func shutdown() async {
        queue.close()
        await queue.untilEmpty()
    }

    /// Inputs that wait for a worker at this moment.
    package var waiting: Int { queue.waitingInputs }

    /// Workers that have a batch in hand at this moment.
    package var busy: Int { queue.busyWorkers }
}
