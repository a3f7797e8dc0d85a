// What a handler gives back. The front door turns it into HTTP.
import Vocabulary

package enum Answer: Sendable {
    case ok(any Encodable & Sendable)
    case created(any Encodable & Sendable)
    /// As `ok`, for what is told once: an answer with a secret in it, which is kept nowhere.
    case okOnce(any Encodable & Sendable)
    /// What an earlier request with the same `Idempotency-Key` was answered, marked `Idempotent-Replay: true`.
    case replay(KeptAnswer)
    case noContent
    /// As `ok`, for what may be of any size: it is written on the workers.
    case large(any Encodable & Sendable)
    /// Bytes of another kind, e.g. a page; `headers` are added as they are. `gzip` are the same bytes, packed already.
    case content([UInt8], gzip: [UInt8]? = nil, type: String, headers: [String: String] = [:])
    /// A JSON answer with a cookie set beside it.
    case okSettingCookie(any Encodable & Sendable, cookie: String)
    case noContentSettingCookie(String)
    /// The thing has not changed since the caller's copy (ETag).
    case notModified(etag: String)
    /// Go look at another place.
    case redirect(String)
    /// Bytes as they come, sent at once and never packed. `write` is cancelled when the caller goes away, and, for server-sent events, when the
    /// server is told to stop. When it throws, the connection is cut, so that nobody takes the half for the whole.
    case stream(type: String, headers: [String: String] = [:], write: @Sendable (_ out: StreamWriter) async throws -> Void)
    /// Work that tells of itself while it goes on, as server-sent events: `progress` whenever it reports, of quick reports the last, then `done`
    /// with what it returns, or `error`. It begins at once and goes on when the caller goes away.
    case work(@Sendable (_ report: @escaping Report) async throws -> any Encodable & Sendable)

    package typealias Report = @Sendable (any Encodable & Sendable) -> Void
}
