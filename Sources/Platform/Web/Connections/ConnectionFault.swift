// What a client did wrong on the connection itself, below any route. None of it is an error of the server's.
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Vocabulary

package enum ConnectionFault: String, Error, Sendable, CaseIterable {
    case notHTTP = "not_http"
    case headersTooLarge = "headers_too_large"
    case unknownTransferCoding = "unknown_transfer_coding"
    case unknownVersion = "unknown_version"
    /// It closed its side before the request was complete.
    case incomplete
    /// The connection is lost.
    case left
    case slowHeaders = "slow_headers"
    case slowBody = "slow_body"
    case slowReader = "slow_reader"
    /// Of ours, not of the client's: no place is free.
    case overloaded

    /// What an error of the connection says about the client; nil for errors that say nothing.
    init?(_ error: any Error) {
        switch error {
        case let fault as ConnectionFault: self = fault
        case HTTPParserError.headerOverflow: self = .headersTooLarge
        case HTTPParserError.invalidVersion, HTTPParserError.paused: self = .unknownVersion  // paused: an HTTP/2 preface
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: self = .incomplete
        case is HTTPParserError: self = .notHTTP
        case is IOError, is ChannelError, is NIOAsyncWriterError: self = .left
        default: return nil
        }
    }

    package var status: HTTPResponse.Status {
        switch self {
        case .notHTTP, .incomplete, .left: .badRequest
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .unknownTransferCoding: .notImplemented
        case .unknownVersion: .httpVersionNotSupported
        case .slowHeaders, .slowBody, .slowReader: .requestTimeout
        case .overloaded: .serviceUnavailable
        }
    }

    var problem: Problem {
        switch self {
        case .notHTTP: Problem(.malformed, "This is not a valid HTTP request", code: "bad_http")
        case .headersTooLarge: Problem(.malformed, "The request's address and headers are too large", code: "headers_too_large")
        case .unknownTransferCoding: Problem(.malformed, "Transfer-Encoding must be chunked", code: "unknown_transfer_coding")
        case .unknownVersion: Problem(.malformed, "This server speaks HTTP/1.1 and HTTP/1.0", code: "unknown_version")
        case .incomplete, .left: Problem(.malformed, "The request ended before it was complete", code: "incomplete")
        case .slowHeaders, .slowBody, .slowReader: Problem(.malformed, "The request came too slowly", code: "too_slow")
        case .overloaded: Problem(.unavailable, "Too many connections; try again", code: "too_many_connections", retryAfter: 1)
        }
    }

    /// The answer to a request whose headers could not be read: its path, and with it its envelope, is not known.
    var parts: [HTTPResponsePart] {
        let body = ErrorEnvelope.detail.body(problem, requestID: "")
        var fields: HTTPFields = [.contentType: "application/json", .contentLength: String(body.count), .cacheControl: "no-store"]
        if let wait = problem.retryAfter { fields[.retryAfter] = String(wait) }
        return [.head(HTTPResponse(status: status, headerFields: fields)), .body(ByteBuffer(bytes: body)), .end(nil)]
    }
}
