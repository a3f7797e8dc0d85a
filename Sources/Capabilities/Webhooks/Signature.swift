// How receivers can tell that a delivery is ours: the Standard Webhooks signature, and the older one of the documents.
import Crypto
import Foundation

package enum Signature {
    /// `v1,<base64>`: HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0).
    package static func standard(secret: String, id: String, timestamp: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: keyBytes(of: secret)))
        code.update(data: Data("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    /// `sha256=<hex>`: HMAC-SHA256 over the raw body, with the secret's text as the key.
    package static func legacy(secret: String, body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
        return "sha256=" + code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// The key of a Standard Webhooks secret: what follows `whsec_`, decoded from base64; of any other text its UTF-8 bytes. So are those of a
    /// text that an earlier version took although it is no base64.
    static func keyBytes(of secret: String) -> Data {
        if secret.hasPrefix(prefix), let key = decoded(secret.dropFirst(prefix.count)), !key.isEmpty { return key }
        return Data(secret.utf8)
    }

    /// How secrets begin that hold bytes (documented by Standard Webhooks).
    private static let prefix = "whsec_"

    /// Why a secret cannot be used, as a phrase that follows the field's name; nil when it can. Libraries of receivers decode what follows the
    /// prefix, and some of them pass over what is no base64: they would silently check with another key than ours.
    static func objection(to secret: String) -> String? {
        guard (1...256).contains(secret.unicodeScalars.count) else { return "must have 1 to 256 characters" }
        guard !secret.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return "may not hold control characters" }
        guard secret.hasPrefix(prefix) else {
            let isMeant = secret.drop(while: \.isWhitespace).lowercased().hasPrefix(prefix)
            return isMeant ? "must begin with whsec_ in lower case, without a space before it" : nil
        }
        let text = secret.dropFirst(prefix.count)
        guard let key = decoded(text) else {
            if text.contains(where: { $0 == "-" || $0 == "_" }), decoded(String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })) != nil {
                return "must be base64 after whsec_, with + and / in the place of - and _: most libraries do not read the URL-safe alphabet"
            }
            return "must be base64 after whsec_; to use a text as it is written, leave whsec_ out"
        }
        return key.isEmpty ? "must hold at least one byte after whsec_" : nil
    }

    /// Base64, with its padding or without.
    private static func decoded(_ text: some StringProtocol) -> Data? {
        // Foundation passes over padding that is too long.
        if text.hasSuffix("="), text.utf8.count % 4 != 0 { return nil }
        let padding = (4 - text.utf8.count % 4) % 4
        return Data(base64Encoded: String(text) + String(repeating: "=", count: padding))
    }

    /// A new secret: `whsec_` and 32 random bytes in base64.
    static func newSecret() -> String {
        prefix + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
    }
}
