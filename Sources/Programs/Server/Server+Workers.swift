// The threads on which large bodies are parsed, and what they leave of memory.
import CAllocator
import Synchronization
import Vocabulary
import Web
import Workers

extension Offload {
    /// Bodies and answers that may wait (our choice: a minute's work, and their memory).
    private static let queueLimit = 32

    /// A pool for one server. One body at a time for each thread, so that what parsing needs of memory is bounded too.
    static func workers() -> Offload {
        // JSON may be nested as deep as its parser allows, with some kilobytes of stack a level.
        let pool = WorkerPool<@Sendable () -> Void, Bool>(
            name: "web", batchCost: 1, queueLimit: queueLimit, ownerLimit: queueLimit, stackBytes: 8 << 20
        ) { work in
            work.map { run in
                run()
                return true
            }
        }
        let memory = MemoryReturn()
        return Offload { work in
            defer { memory.soon() }
            _ = try await pool.submit([work])
        }
    }
}

/// Gives memory back to the system after large work: what is freed in many small pieces stays with the allocator otherwise.
private final class MemoryReturn: Sendable {
    /// Some seconds later, when the answer is written and what it was made of is freed (our choice).
    private static let delay = Duration.seconds(2)
    private let isPlanned = Mutex(false)

    func soon() {
        let isFirst = isPlanned.withLock { isPlanned in
            defer { isPlanned = true }
            return !isPlanned
        }
        guard isFirst else { return }
        Task.detached(priority: .background) { [self] in
            try? await Task.sleep(for: Self.delay)
            isPlanned.withLock { $0 = false }
            mien_trim_memory()
        }
    }
}
