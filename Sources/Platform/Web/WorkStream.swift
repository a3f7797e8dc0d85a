// Work whose caller is told how it goes on.
import Logging
import Vocabulary

/// Work that goes on by itself, and its story as server-sent events.
struct WorkStream: Sendable {
    static let type = "text/event-stream; charset=utf-8"

    private let reports: AsyncStream<any Encodable & Sendable>
    private let outcome: Task<String, Never>

    /// Starts the work.
    init(_ work: @Sendable @escaping (@escaping Answer.Report) async throws -> any Encodable & Sendable, _ logger: Logger) {
        let (reports, told) = AsyncStream.makeStream(of: (any Encodable & Sendable).self, bufferingPolicy: .bufferingNewest(1))
        self.reports = reports
        outcome = Task {
            defer { told.finish() }
            do { return try Self.done(try await work { told.yield($0) }) } catch { return Self.failed(error, logger) }
        }
    }

    @Sendable func write(to out: StreamWriter) async throws {
        for await report in reports { try await out.write(try Self.event("progress", JSON.text(report))) }
        try await out.write(await outcome.value)
    }

    /// How the story of work that succeeded ends.
    static func done(_ value: any Encodable & Sendable) throws -> String { event("done", try JSON.text(value)) }

    private static func failed(_ error: any Error, _ logger: Logger) -> String {
        let problem =
            (error as? Problem) ?? (error as? any ProblemConvertible)?.asProblem
            ?? Problem(.internalError, "Internal server error", code: "internal_error")
        let id = ID.new(.request)
        if !(error is Problem) { logger.error("work that was told of failed: \(String(reflecting: error))", metadata: ["request_id": "\(id)"]) }
        return event("error", String(decoding: ErrorEnvelope.okFalse.body(problem, requestID: id), as: UTF8.self))
    }

    private static func event(_ name: String, _ data: String) -> String { "event: \(name)\ndata: \(data)\n\n" }
}
