// What a handler gives back. The front door turns it into HTTP.
import Vocabulary

package enum Answer: Sendable {
    case ok(any Encodable & Sendable)
    case created(any Encodable & Sendable)
    case noContent
    /// Bytes of another kind, e.g. a page; `headers` are added as they are.
    case content([UInt8], type: String, headers: [String: String] = [:])
    /// A JSON answer with a cookie set beside it.
    case okSettingCookie(any Encodable & Sendable, cookie: String)
    case noContentSettingCookie(String)
    /// The thing has not changed since the caller's copy (ETag).
    case notModified(etag: String)
    /// Go look at another place.
    case redirect(String)
}
