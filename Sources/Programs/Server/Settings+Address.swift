// The address to listen on, as people write it, and the one under which a browser on this machine finds the server.
import Foundation
import NIOCore
import Vocabulary

extension Settings {
    /// An address to listen on in the form that sockets take: no brackets, IPv6 in its short form, `localhost` as 127.0.0.1.
    /// - Throws: `Problem.malformed` that says what is wrong with one that cannot be meant.
    static func listeningHost(_ text: String) throws -> String {
        let text = text.trimmingCharacters(in: .whitespaces)
        func refused(_ reason: String) -> Problem { .invalid("host", "\(reason), not '\(text)'") }
        let usual = "must be an address of this machine such as 127.0.0.1, ::1, 0.0.0.0 (every interface) or a host name"
        if text.contains("://") { throw refused("must be an address without \(text.prefix { $0 != ":" })://, such as 127.0.0.1") }
        if text.contains("/") { throw refused("must be one address, without a path or a range") }
        if text == "*" { throw refused("must be 0.0.0.0 or :: for every interface") }
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), let address = numeric(String(text[text.index(after: text.startIndex)..<end]), AF_INET6) else {
                throw refused("must be an IPv6 address between [ and ]")
            }
            let rest = text[text.index(after: end)...]
            if rest.hasPrefix(":") { throw refused("must be an address without a port, which is given as --port \(rest.dropFirst())") }
            guard rest.isEmpty else { throw refused(usual) }
            return address
        }
        if let address = numeric(text, AF_INET) ?? numeric(text, AF_INET6) { return address }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty, parts[1].allSatisfy(\.isNumber) {
            throw refused("must be an address without a port, which is given as --port \(parts[1])")
        }
        // What ends in a number is meant as an IPv4 address.
        guard (1...253).contains(text.utf8.count), text.split(separator: ".").last?.allSatisfy(\.isNumber) == false,
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
        else { throw refused(usual) }
        return text.lowercased() == "localhost" ? "127.0.0.1" : text
    }

    /// A numeric address in its usual form; nil for anything else. A zone, as in `fe80::1%eth0`, is kept.
    private static func numeric(_ text: String, _ family: Int32) -> String? {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count == 1 || (family == AF_INET6 && !parts[1].isEmpty) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(family, String(address), &bytes) == 1 else { return nil }
        var short = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, bytes, &short, socklen_t(short.count)) != nil else { return nil }
        let usual = String(decoding: short.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return parts.count == 1 ? usual : "\(usual)%\(parts[1])"
    }

    /// Whether only this machine can reach the server.
    var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.") }

    /// The address that a browser on this machine can open.
    package func localURL(port: Int) -> String {
        let shown = host == "0.0.0.0" || host == "::" ? "localhost" : host
        // Browsers know no zones.
        return "http://\(shown.contains(":") ? "[\(shown.prefix { $0 != "%" })]" : shown):\(port)"
    }

    /// Why listening failed, for people; nil where the reason is not the address.
    func problem(listening error: any Error) -> Problem? {
        if error is SocketAddressError {
            return .invalid("host", "\(host) is not known to this machine; take an address such as 127.0.0.1 or 0.0.0.0")
        }
        return switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: .invalid("port", "\(port) is taken on \(host); choose another one with --port")
        case EACCES: .invalid("port", "\(port) is for administrators of this machine; choose one above 1023 with --port")
        case EADDRNOTAVAIL, EINVAL: .invalid("host", "\(host) is no address of this machine; 0.0.0.0 is every one of it")
        case EAFNOSUPPORT: .invalid("host", "this machine has no IPv6, which \(host) needs; take an address such as 127.0.0.1 or 0.0.0.0")
        default: nil
        }
    }
}
