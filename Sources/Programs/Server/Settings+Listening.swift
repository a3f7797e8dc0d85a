// Why the server cannot listen where it was told to.
import Foundation
import NIOCore
import Vocabulary

extension Settings {
    /// Nil when the error is of another kind.
    func listeningProblem(_ error: any Error) -> Problem? {
        if error is SocketAddressError { return .invalid("host", "\(host) is not a known address; use one of this machine, such as 127.0.0.1") }
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: return .invalid("port", "\(port) is taken on \(host); choose another one with --port")
        case EACCES: return .invalid("port", "\(port) is for this machine's administrator alone; choose one from 1024 on with --port")
        case EADDRNOTAVAIL, EINVAL: return .invalid("host", "\(host) is not an address of this machine; choose another one with --host")
        default: return nil
        }
    }
}
