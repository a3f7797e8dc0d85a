import Foundation
import Vocabulary

/// A file as memory: read page by page as it is touched, and shared between processes.
package enum MappedFile {
    /// The whole content. The file may be replaced by renaming another over it while it is in use, but must not be cut short in place.
    package static func read(_ path: String) throws -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem(.notFound, "\(path) cannot be opened: \(reason(errno))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(.notFound, "\(path) is not a regular file.")
        }
        let size = Int(status.st_size)
        guard size > 0 else { return Data() }
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw Problem(.unavailable, "\(path) cannot be mapped: \(reason(errno))")
        }
        return Data(bytesNoCopy: address, count: size, deallocator: .custom { address, size in munmap(address, size) })
    }

    private static func reason(_ number: Int32) -> String {
        String(cString: strerror(number))
    }
}
