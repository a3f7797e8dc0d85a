// The model and its tools, round after round, until there is an answer or a reason why not.
import LanguageModel
import Logging
import Synchronization
import Vocabulary

/// What a turn's conversation with the model came to.
struct TurnResult: Sendable {
    var text = ""
    /// What the model thought, round after round.
    var reasoning = ""
    var usage = ModelUsage(tokensIn: 0, tokensOut: 0)
    var costMicros: Int64 = 0
    /// As the provider names it; what was asked for where it never answered.
    var model: String
    var tools: [ToolRecord] = []
    var failure: TurnFailure?

    var ending: ReplyEnding { ReplyEnding(hasText: !text.isEmpty, calledTools: !tools.isEmpty, hasReasoning: !reasoning.isEmpty, failure: failure) }
}

/// Asks the model, runs the tools that it calls, tells it what they answered, and asks again. Stores nothing.
///
/// A request that fails for a passing reason (no connection, an overload, a rate limit that ends within seconds) before it gave any text is sent
/// once more, once in a turn. Once, because such faults are either over after a second or last for minutes, and each try makes a person wait
/// and may cost money; before any text only, because what was shown cannot be taken back. A request that was too slow is not repeated.
struct TurnLoop: Sendable {
    let model: any LanguageModel
    let prices: Prices
    let limits: TurnLimits
    let clock: Clock
    let pause: @Sendable (_ seconds: Double) async throws -> Void
    let logger: Logger

    /// What a turn works with.
    struct Task: Sendable {
        var messages: [ChatMessage]
        var tools: ToolBox
        var trust: ToolBox.Trust
        var organizationID: String
        var userID: String
        var threadID: String
        /// When the message came: the turn's time runs from here.
        var startedAt: Timestamp
    }

    static let lastRoundNote = "\n\n[No further tools can be called in this turn. Answer now with what you have.]"
    /// Stands between what the model said before and after it called tools.
    static let paragraph = "\n\n"

    /// - Parameter reply: is given text and tool events as they come.
    func run(_ task: Task, into reply: LiveReply) async -> TurnResult {
        var result = TurnResult(model: model.description.model)
        var messages = task.messages
        var trust = task.trust
        var hasRetried = false
        for round in 0...limits.toolRounds {
            let answer: ChatReply
            do {
                answer = try await ask(messages, task, into: reply, &result, &hasRetried)
            } catch {
                result.failure = error
                break
            }
            let name = Self.clean(answer.model)
            if !name.isEmpty {
                result.model = name
                reply.note { $0.model = name }
            }
            guard !answer.toolCalls.isEmpty else {
                result.failure = failure(of: answer)
                break
            }
            guard round < limits.toolRounds else {
                result.failure = .tooManyRounds
                break
            }
            messages.append(.assistant(answer.text, toolCalls: answer.toolCalls, handback: answer.handback))
            let isLast = round == limits.toolRounds - 1
            for (index, call) in answer.toolCalls.enumerated() {
                var outcome = await perform(call, index, task, &trust, into: reply)
                result.tools.append(outcome.record)
                reply.note { $0.records.append(outcome.record) }
                if isLast, index == answer.toolCalls.count - 1 { outcome.message += Self.lastRoundNote }
                messages.append(.tool(outcome.message, answering: call))
            }
        }
        let written = reply.snapshot
        result.text = written.text
        result.reasoning = written.reasoning
        return result
    }

    /// A model's name as a provider spells it, without what no database or page should be given, and at most 200 characters of it (our
    /// choice: what `--model-name` may have).
    static func clean(_ name: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(200) where scalar.properties.generalCategory != .control { clean.append(scalar) }
        return String(clean)
    }

    private func failure(of answer: ChatReply) -> TurnFailure? {
        switch answer.stop {
        case .end, .tools: nil
        case .length: .cutByLength
        case .filtered: .filtered
        }
    }

    private func perform(
        _ call: ToolCall, _ index: Int, _ task: Task, _ trust: inout ToolBox.Trust, into reply: LiveReply
    ) async -> ToolBox.Result {
        let name = String(call.name.prefix(64))
        let secondsLeft = limits.seconds - clock().seconds(since: task.startedAt)
        guard index < ToolBox.callsPerRound, secondsLeft > 0 else {
            reply.add(name, .refused)
            let message = secondsLeft > 0 ? "Error: too many calls at once; ask for this one again." : "Error: the turn's time is over."
            return ToolBox.Result(
                message: message, record: ToolRecord(name: name, status: .refused, arguments: "", milliseconds: 0, untrusted: false))
        }
        reply.add(name, .running)
        let context = ToolContext(
            organizationID: task.organizationID, userID: task.userID, threadID: task.threadID, now: clock(), secondsLeft: secondsLeft)
        let outcome = await task.tools.run(call, context, trust: trust)
        reply.add(name, outcome.record.status)
        if outcome.record.untrusted { trust.isTainted = true }
        trust.knownAddresses.formUnion(outcome.allowsAddresses)
        return outcome
    }

    // MARK: One request

