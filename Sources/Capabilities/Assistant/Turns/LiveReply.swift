// A reply that is being written in this process, and those who follow it.
import Synchronization
import Vocabulary

/// Written by one turn, read by any number of listeners. Whoever listens slowly gets larger pieces, never fewer words, and holds up nobody.
final class LiveReply: Sendable {
    private struct State {
        var snapshot = ReplySnapshot()
        var progress = TurnProgress()
        var outcome: TurnOutcome?
        var isStopped = false
        var bells: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextBell = 0
    }

    private let state = Mutex(State())

    var snapshot: ReplySnapshot { state.withLock { $0.snapshot } }
    /// What was used so far; never ahead of the text.
    var progress: TurnProgress { state.withLock { $0.progress } }
    func note(_ change: (inout TurnProgress) -> Void) { state.withLock { change(&$0.progress) } }
    /// Set once, when everything about the turn is stored.
    var outcome: TurnOutcome? { state.withLock { $0.outcome } }

    /// Whether its reader wished it to end.
    var isStopped: Bool { state.withLock { $0.isStopped } }
    func stop() { state.withLock { $0.isStopped = true } }

    /// Adds to the text; returns its length in bytes.
    @discardableResult
    func append(_ text: String) -> Int {
        change { $0.snapshot.text += text; return $0.snapshot.text.utf8.count }
    }

    /// Adds to what the model thinks.
    func reason(_ text: String) { change { $0.snapshot.reasoning += text } }

    /// Takes back the text from so many bytes on: it was no part of the answer.
    func withdraw(to bytes: Int) {
        change { state in
            let text = state.snapshot.text
            state.snapshot.text = String(text[..<text.utf8.index(text.startIndex, offsetBy: min(bytes, text.utf8.count))])
            state.snapshot.restarts += 1
            state.progress.restarts = state.snapshot.restarts
            state.progress.bytes = min(state.progress.bytes, bytes)
        }
    }

    func add(_ name: String, _ status: ToolRecord.Status) {
        change { $0.snapshot.tools.append(ToolEvent(name: name, status: status, at: $0.snapshot.text.utf8.count)) }
    }

    func finish(_ outcome: TurnOutcome) {
        change { $0.outcome = $0.outcome ?? outcome }
        let bells = state.withLock { state in
            defer { state.bells = [:] }
            return Array(state.bells.values)
        }
        for bell in bells { bell.finish() }
    }

    @discardableResult
    private func change<T: Sendable>(_ body: (inout sending State) -> T) -> T {
        let (value, bells) = state.withLock { state in
            let value = body(&state)
            return (value, Array(state.bells.values))
        }
        for bell in bells { bell.yield() }
        return value
    }

    /// Yields once at the start and after every change, rings in quick succession as one; ends when the reply has.
    func changes() -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (isOver, number) = state.withLock { state in
            let number = state.nextBell
            state.nextBell += 1
            if state.outcome == nil { state.bells[number] = bell }
            return (state.outcome != nil, number)
        }
        bell.yield()
        if isOver { bell.finish() }
        bell.onTermination = { [weak self] _ in self?.state.withLock { _ = $0.bells.removeValue(forKey: number) } }
        return stream
    }

    /// Waits for the end.
    func wait() async -> TurnOutcome? {
        for await _ in changes() {}
        return outcome
    }
}
