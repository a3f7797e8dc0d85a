// Around every request: its id, its log line, its metrics, and the one place where an error becomes a response.
import HTTPTypes
import Hummingbird
import Logging
import Vocabulary

package struct FrontDoorMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let settings: WebSettings
    private let paths: KnownPaths
    /// Which envelope a path's errors take.
    private let envelope: @Sendable (String) -> ErrorEnvelope

    init(settings: WebSettings, paths: KnownPaths, envelope: @Sendable @escaping (String) -> ErrorEnvelope) {
        self.settings = settings
        self.paths = paths
        self.envelope = envelope
    }

    @concurrent
    package func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = Self.requestID(request.headers) ?? ID.new(.request)
        var response: Response
        var isFault = false
        let isCrossOrigin = request.headers[.origin] != nil && paths.isCrossOrigin(request.uri.path)
        do {
            // Preflights carry no credentials and are never asked for any.
            response = isCrossOrigin && request.method == .options ? Response(status: .noContent) : try await next(request, context)
        } catch {
            isFault = error is ConnectionFault
            response = await respond(to: error, request, context)
        }
        finish(&response, request, context, isCrossOrigin: isCrossOrigin)
        if request.method == .head { leaveOutBody(&response) }
        let elapsed = started.duration(to: .now)
        record(request, response, context, seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, isFault)
        return response
    }

    /// The caller's own id of the request, where it is one that may stand in a log: 1–64 letters, digits, `_` and `-`.
    private static func requestID(_ headers: HTTPFields) -> String? {
        guard let name = HTTPField.Name.requestID, let id = headers[name], (1...64).contains(id.utf8.count) else { return nil }
        let isPlain = id.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
        }
        return isPlain ? id : nil
    }

    /// The headers are those of the whole answer, its length included; of a stream, which is not begun, none is known.
    private func leaveOutBody(_ response: inout Response) {
        let headers = response.headers
        response = Response(status: response.status, headers: headers, body: ResponseBody { try await $0.finish(nil) })
    }

    // MARK: Errors

    private func respond(to error: any Error, _ request: Request, _ context: WebContext) async -> Response {
        let envelope = envelope(request.uri.path)
        if let fault = error as? ConnectionFault {
            return AnswerWriter.failure(envelope.body(fault.problem, requestID: context.requestID), status: fault.status)
        }
        let problem = problem(error, request, context)
        if let page = await page(insteadOf: problem, request, context) { return page }
        var response = AnswerWriter.failure(envelope.body(problem, requestID: context.requestID), status: envelope.status(problem.kind))
        if !problem.allow.isEmpty { response.headers[.allow] = problem.allow.joined(separator: ", ") }
        if let wait = problem.retryAfter { response.headers[.retryAfter] = String(wait) }
        if problem.kind == .unauthenticated { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// Where a browser asks for a page that is not there, a page says so.
    private func page(insteadOf problem: Problem, _ request: Request, _ context: WebContext) async -> Response? {
        guard problem.kind == .notFound, request.method == .get || request.method == .head,
            request.headers[.accept]?.lowercased().contains("text/html") == true, let page = settings.pageOfNothing(request.uri.path),
            var response = try? await AnswerWriter.response(page, to: request, context.connection, settings)
        else { return nil }
        response.status = .notFound
        return response
    }

    private func problem(_ error: any Error, _ request: Request, _ context: WebContext) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as any HTTPResponseError where error.status == .notFound:
            return paths.refusal(of: request.method.rawValue, request.uri.path) ?? Problem(.notFound, "Not found")
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            return Problem(.tooLarge, "The request body is too large")
        case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
            return Problem(.malformed, "The request cannot be read")
        case is CancellationError:
            return Problem(.unavailable, "The request was cancelled", retryAfter: 1)
        case let error as any ProblemConvertible:
            if let problem = error.asProblem {
                settings.logger.warning("\(error)", metadata: ["request_id": "\(context.requestID)"])
                return problem
            }
        default: break
        }
        settings.logger.error(
            "unhandled error: \(String(reflecting: error))",
            metadata: ["request_id": "\(context.requestID)", "method": "\(request.method)", "path": "\(request.uri.path)"])
        return Problem(.internalError, "Internal server error", details: ["request_id": .string(context.requestID)])
    }

    // MARK: Headers, log, metrics

    private func finish(_ response: inout Response, _ request: Request, _ context: WebContext, isCrossOrigin: Bool) {
        func put(_ name: HTTPField.Name?, _ value: String) { if let name { response.headers[name] = value } }
        func set(_ name: String, _ value: String) { put(HTTPField.Name(name), value) }
        put(.requestID, context.requestID)
        put(.contentTypeOptions, "nosniff")
        if response.headers[.contentType] == "application/json", envelope(request.uri.path) == .okFalse {
            response.headers[.contentType] = "application/json; charset=utf-8"
        }
        put(.referrerPolicy, "no-referrer")
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        for (name, value) in context.extraHeaders.fields { set(name, value) }
        if isCrossOrigin {
            set("Access-Control-Allow-Origin", "*")
            set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset")
            if request.method == .options {
                set("Access-Control-Allow-Methods", "POST, OPTIONS")
                set("Access-Control-Allow-Headers", "X-Stradum-Key, Content-Type, Content-Encoding")
                set("Access-Control-Max-Age", "86400")
                set("Access-Control-Allow-Private-Network", "true")
            }
        }
    }

    private func record(_ request: Request, _ response: Response, _ context: WebContext, seconds: Double, _ isFault: Bool) {
        let route = context.endpointPath ?? "unmatched"
        let status = response.status.code
        settings.metrics.count(
            "mien_http_requests_total", [("method", request.method.rawValue), ("route", route), ("status", String(status))])
        settings.metrics.observe("mien_http_request_seconds", [("route", route)], seconds: seconds)
        let level: Logger.Level = isFault ? .debug : status >= 500 ? .error : status >= 400 ? .info : .debug
        guard settings.logger.logLevel <= level else { return }
        settings.logger.log(
            level: level, "\(request.method) \(request.uri.path) \(status)",
            metadata: [
                "request_id": "\(context.requestID)", "status": "\(status)", "route": "\(route)",
                "ms": "\((seconds * 1_000_000).rounded() / 1_000)", "address": "\(RequestReader.clientAddress(request, context, settings))",
            ])
    }
}

/// An error of another floor that knows which problem it is to a caller; nil = internal.
package protocol ProblemConvertible: Error {
    var asProblem: Problem? { get }
}