    private func ask(
        _ messages: [ChatMessage], _ task: Task, into reply: LiveReply, _ result: inout TurnResult, _ hasRetried: inout Bool
    ) async throws(TurnFailure) -> ChatReply {
        while true {
            let secondsLeft = limits.seconds - clock().seconds(since: task.startedAt)
            guard secondsLeft > 0 else { throw .tooSlow }
            guard limits.costCeiling == 0 || result.costMicros < limits.costCeiling else { throw .costCeiling }
            guard !Swift.Task.isCancelled else { throw .shuttingDown }
            let request = ChatRequest(
                messages: messages, tools: task.tools.descriptions, maximumTokens: limits.replyTokens, timeoutSeconds: secondsLeft)
            let listener = RoundListener(reply: reply, limit: limits.replyBytes)
            let asked = messages.reduce(0) { $0 + TurnPrompt.tokens($1.content) }
            reply.note { $0.asking = asked }
            defer { note(result, reply) }
            do {
                let answer = try await model.complete(request) { try listener.take($0) }
                result.add(answer.usage, prices.cost(of: answer.usage, model: answer.model))
                return answer
            } catch {
                let came = listener.bytes
                if came > 0 {
                    // What was used was not told: guessed as everywhere, four bytes a token.
                    let usage = ModelUsage(
                        tokensIn: asked, tokensOut: (came + 3) / 4, isEstimated: true)
                    result.add(usage, prices.cost(of: usage, model: result.model))
                }
                if listener.isTooLong { throw .tooLong }
                logger.warning("the language model failed", metadata: ["code": "\(error.code)", "error": "\(error.sentence)"])
                guard came == 0, !hasRetried, let wait = retryPause(error), wait < limits.seconds - clock().seconds(since: task.startedAt),
                    (try? await pause(wait)) != nil
                else { throw TurnFailure(error) }
                hasRetried = true
            }
        }
    }

    /// A request has ended: what it used is known.
    private func note(_ result: TurnResult, _ reply: LiveReply) {
        let bytes = reply.snapshot.bytes
        reply.note { progress in
            progress.usage = result.usage
            progress.costMicros = result.costMicros
            progress.asking = 0
            progress.bytes = bytes
        }
    }

    /// Seconds after which the same request is worth sending again; nil when it is not.
    private func retryPause(_ failure: ModelFailure) -> Double? {
        guard failure.isTransient else { return nil }
        switch failure {
        case .timedOut: return nil
        case .rateLimited(let seconds):
            let wait = seconds.map(Double.init) ?? limits.retryPause
            return wait <= limits.longestRetryPause ? max(wait, limits.retryPause) : nil
        default: return limits.retryPause
        }
    }
}

extension TurnResult {
    fileprivate mutating func add(_ used: ModelUsage, _ cost: Int64) {
        usage = usage + used
        costMicros += cost
    }
}

/// Takes the pieces of one request's reply.
private final class RoundListener: Sendable {
    private let reply: LiveReply
    private let limit: Int
    private let state = Mutex((bytes: 0, hasText: false, hasReasoned: false, isTooLong: false))
    /// Bytes of text that earlier requests gave.
    private let start: Int

    init(reply: LiveReply, limit: Int) {
        self.reply = reply
        self.limit = limit
        start = reply.snapshot.text.utf8.count
    }

    var bytes: Int { state.withLock { $0.bytes } }
    var isTooLong: Bool { state.withLock { $0.isTooLong } }

    /// - Throws: `TurnFailure.tooLong`, which ends the request.
    func take(_ piece: ReplyPiece) throws {
        switch piece {
        case .text(let words):
            let (text, isFirst) = try counted(words, before: reply.snapshot.text, isReasoning: false)
            if !text.isEmpty { reply.append(isFirst && start > 0 ? TurnLoop.paragraph + text : text) }
        case .reasoning(let words):
            let before = reply.snapshot.reasoning
            let (text, isFirst) = try counted(words, before: before, isReasoning: true)
            if !text.isEmpty { reply.reason(isFirst && !before.isEmpty ? TurnLoop.paragraph + text : text) }
        case .textWithdrawn:
            state.withLock { $0.hasText = false }
            reply.withdraw(to: start)
        }
    }

    /// - Parameter before: what came of its kind.
    private func counted(_ words: String, before: String, isReasoning: Bool) throws -> (text: String, isFirst: Bool) {
        // PostgreSQL knows no U+0000.
        let text = words.utf8.contains(0) ? String(words.unicodeScalars.filter { $0 != "\0" }.map(Character.init)) : words
        guard before.utf8.count + text.utf8.count <= limit else {
            state.withLock { $0.isTooLong = true }
            throw TurnFailure.tooLong
        }
        let isFirst = state.withLock { state in
            state.bytes += text.utf8.count
            let isFirst = isReasoning ? !state.hasReasoned : !state.hasText
            if isReasoning { state.hasReasoned = state.hasReasoned || !text.isEmpty } else { state.hasText = state.hasText || !text.isEmpty }
            return isFirst
        }
        return (text, isFirst)
    }
}
