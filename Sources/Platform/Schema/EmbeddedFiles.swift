// Files compiled into the binary: migrations, pages, the SDK.
import CEmbedded

package enum EmbeddedFiles {
    /// The bytes of each file by its path in the repository.
    package static let all: [String: [UInt8]] = {
        var files: [String: [UInt8]] = [:]
        var index = 0
        while let file = embedded_file_at(index)?.pointee {
            files[String(cString: file.path)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
            index += 1
        }
        return files
    }()
}
