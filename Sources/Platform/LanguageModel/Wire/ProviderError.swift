// What a provider says when it refuses: the words, without anything that must not be told on.
import Foundation
import Vocabulary

/// A refusal, in whichever of the usual shapes: `{"error": {"message", "type", "code"}}`, `{"error": "…"}`, `{"message"}`, `{"detail"}`.
struct ProviderError: Equatable {
    /// The provider's own sentence; empty when there is none.
    var message = ""
    /// Its word for the kind, such as `overloaded_error` or `insufficient_quota`.
    var kinds: [String] = []
    /// An HTTP status named inside the body.
    var status: Int?

    /// How much of an error body is read, in bytes. *Our choice*.
    static let maximumBytes = 64 << 10
    /// How much of a provider's sentence is told on, in characters. *Our choice*: two or three lines.
    private static let toldCharacters = 300

    init(body: [UInt8]) {
        guard let root = JSONValue(bytes: body) else {
            let text = String(decoding: body, as: UTF8.self)
            // A proxy's page says nothing that its status does not.
            if !text.trimmingCharacters(in: .whitespacesAndNewlines).hasPrefix("<") { message = text }
            return
        }
        let value = root.arrayValue?.first ?? root
        let error = value["error"] ?? value
        message =
            error.stringValue ?? error["message"]?.stringValue ?? value["message"]?.stringValue ?? value["detail"]?.stringValue
            ?? value["detail"]?.text ?? ""
        kinds = [error["type"]?.stringValue, error["code"]?.stringValue].compactMap(\.self)
        status = [error["code"]?.count, error["status"]?.count].compactMap(\.self).first { (400...599).contains($0) }
    }

    /// - Parameters:
    ///   - status: of the answer; nil inside a stream that had begun well.
    ///   - retryAfter: seconds that the answer's head names.
    func failure(status given: Int?, retryAfter: Int? = nil, hiding key: String?) -> ModelFailure {
        let status = given ?? status ?? kinds.lazy.compactMap(Self.status).first ?? 500
        // An account without credit is told as too many requests, but no waiting helps.
        if status == 429, !kinds.contains("insufficient_quota") { return .rateLimited(retryAfter: retryAfter) }
        return .rejected(status: status, message: Self.told(message, hiding: key))
    }

    /// The statuses that providers document for their words.
    private static func status(_ kind: String) -> Int? {
        switch kind {
        case "invalid_request_error": 400
        case "authentication_error", "invalid_api_key": 401
        case "billing_error": 402
        case "permission_error": 403
        case "not_found_error", "model_not_found": 404
        case "request_too_large": 413
        case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota": 429
        case "api_error", "server_error": 500
        case "timeout_error": 504
        case "overloaded_error": 529
        default: nil
        }
    }

    /// One line of at most 300 characters in which the key cannot be found, not even in the parts that providers show of it.
    static func told(_ message: String, hiding key: String?) -> String {
        let plain = String(String.UnicodeScalarView(message.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        let line = plain.split(separator: " ").map { word in key.map { masked(String(word), $0) } ?? String(word) }.joined(separator: " ")
        return line.count > toldCharacters ? line.prefix(toldCharacters) + "…" : line
    }

    /// Providers quote keys as `sk-proj-********abcd`. A word is masked from where it shares four characters with the key's beginning, and
    /// as a whole where it ends as the key does.
    private static func masked(_ word: String, _ key: String) -> String {
        let hidden = "[key]"
        var word = word
        if key.count >= 4 { word = word.replacing(key, with: hidden) }
        guard key.count >= 12 else { return word }
        let isPartOfKey: (Character) -> Bool = { $0.isLetter || $0.isNumber || "-_*.•…".contains($0) }
        let core = word.drop { !isPartOfKey($0) }
        let bare = core.prefix { isPartOfKey($0) }
        let isShownInParts = bare.count >= 6 && (bare.hasPrefix(key.prefix(4)) || Self.trimmed(bare).hasSuffix(key.suffix(4)))
        guard isShownInParts, let range = word.range(of: bare) else { return word }
        return word.replacingCharacters(in: range, with: hidden)
    }

    private static func trimmed(_ word: Substring) -> Substring {
        var word = word
        while let last = word.last, ".…".contains(last) { word.removeLast() }
        return word
    }
}

/// The `Retry-After` of an answer in whole seconds, from 0 to a day. A date counts from the answer's own `Date`.
enum RetryAfter {
    static func seconds(_ value: String?, date: String?) -> Int? {
        guard let value = value?.trimmingCharacters(in: .whitespaces) else { return nil }
        if let seconds = Double(value), seconds.isFinite { return Int(min(max(seconds.rounded(.up), 0), 86_400)) }
        guard let until = day(value), let now = date.flatMap(day) else { return nil }
        return Int(min(max(until.timeIntervalSince(now).rounded(.up), 0), 86_400))
    }

    private static func day(_ text: String) -> Date? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text)
    }
}
