// The text of a file, in whichever Unicode form it was saved.
import Foundation

enum ImportedText {
    /// Nil when the bytes are no text. A byte order mark is left out.
    static func text(_ bytes: [UInt8]) -> String? {
        let text: String?
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { text = String(validating: bytes.dropFirst(3), as: UTF8.self) }
        else if bytes.starts(with: [0xFF, 0xFE]) { text = String(data: Data(bytes.dropFirst(2)), encoding: .utf16LittleEndian) }
        else if bytes.starts(with: [0xFE, 0xFF]) { text = String(data: Data(bytes.dropFirst(2)), encoding: .utf16BigEndian) }
        else { text = String(validating: bytes, as: UTF8.self) }
        return text.flatMap { $0.utf8.contains(0) ? nil : $0 }
    }

    /// The last part of a path.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
