// Why the file system refused, in plain words.
import Foundation

package enum FileReason {
    /// `no such file or folder` and the like; never the name of an error domain or type.
    package static func of(_ error: any Error) -> String {
        if let error = error as? POSIXError { return text(error.code.rawValue) }
        if let cause = (error as? CocoaError)?.underlying { return of(cause) }
        if let error = error as? CocoaError {
            switch error.code {
            case .fileNoSuchFile, .fileReadNoSuchFile: return text(ENOENT)
            case .fileReadNoPermission, .fileWriteNoPermission: return text(EACCES)
            case .fileWriteOutOfSpace: return text(ENOSPC)
            case .fileWriteFileExists: return text(EEXIST)
            case .fileWriteVolumeReadOnly: return text(EROFS)
            default: break
            }
        }
        let plain = error as NSError
        if plain.domain == NSPOSIXErrorDomain { return text(Int32(plain.code)) }
        if let cause = plain.userInfo[NSUnderlyingErrorKey] as? any Error { return of(cause) }
        return "the file system refused"
    }

    /// What an `errno` means.
    package static func text(_ number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file or folder"
        case EACCES, EPERM: "this user may not do that; check the owner and the permissions"
        case ENOSPC, EDQUOT: "the disk is full"
        case EROFS: "the disk can only be read"
        case ENOTDIR: "a part of the path is a file, not a folder"
        case EISDIR: "it is a folder, not a file"
        case EEXIST: "there is something of that name already"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}
