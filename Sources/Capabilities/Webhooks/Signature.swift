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

    /// The key of a Standard Webhooks secret: what follows `whsec_`, decoded from base64; of any other text its UTF-8 bytes.
    static func keyBytes(of secret: String) -> Data {
        let prefix = "whsec_"
        if secret.hasPrefix(prefix), let key = Data(base64Encoded: String(secret.dropFirst(prefix.count))), !key.isEmpty { return key }
        return Data(secret.utf8)
    }

    /// A new secret: `whsec_` and 32 random bytes in base64.
    static func newSecret() -> String {
        "whsec_" + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
    }
}
