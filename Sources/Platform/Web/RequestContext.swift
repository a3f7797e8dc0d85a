import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Vocabulary

/// What the web server carries along with each request.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: String
    package let connection: Connection
    package var requestID: String
    /// Headers that the front door adds to whatever is answered (rate limits).
    package let extraHeaders = ExtraHeaders()

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = Connection(source.channel)
        // A socket for both families calls 203.0.113.9 ::ffff:203.0.113.9.
        remoteAddress = source.channel.remoteAddress?.ipAddress.flatMap(ForwardedAddress.read) ?? "unknown"
        requestID = ""
    }
}

/// Headers gathered while a request is handled. Touched by one request at a time, on whatever thread it runs.
package final class ExtraHeaders: @unchecked Sendable {
    package var fields: [(name: String, value: String)] = []
    package init() {}
}

extension HTTPField.Name {
    // Made once: a name is checked and lower-cased each time it is made.
    static let stradumKey = HTTPField.Name("X-Stradum-Key")
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")
    /// What proxies add.
    static let forwarding = ["X-Forwarded-For", "Forwarded", "X-Real-IP"].compactMap { HTTPField.Name($0) }
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")
    static let idempotentReplay = HTTPField.Name("Idempotent-Replay")
    static let lastEventID = HTTPField.Name("Last-Event-ID")
    /// Tells a proxy such as nginx to pass on each piece as it comes.
    static let proxyBuffering = HTTPField.Name("X-Accel-Buffering")
    static let requestID = HTTPField.Name("X-Request-Id")
    static let contentTypeOptions = HTTPField.Name("X-Content-Type-Options")
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")
}
