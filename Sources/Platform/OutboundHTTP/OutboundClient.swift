/// A request to an address that somebody gave us.
package struct OutboundRequest: Sendable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Seconds for everything: name look-up, connection, TLS, reply and its body.
    package var timeoutSeconds: Double
    /// How much of the reply's body is read. What comes beyond it is cut, which is not a failure.
    package var maximumResponseBytes: Int

    /// The defaults are 15 s and 64 KiB, *documented*.
    package init(
        method: String = "POST", url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        timeoutSeconds: Double = 15, maximumResponseBytes: Int = 65_536
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.maximumResponseBytes = maximumResponseBytes
    }
}

package struct OutboundResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why there was no answer, in words that may be shown to whoever gave the address.
package enum OutboundFailure: String, Error, Sendable {
    case unresolvable = "the host name could not be resolved"
    case connectionFailed = "no connection could be made"
    case tlsFailed = "the TLS handshake or the certificate check failed"
    case timedOut = "no complete answer in time"
    case connectionLost = "the connection was closed before the answer was complete"
    case invalidAnswer = "the answer was not valid HTTP"
}

package enum OutboundResult: Sendable {
    /// Any status; redirects are answers like others and are never followed.
    case response(OutboundResponse)
    /// The target is not allowed. Trying again is pointless until the operator changes the policy or the name its addresses.
    case refused(TargetRefusal)
    case failed(OutboundFailure)
}

/// Sends requests to addresses others gave us, and checks such addresses when they are handed in.
package struct OutboundClient: Sendable {
    /// Never throws. A cancelled task gets `.failed(.timedOut)`.
    package var send: @Sendable (OutboundRequest) async -> OutboundResult
    /// Refuses what can be known to be wrong when an address is handed in: its text and, where the name resolves now, where it leads.
    /// A name that does not resolve yet passes, since every send checks again.
    package var vet: @Sendable (_ url: String) async throws(TargetRefusal) -> Void
    /// Closes all connections.
    package var close: @Sendable () async -> Void

    package init(
        send: @escaping @Sendable (OutboundRequest) async -> OutboundResult,
        vet: @escaping @Sendable (_ url: String) async throws(TargetRefusal) -> Void = { _ throws(TargetRefusal) in },
        close: @escaping @Sendable () async -> Void = {}
    ) {
        self.send = send
        self.vet = vet
        self.close = close
    }
}
