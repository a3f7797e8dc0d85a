// How long a connection may take for what, and how much it may leave behind.
import NIOCore

package struct ConnectionLimits: Sendable {
    /// A connection without a request is closed after this (our choice: longer than the 60 s of common load balancers, so that they close first).
    package var idleSeconds = 75.0
    /// From a request's first byte to the end of its headers (our choice).
    package var headSeconds = 15.0
    /// How long a body may stand still (our choice: a phone in a tunnel), and how many bytes buy another second of that. 0 = no floor.
    package var bodyGraceSeconds = 20.0
    package var bytesPerSecond = 1_024.0
    /// As `bodyGraceSeconds`, for clients that read their answer. Longer, because the kernel reports what they took in steps (our choice).
    package var answerGraceSeconds = 60.0
    /// What is left of the body of a refused request is read and thrown away where it is less than this; otherwise the connection is closed.
    package var drainBytes = 256 << 10
    /// Before a connection is closed with part of a request unread, so much of it is read and thrown away for so long: a client that is still
    /// sending would lose the answer otherwise (our choice: as much as the largest body).
    package var lingerBytes = 16 << 20
    package var lingerSeconds = 5.0
    /// How often all of this is looked at.
    package var tickSeconds = 2.0
    /// Headers of one request, names and values (our choice: Hummingbird's own).
    package var headerBytes = 80 << 10
    package var headerCount = 256

    package init() {}
}

/// How long a peer may keep us waiting: waiting uses its allowance up, and bytes give it back, up to the grace period.
package struct Pace {
    let graceSeconds: Double
    /// 0 = no floor.
    let bytesPerSecond: Double
    private var left: Double

    package init(graceSeconds: Double, bytesPerSecond: Double) {
        self.graceSeconds = graceSeconds
        self.bytesPerSecond = bytesPerSecond
        left = graceSeconds
    }

    package mutating func waited(seconds: Double) { left -= seconds }

    package mutating func moved(bytes: Int) {
        guard bytesPerSecond > 0 else { return }
        left = min(graceSeconds, left + Double(bytes) / bytesPerSecond)
    }

    package var isUsedUp: Bool { bytesPerSecond > 0 && left <= 0 }
}

extension TimeAmount {
    var seconds: Double { Double(nanoseconds) / 1e9 }
}
