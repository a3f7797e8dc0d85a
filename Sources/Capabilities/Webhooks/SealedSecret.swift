import Crypto
import Foundation

/// Seals webhook secrets for the database: AES-256-GCM with the instance key, bound to the webhook they belong to, so that a sealed
/// secret copied to another row does not open.
struct SecretSeal: Sendable {
    /// The first byte of what is stored, so that the form can change.
    private static let version: UInt8 = 1

    let key: SymmetricKey

    func seal(_ secret: String, organizationID: String, webhookID: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(secret.utf8), using: key, authenticating: Self.context(organizationID, webhookID))
        return [Self.version] + box.nonce + box.ciphertext + box.tag
    }

    /// - Throws: when the bytes were changed, belong to another webhook, or were sealed with another key.
    func open(_ sealed: [UInt8], organizationID: String, webhookID: String) throws -> String {
        guard sealed.first == Self.version else { throw UnreadableSecret() }
        let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
        let secret = try AES.GCM.open(box, using: key, authenticating: Self.context(organizationID, webhookID))
        return String(decoding: secret, as: UTF8.self)
    }

    private static func context(_ organizationID: String, _ webhookID: String) -> Data {
        Data("webhook-secret/\(organizationID)/\(webhookID)".utf8)
    }
}

/// A stored secret of a form that this version does not know.
struct UnreadableSecret: Error {}
