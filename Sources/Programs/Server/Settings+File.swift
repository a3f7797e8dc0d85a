// The configuration file, before it is taken in.
import Foundation
import Storage
import Vocabulary

extension Settings {
    /// - Throws: malformed, with the path and what is wrong, for a file that cannot be read or is not a JSON object.
    static func check(_ file: String) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
            throw Problem(.malformed, "The configuration file \(file) cannot be read: \(FileReason.text(EISDIR))")
        }
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
            throw Problem(.malformed, "The configuration file \(file) cannot be read: \(FileReason.of(error))")
        }
        guard (try? JSONSerialization.jsonObject(with: bytes)) is [String: Any] else {
            throw Problem(.malformed, "The configuration file \(file) is not a JSON object such as {\"port\": 8080}")
        }
    }
}
