// Runs what the model asks for, and decides what it may still ask for.
import LanguageModel
import Logging
import Synchronization
import Vocabulary

/// One call as it is shown and stored.
package struct ToolRecord: Codable, Sendable, Equatable {
    package enum Status: String, Codable, Sendable {
        case running
        /// It did what was asked.
        case succeeded
        /// Wrong name, wrong arguments, or it failed.
        case failed
        /// Not allowed at this point of the turn.
        case refused
    }
    package var name: String
    package var status: Status
    /// As the model spelt them, cut after 2,000 characters (our choice: enough to see what was asked).
    package var arguments: String
    package var milliseconds: Int
    /// Whether the result held words of strangers.
    package var untrusted: Bool
    enum CodingKeys: String, CodingKey { case name, status, arguments, milliseconds = "ms", untrusted }

    static let shownArguments = 2_000
}

/// What may be called in a turn, and under which restrictions.
///
/// The rule for foreign words (our choice). A fetched page, an alert, a session or an incident may hold sentences that strangers wrote, and
/// a model may take them for orders. Two things would then do lasting harm: storing what the stranger wants remembered, and sending what
/// the model has read to an address of the stranger's. So once such content is in the turn, tools that write are refused, and tools that
/// reach the network are refused unless the address stands in what the person wrote. Reading stays allowed. A person who wants more says so
/// with the message (`allow_tools`). The next turn begins free again, since a person stands between, with one exception: while replies made
/// from foreign content are among the messages that the model sees, the network is reached only at addresses that the person wrote.
package struct ToolBox: Sendable {
    /// *Documented*: what a tool tells the model, in bytes of UTF-8; the rest is cut.
    package static let outputLimit = 32 << 10
    /// Calls answered in one round; the rest are told to wait (our choice: a model that asks for more at once is lost).
    package static let callsPerRound = 8

    private let tools: [Tool]
    private let logger: Logger

    package init(_ tools: [Tool], logger: Logger) {
        self.tools = tools
        self.logger = logger
    }

    package var descriptions: [ToolDescription] { tools.map(\.description) }
    package var isEmpty: Bool { tools.isEmpty }

    /// What the turn has seen so far, as far as it restricts tools.
    package struct Trust: Sendable, Equatable {
        /// Foreign words came into this turn.
        package var isTainted = false
        /// Foreign words shaped earlier replies that the model sees.
        package var hasTaintedHistory = false
        /// The person allowed everything for this turn.
        package var isWaived = false
        /// Addresses the person wrote, in their normal form.
        package var knownAddresses: Set<String> = []

        package init(isTainted: Bool = false, hasTaintedHistory: Bool = false, isWaived: Bool = false, knownAddresses: Set<String> = []) {
            self.isTainted = isTainted
            self.hasTaintedHistory = hasTaintedHistory
            self.isWaived = isWaived
            self.knownAddresses = knownAddresses
        }

        /// Why a call may not run; nil when it may.
        func refusal(of tool: Tool, _ arguments: ToolArguments) -> String? {
            guard !isWaived else { return nil }
            switch tool.reach {
            case .reads: return nil
            case .writes:
                guard isTainted else { return nil }
                return "Not allowed: this turn holds text from outside, so nothing may be stored in it. "
                    + "Tell the user what you would store; they can ask for it in their next message."
            case .network:
                guard isTainted || hasTaintedHistory else { return nil }
                let address = (try? arguments.text("url", limit: 2_048)).flatMap { $0 }.map(WebAddresses.normalForm)
                guard let address, !knownAddresses.contains(address) else { return nil }
                return "Not allowed: this conversation holds text from outside, so only addresses that the user wrote may be fetched. "
                    + "Tell the user the address; they can send it to you."
            }
        }
    }

    /// The result of one call: what the model is told, and what is kept.
    struct Result: Sendable {
        var message: String
        var record: ToolRecord
        var allowsAddresses: [String] = []
    }

    /// Runs one call. Never throws: what goes wrong is the result. Untrusted output comes back wrapped.
    func run(_ call: ToolCall, _ context: ToolContext, trust: Trust) async -> Result {
        let started = ContinuousClock.now
        var record = ToolRecord(
            name: String(call.name.prefix(64)), status: .failed, arguments: String(call.arguments.prefix(ToolRecord.shownArguments)),
            milliseconds: 0, untrusted: false)
        var message: String
        var allowed: [String] = []
        do {
            guard let tool = tools.first(where: { $0.name == call.name }) else {
                throw ToolError("There is no tool of that name. The tools are: \(tools.map(\.name).joined(separator: ", ")).")
            }
            let arguments = try ToolArguments(parsing: call.arguments)
            if let refusal = trust.refusal(of: tool, arguments) {
                record.status = .refused
                return Result(message: refusal, record: record)
            }
            var context = context
            context.hasForeignWords = trust.isTainted || trust.hasTaintedHistory
            let output = try await tool.run(arguments, context)
            record.status = .succeeded
            record.untrusted = output.untrustedSource != nil
            allowed = output.allowsAddresses
            message =
                output.untrustedSource.map { DataBlock.wrap(output.text, source: $0, limit: Self.outputLimit) }
                ?? output.text.clipped(toBytes: Self.outputLimit)
        } catch let error as ToolError {
            message = "Error: \(error.message)".clipped(toBytes: Self.outputLimit)
        } catch let problem as Problem {
            message = "Error: \(problem.message)".clipped(toBytes: Self.outputLimit)
        } catch {
            if !(error is CancellationError) { logger.warning("a tool failed", metadata: ["tool": "\(record.name)", "error": "\(error)"]) }
            message = "Error: the tool failed. Go on without it and say so."
        }
        let elapsed = started.duration(to: .now).components
        record.milliseconds = Int(elapsed.seconds) * 1_000 + Int(elapsed.attoseconds / 1_000_000_000_000_000)
        return Result(message: message, record: record, allowsAddresses: allowed)
    }
}

extension String {
    /// The text, or as much of it as fits into so many bytes of UTF-8 with a mark at its end. Never splits a character's bytes.
    func clipped(toBytes limit: Int, mark: String = "\n[… cut]") -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: max(0, limit - mark.utf8.count))
        while end > startIndex, String.Index(end, within: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end]) + mark
    }
}
