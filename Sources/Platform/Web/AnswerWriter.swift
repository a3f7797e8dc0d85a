// Turns an answer into an HTTP response, packed where the caller takes gzip.
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Vocabulary

enum AnswerWriter {
    /// Bodies under this many bytes are sent as they are (our choice: packing would save nothing).
    private static let packingThreshold = 1_024

    static func response(_ answer: Answer, to request: Request, _ connection: Connection, _ settings: WebSettings) async throws -> Response {
        switch answer {
        case .ok(let value), .okOnce(let value): return try await json(try JSON.encode(value), status: .ok, to: request, settings)
        case .large(let value):
            return try await json(try await settings.offload(bytes: .max) { try JSON.encode(value) }, status: .ok, to: request, settings)
        case .created(let value): return try await json(try JSON.encode(value), status: .created, to: request, settings)
        case .okSettingCookie(let value, let cookie):
            // Who has just logged in is known, however many others behind the same address are refused.
            if let given = SessionCookie.value(setBy: cookie) { settings.proven.add(given, now: settings.clock()) }
            var response = try await json(try JSON.encode(value), status: .ok, to: request, settings)
            response.headers[.setCookie] = cookie
            return response
        case .replay(let kept):
            let type = kept.type ?? "application/json", status = HTTPResponse.Status(code: kept.status)
            var response = try await packed(kept.bytes, type: type, status: status, to: request, settings.offload)
            if let name = HTTPField.Name.idempotentReplay { response.headers[name] = "true" }
            return response
        case .noContent: return Response(status: .noContent)
        case .noContentSettingCookie(let cookie):
            return Response(status: .noContent, headers: [.setCookie: cookie])
        case .notModified(let etag):
            return Response(status: .notModified, headers: [.eTag: etag])
        case .redirect(let place):
            return Response(status: .seeOther, headers: [.location: place])
        case .content(let bytes, let gzip, let type, let headers):
            var response = try await packed(bytes, gzip, type: type, status: .ok, to: request, settings.offload)
            for (name, value) in headers { if let name = HTTPField.Name(name) { response.headers[name] = value } }
            return response
        case .stream(let type, let headers, let write):
            return stream(type, headers, write, to: request, connection, settings.logger)
        case .work(let work):
            return stream(WorkStream.type, [:], WorkStream(work, settings.logger).write, to: request, connection, settings.logger)
        }
    }

    private static func stream(
        _ type: String, _ headers: [String: String], _ write: @Sendable @escaping (StreamWriter) async throws -> Void, to request: Request,
        _ connection: Connection, _ logger: Logger
    ) -> Response {
        let isEvents = type.hasPrefix("text/event-stream")
        var fields: HTTPFields = [.contentType: type]
        if isEvents, let name = HTTPField.Name.proxyBuffering { fields[name] = "no" }
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        let path = request.uri.path
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody { writer in
                let out = StreamWriter(writer)
                do {
                    try await connection.whileThere {
                        if isEvents { try await cancelWhenGracefulShutdown { try await write(out) } } else { try await write(out) }
                    }
                    try await out.finish()
                } catch {
                    if error is ConnectionFault {
                        logger.debug("a caller left a streamed answer", metadata: ["path": "\(path)"])
                    } else if !(error is CancellationError) {
                        logger.warning("a streamed answer was cut short: \(String(reflecting: error))", metadata: ["path": "\(path)"])
                    }
                    throw error
                }
            })
    }

    private static func json(_ bytes: [UInt8], status: HTTPResponse.Status, to request: Request, _ settings: WebSettings) async throws -> Response {
        try await packed(bytes, type: "application/json", status: status, to: request, settings.offload)
    }

    /// What went wrong, unpacked: it is short.
    static func failure(_ bytes: [UInt8], status: HTTPResponse.Status) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func packed(
        _ bytes: [UInt8], _ gzip: [UInt8]? = nil, type: String, status: HTTPResponse.Status, to request: Request, _ offload: Offload
    ) async throws -> Response {
        var headers: HTTPFields = [.contentType: type]
        var body = bytes
        if bytes.count >= packingThreshold, isCompressible(type) {
            headers[.vary] = "accept-encoding"
            if request.headers[.acceptEncoding]?.lowercased().contains("gzip") == true {
                let packed: [UInt8]? = if let gzip { gzip } else { try await offload(bytes: bytes.count) { Gzip.pack(bytes) } }
                if let packed {
                    headers[.contentEncoding] = "gzip"
                    body = packed
                }
            }
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func isCompressible(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.contains("json") || type.contains("javascript") || type.contains("svg")
    }
}
