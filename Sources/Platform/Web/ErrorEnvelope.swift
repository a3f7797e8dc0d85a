// The two shapes of an error and the status of each kind. No other file names either.
import HTTPTypes
import Vocabulary

/// Which family's shape an error takes; chosen by path prefix.
package enum ErrorEnvelope: Sendable {
    /// `{"detail": "…"}`: Stradum and PSA. Malformed input is 422.
    case detail
    /// `{"ok": false, "error": "…", "code": "…", "field": "…"?, "request_id": "…"}`: Stratam. Malformed input is 400.
    case okFalse

    package func status(_ kind: Problem.Kind) -> HTTPResponse.Status {
        switch kind {
        case .malformed: self == .detail ? .unprocessableContent : .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .gone: .gone
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .paymentRequired: .init(code: 402, reasonPhrase: "Payment Required")
        case .quotaExceeded, .tooManyRequests: .tooManyRequests
        case .badGateway: .badGateway
        case .gatewayTimeout: .gatewayTimeout
        case .unavailable: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    package func body(_ problem: Problem, requestID: String) -> [UInt8] {
        var members = problem.details
        switch self {
        case .detail:
            // A structured detail stands in the place of the sentence (503 `session_id_required` of PSA).
            members["detail"] = problem.details["detail"] ?? .string(problem.message)
        case .okFalse:
            members["ok"] = false
            members["error"] = .string(problem.message)
            members["code"] = .string(problem.code ?? Self.code(problem))
            members["request_id"] = .string(requestID)
        }
        if let field = problem.field { members["field"] = .string(field) }
        return (try? JSON.encode(members)) ?? Array(#"{"detail":"Internal server error"}"#.utf8)
    }

    /// The code of a problem that has none of its own.
    private static func code(_ problem: Problem) -> String {
        switch problem.kind {
        case .malformed: problem.field == nil ? "bad_request" : "bad_field"
        case .unauthenticated: "unauthenticated"
        case .forbidden: "forbidden"
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .conflict: "conflict"
        case .gone: "gone"
        case .tooLarge: "too_large"
        case .unsupportedMediaType: "unsupported_media_type"
        case .paymentRequired: "cap_exceeded"
        case .quotaExceeded: "quota_exceeded"
        case .tooManyRequests: "rate_limited"
        case .badGateway: "bad_gateway"
        case .gatewayTimeout: "gateway_timeout"
        case .unavailable: "unavailable"
        case .internalError: "internal"
        }
    }
}
