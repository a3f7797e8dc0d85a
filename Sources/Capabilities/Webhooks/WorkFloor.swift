import Synchronization

/// The endpoints that a server is working on right now.
final class WorkFloor: Sendable {
    private struct State {
        var endpoints: Set<QueueStore.EndpointKey> = []
        var tasks: [QueueStore.EndpointKey: Task<Void, Never>] = [:]
        var isClosing = false
    }

    private let state = Mutex(State())

    var isClosing: Bool { state.withLock { $0.isClosing } }

    /// False when it is being worked on already, or when there is no room.
    func enter(_ endpoint: QueueStore.EndpointKey, limit: Int) -> Bool {
        state.withLock { state in
            guard !state.isClosing, state.endpoints.count < limit else { return false }
            return state.endpoints.insert(endpoint).inserted
        }
    }

    /// Keeps the task that works on an endpoint, unless it has finished already.
    func add(_ task: Task<Void, Never>, for endpoint: QueueStore.EndpointKey) {
        state.withLock { state in
            if state.endpoints.contains(endpoint) { state.tasks[endpoint] = task }
        }
    }

    func leave(_ endpoint: QueueStore.EndpointKey) {
        state.withLock { state in
            state.endpoints.remove(endpoint)
            state.tasks[endpoint] = nil
        }
    }

    /// Lets nobody in any more; returns what is still under way.
    func close() -> [Task<Void, Never>] {
        state.withLock { state in
            state.isClosing = true
            return Array(state.tasks.values)
        }
    }
}
