// Whether somebody works on a database file: an advisory lock beside it, which ends with the process that holds it.
import Foundation
import Vocabulary

package final class FileInUse: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    /// Held by everybody who works on the file, for as long as the value lives.
    /// - Throws: conflict while somebody replaces the file.
    package static func working(on path: String) throws -> FileInUse {
        try lock(path, LOCK_SH, "\(path) is being restored; start again when that is done")
    }

    /// Held by who puts another file in its place.
    /// - Throws: conflict while somebody works on it.
    package static func replacing(_ path: String) throws -> FileInUse {
        try lock(path, LOCK_EX, "A server is working on \(path): stop it first")
    }

    private static func lock(_ path: String, _ kind: Int32, _ refusal: String) throws -> FileInUse {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem(.internalError, "\(path).lock cannot be opened: \(FileReason.text(errno))") }
        guard flock(descriptor, kind | LOCK_NB) == 0 else {
            close(descriptor)
            throw Problem(.conflict, refusal)
        }
        return FileInUse(descriptor)
    }
}
