// Watches over one connection: deadlines, the order of requests and answers, and its end.
import NIOCore
import NIOHTTP1

/// Stands between NIO's HTTP decoder and the translation into HTTP types, where the version of a request is still known.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ConnectionLimits
    private let budget: ConnectionBudget
    private let probes: Set<String>
    private let report: (ConnectionFault) -> Void

    private var context: ChannelHandlerContext?
    private var place: (id: Int, place: ConnectionBudget.Place)?
    private var ticks: RepeatedTask?

    /// Requests that are not answered to their end yet; the last one may still be coming in.
    private var exchanges: [Exchange] = []
    private var activity = ConnectionBudget.Activity.idle
    private var idleSince = NIODeadline.now()
    /// When the first byte of a request came whose headers are not complete yet.
    private var headSince: NIODeadline?

    private var bodyPace: Pace
    /// Since when more is waited for; nil while the server itself does not read.
    private var readingSince: NIODeadline?

    private var answerPace: Pace
    /// All bytes that were handed to the channel, and as many of them as the kernel had taken at the last tick.
    var bytesWritten = 0
    private var bytesTaken = 0
    private var lastTick = NIODeadline.now()

    /// What comes is not looked at any more.
    private var isDeaf = false
    private var isInputClosed = false
    /// The answer being written is the connection's last one.
    private var closes = false
    /// When the server was told to stop.
    private var quiescingSince: NIODeadline?
    private var isEnding = false
    private var lingering: (until: NIODeadline, bytes: Int)?

    var isLingering: Bool { lingering != nil }

    init(limits: ConnectionLimits, budget: ConnectionBudget, probes: Set<String>, report: @escaping (ConnectionFault) -> Void) {
        self.limits = limits
        self.budget = budget
        self.probes = probes
        self.report = report
        bodyPace = Pace(graceSeconds: limits.bodyGraceSeconds, bytesPerSecond: limits.bytesPerSecond)
        answerPace = Pace(graceSeconds: limits.answerGraceSeconds, bytesPerSecond: limits.bytesPerSecond)
    }

    // MARK: Beginning and end

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard ticks == nil else { return }
        let loop = context.eventLoop
        let this = NIOLoopBound(self, eventLoop: loop)
        idleSince = .now()
        lastTick = idleSince
        place = budget.enter(now: idleSince) { loop.execute { this.value.makeRoom() } }
        guard place != nil else { return context.close(promise: nil) }
        let tick = TimeAmount.nanoseconds(Int64(limits.tickSeconds * 1e9))
        ticks = loop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in this.value.tick(now: .now()) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ticks?.cancel()
        if let place { budget.left(place.id) }
        place = nil
        context.fireChannelInactive()
    }

    /// Closes the connection where no request is being answered.
    private func makeRoom() {
        guard let context, exchanges.isEmpty || exchanges.count == 1 && !exchanges[0].isReceived else { return }
        context.close(promise: nil)
    }

    // MARK: What comes

    /// - Returns: false for bytes that are thrown away.
    func bytesCame(_ count: Int) -> Bool {
        let now = NIODeadline.now()
        if let since = readingSince {
            bodyPace.waited(seconds: (now - since).seconds)
            readingSince = now
        }
        bodyPace.moved(bytes: count)
        if lingering != nil {
            lingering?.bytes -= count
            if let left = lingering?.bytes, left < 0 { context?.close(promise: nil) }
            return false
        }
        guard !isDeaf else { return false }
        if exchanges.last?.isReceived ?? true, headSince == nil {
            headSince = now
            noteActivity()
        }
        return true
    }

    func readBegan() { if readingSince == nil { readingSince = .now() } }
    func readEnded() { readingSince = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDeaf else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            headSince = nil
            guard place?.place != .spare || probes.contains(String(head.uri.prefix { $0 != "?" })) else { return fail(.overloaded, context) }
            do { exchanges.append(try Exchange(head)) } catch { return fail(error, context) }
            bodyPace = Pace(graceSeconds: limits.bodyGraceSeconds, bytesPerSecond: limits.bytesPerSecond)
        case .body(let bytes): exchanges[exchanges.count - 1].received(bytes: bytes.readableBytes)
        case .end:
            exchanges[exchanges.count - 1].receivedAll()
            forgetCompleted()
        }
        noteActivity()
        context.fireChannelRead(data)
        if quiescingSince != nil, exchanges.isEmpty { end(context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isDeaf else { return }
        let fault = ConnectionFault(error) ?? .notHTTP
        // A connection that is lost while nothing is under way is no fault.
        guard fault != .left || activity != .idle else { return context.fireErrorCaught(fault) }
        fail(fault, context)
    }

    /// Tells the reader of the request, and reads no more.
    private func fail(_ fault: ConnectionFault, _ context: ChannelHandlerContext) {
        isDeaf = true
        headSince = nil
        report(fault)
        context.fireErrorCaught(fault)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            quiescingSince = .now()
            if exchanges.isEmpty { context.close(promise: nil) }
            return
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if isLingering { context.close(promise: nil) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func noteActivity() {
        let current: ConnectionBudget.Activity
        if let last = exchanges.last { current = last.isReceived ? .answering : .receiving } else { current = headSince == nil ? .idle : .receiving }
        guard current != activity else { return }
        activity = current
        if let place { budget.note(place.id, current, now: .now()) }
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where (100..<200).contains(head.status.code):
            guard exchanges.first?.takesInterimAnswers == true else {
                promise?.succeed(())
                return
            }
            exchanges[0].toldToContinue()
            context.write(data, promise: promise)
        case .head(var head):
            closes = isDeaf || quiescingSince != nil || exchanges.first.map { !$0.canGoOn(drainBytes: limits.drainBytes) } ?? true
            if let exchange = exchanges.first { closes = exchange.frame(&head, closes: closes) } else {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body where exchanges.first?.isWithoutBody == true: promise?.succeed(())
        case .body: context.write(data, promise: promise)
        case .end:
            context.write(data, promise: promise)
            if !exchanges.isEmpty { exchanges[0].answered() }
            forgetCompleted()
            noteActivity()
            if closes || quiescingSince != nil { end(context) }
        }
    }

    /// What is left of a refused request's body is read before the next request: the connection is idle only then.
    private func forgetCompleted() {
        guard let first = exchanges.first, first.isAnswered, first.isReceived else { return }
        exchanges.removeFirst()
        idleSince = .now()
        // The next request's deadline begins when it is its turn.
        if headSince != nil { headSince = idleSince }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else { return context.close(mode: mode, promise: promise) }
        end(context)
        promise?.succeed(())
    }

    /// Closes the connection once all is written.
    private func end(_ context: ChannelHandlerContext) {
        guard !isEnding else { return }
        isEnding = true
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: written)
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in this.value.endIsWritten() }
    }

    private func endIsWritten() {
        guard let context else { return }
        let hasUnread = isDeaf || !exchanges.allSatisfy(\.isReceived)
        guard hasUnread, !isInputClosed else { return context.close(promise: nil) }
        isDeaf = true
        lingering = (until: .now() + .nanoseconds(Int64(limits.lingerSeconds * 1e9)), bytes: limits.lingerBytes)
        context.close(mode: .output, promise: nil)
        context.read()
    }

    // MARK: Deadlines

    private func tick(now: NIODeadline) {
        guard let context else { return }
        if let lingering, lingering.until < now { return context.close(promise: nil) }
        if isReaderTooSlow(context, now: now) {
            report(.slowReader)
            return context.close(promise: nil)
        }
        guard !isDeaf else { return }
        if exchanges.isEmpty {
            if let headSince {
                if (now - headSince).seconds > limits.headSeconds { fail(.slowHeaders, context) }
            } else if (now - idleSince).seconds > limits.idleSeconds {
                context.close(promise: nil)
            }
        } else if let since = readingSince, exchanges.last?.isReceived == false {
            bodyPace.waited(seconds: (now - since).seconds)
            readingSince = now
            // A server that stops waits for requests under way, and not for long for one that is still coming.
            let isLate = quiescingSince.map { (now - $0).seconds > limits.lingerSeconds } ?? false
            if bodyPace.isUsedUp || isLate { fail(.slowBody, context) }
        }
    }

    private func isReaderTooSlow(_ context: ChannelHandlerContext, now: NIODeadline) -> Bool {
        defer { lastTick = now }
        let waiting = (try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
        let taken = bytesWritten - waiting
        defer { bytesTaken = taken }
        guard waiting > 0 else {
            answerPace = Pace(graceSeconds: limits.answerGraceSeconds, bytesPerSecond: limits.bytesPerSecond)
            return false
        }
        answerPace.waited(seconds: (now - lastTick).seconds)
        answerPace.moved(bytes: max(0, taken - bytesTaken))
        return answerPace.isUsedUp
    }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}
