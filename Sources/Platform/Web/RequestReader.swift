// Reads a request: its facts, its bytes, its JSON body.
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// A body of which nothing is required: none at all stands for the empty object.
package protocol OptionalBody: Decodable {}

enum RequestReader {
    static func clientAddress(_ request: Request, _ context: WebContext, _ settings: WebSettings) -> String {
        guard settings.trustsProxy, let name = HTTPField.Name("X-Forwarded-For"), let forwarded = request.headers[name] else {
            return context.remoteAddress
        }
        // The last entry is the one that our own proxy saw.
        return forwarded.split(separator: ",").last.flatMap { ForwardedAddress.read(String($0)) } ?? context.remoteAddress
    }

    static func facts(_ request: Request, _ context: WebContext, _ settings: WebSettings) -> RequestFacts {
        var parameters: [String: String] = [:]
        // What is not UTF-8 when decoded names nothing: the empty text, which no id is.
        for (name, value) in context.parameters { parameters[String(name)] = value.removingPercentEncoding ?? "" }
        let query = formDecoded(request.uri.query ?? "")
        let scheme = settings.trustsProxy ? HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] } ?? "http" : "http"
        return RequestFacts(
            requestID: context.requestID,
            clientAddress: clientAddress(request, context, settings),
            now: settings.clock(),
            parameters: parameters,
            query: Query(repeated: query),
            userAgent: request.headers[.userAgent],
            ifNoneMatch: request.headers[.ifNoneMatch],
            bearerTokens: request.headers.bearerTokens,
            accept: request.headers[.accept],
            lastEventID: HTTPField.Name.lastEventID.flatMap { request.headers[$0] },
            isForwarded: HTTPField.Name.forwarding.contains { request.headers.contains($0) },
            baseURL: settings.publicURL ?? "\(scheme)://\(request.head.authority ?? "localhost")",
            connection: context.connection,
            offload: settings.offload,
            isHead: request.method == .head)
    }

    /// Names and values of a query string, as forms and most clients write them: `+` is a space.
    static func formDecoded(_ text: some StringProtocol) -> [String: [String]] {
        func decoded(_ part: some StringProtocol) -> String? {
            part.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " ").removingPercentEncoding
        }
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A name that is no UTF-8 stays as it is written: it is none that anything reads.
            let name = decoded(parts[0]) ?? String(parts[0])
            values[name, default: []].append(parts.count == 2 ? decoded(parts[1]) ?? "" : "")
        }
        return values
    }

    /// The body, unpacked. Never more than `limit` bytes, packed or unpacked.
    static func bytes(_ request: Request, _ settings: WebSettings, limit: Int) async throws -> [UInt8] {
        let tooLarge = Problem(.tooLarge, "The request body is larger than \(limit) bytes")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw tooLarge
        }
        let bytes = [UInt8](buffer.readableBytesView)
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": return bytes
        // How long it gets shows only when it is unpacked: packed bytes count for ten.
        case "gzip", "x-gzip": return try await settings.offload(bytes: bytes.count * 10) { try Gzip.unpack(bytes, limit: limit) }
        default: throw Problem(.unsupportedMediaType, "Content-Encoding must be gzip or identity")
        }
    }

    static func body<Body: Decodable & Sendable>(_ request: Request, _ settings: WebSettings, limit: Int? = nil) async throws -> Body {
        let type = mediaType(request.headers[.contentType] ?? "application/json")
        guard type == "application/json" || (type?.hasSuffix("+json") ?? false) else {
            throw Problem(.unsupportedMediaType, "Content-Type must be application/json")
        }
        let bytes = try await bytes(request, settings, limit: limit ?? settings.bodyLimit)
        let text = bytes.isEmpty && Body.self is any OptionalBody.Type ? Array("{}".utf8) : bytes
        return try await settings.offload(bytes: text.count) { try JSON.decode(Body.self, from: text) }
    }

    /// The body of a route of the Stratam family, and its bytes as they were sent: an object, of the type `application/json` and nothing near it.
    /// - Throws: unsupportedMediaType; malformed with the code `bad_json` when it is no object or gives a name twice with different values.
    static func object<Body: Decodable & Sendable>(_ request: Request, _ settings: WebSettings, limit: Int?) async throws -> (Body, [UInt8]) {
        let bytes = try await bytes(request, settings, limit: limit ?? settings.bodyLimit)
        if bytes.isEmpty, Body.self is any OptionalBody.Type { return (try JSON.decode(Body.self, from: Array("{}".utf8)), bytes) }
        guard isJSON(request.headers[.contentType]) else { throw Problem(.unsupportedMediaType, "Content-Type must be application/json") }
        return (try await settings.offload(bytes: bytes.count) { try JSON.decodeUnambiguous(Body.self, from: bytes) }, bytes)
    }

    /// A body of one of these media types and which of them it is, whatever the type's parameters.
    static func file(_ request: Request, _ settings: WebSettings, types: [String], limit: Int) async throws -> ([UInt8], type: String) {
        guard let sent = mediaType(request.headers[.contentType]), types.contains(sent) else {
            throw Problem(.unsupportedMediaType, "Content-Type must be \(types.joined(separator: " or "))")
        }
        return (try await bytes(request, settings, limit: limit), sent)
    }

    /// Whether a Content-Type is `application/json`, whatever its parameters.
    static func isJSON(_ type: String?) -> Bool { mediaType(type) == "application/json" }

    /// The type of a Content-Type, in small letters and without its parameters.
    private static func mediaType(_ header: String?) -> String? {
        guard let header, header != "application/json" else { return header }
        return header.split(separator: ";").first.map { String($0).trimmed.lowercased() }
    }
}
