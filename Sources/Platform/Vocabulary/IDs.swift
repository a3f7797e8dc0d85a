import Foundation

/// Public ids: a prefix that tells the kind, and 22 base62 characters (131 random bits).
package enum ID {
    package enum Prefix: String, Sendable {
        case organization = "org_"
        case user = "usr_"
        case key = "key_"
        case session = "stm_"
        case identity = "id_"
        case webhook = "wh_"
        case analysis = "ana_"
        case event = "evt_"
        case delivery = "dlv_"
        case job = "job_"
        case request = "req_"
    }

    /// A new id from the system's secure random source.
    package static func new(_ prefix: Prefix) -> String { prefix.rawValue + randomBase62(22) }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// `count` base62 characters, each drawn without bias (bytes of 248 and above are drawn again).
    package static func randomBase62(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        var text: [UInt8] = []
        text.reserveCapacity(count)
        while text.count < count {
            var word = generator.next()
            for _ in 0..<8 where text.count < count {
                let byte = UInt8(truncatingIfNeeded: word)
                word >>= 8
                if byte < 248 { text.append(alphabet[Int(byte % 62)]) }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `count` random bytes from the system's secure source, in base64url without padding: 43 characters for 32 bytes.
    package static func randomBase64URL(byteCount count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
