// The secret that everything sealed or signed by this instance hangs on.
import Crypto
import Foundation
import Storage
import Vocabulary

package struct InstanceKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter bytes: 32 random bytes.
    package init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// Reads 64 hexadecimal digits or base64 of 32 bytes, in either alphabet, with its padding or without.
    package init?(text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.count == 64, text.allSatisfy(\.isHexDigit) {
            var bytes: [UInt8] = []
            var index = text.startIndex
            while index < text.endIndex {
                let next = text.index(index, offsetBy: 2)
                guard let byte = UInt8(text[index..<next], radix: 16) else { return nil }
                bytes.append(byte)
                index = next
            }
            self.init(bytes: bytes)
        } else if case let digits = text.replacing("-", with: "+").replacing("_", with: "/"),
            let data = Data(base64Encoded: digits.utf8.count == 43 ? digits + "=" : digits), data.count == 32
        {
            self.init(bytes: [UInt8](data))
        } else {
            return nil
        }
    }

    /// The key in the data directory, made at the first start and readable by its owner alone.
    package static func load(orCreateAt path: String) throws -> InstanceKey {
        // A file that is there but cannot be read is never written over: what it seals would be lost.
        if FileManager.default.fileExists(atPath: path) {
            let bytes: Data
            do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
                throw Problem(.internalError, "The instance key \(path) cannot be read: \(FileReason.of(error))")
            }
            guard let key = InstanceKey(text: String(decoding: bytes, as: UTF8.self)) else {
                throw Problem(
                    .internalError,
                    "The instance key \(path) does not hold 64 hexadecimal digits. Put the file of the first start back, or name the key with "
                        + "MIEN_INSTANCE_KEY")
            }
            return key
        }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
        try write(bytes.map { String(format: "%02x", $0) }.joined() + "\n", to: path)
        return InstanceKey(bytes: bytes)
    }

    /// Whole or not at all: half a key would stop every later start.
    private static func write(_ text: String, to path: String) throws {
        let draft = path + ".partial"
        do {
            try? FileManager.default.removeItem(atPath: draft)
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw Problem(.internalError, "The instance key \(path) cannot be written: \(FileReason.of(error))")
        }
    }

    /// A key for one purpose (HKDF-SHA256, RFC 5869, the purpose as info).
    package func derived(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    /// Tells whether two replicas share their key, without telling the key.
    package var fingerprint: String {
        derived("fingerprint").withUnsafeBytes { bytes in SHA256.hash(data: Data(bytes)).prefix(8).map { String(format: "%02x", $0) }.joined() }
    }
}
