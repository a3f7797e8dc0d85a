import Foundation

/// A web address taken apart by our own strict rules, so that what was checked is what is asked: the request is built from these parts alone.
package struct TargetURL: Sendable, Hashable {
    /// What a URL names: a literal address, or a name in lower-case ASCII.
    package enum Host: Sendable, Hashable {
        case address(NetworkAddress)
        case name(String)
    }

    package let isSecure: Bool
    package let host: Host
    package let port: Int
    /// Path and query as they go on the request line, starting with `/`.
    package let pathAndQuery: String

    /// Longest URL accepted, in bytes. *Our choice*: what common proxies take on a request line.
    package static let maximumLength = 2_048

    /// - Throws: `TargetRefusal` saying in plain words which part is wrong.
    package init(_ text: String) throws(TargetRefusal) {
        guard text.utf8.count <= Self.maximumLength else { throw .url("is longer than \(Self.maximumLength) bytes") }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            throw .url("must not contain spaces, control characters or backslashes")
        }
        guard let schemeEnd = text.range(of: "://") else { throw .url("must start with https://") }
        switch text[..<schemeEnd.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: throw .url("must start with https://")
        }
        let rest = text[schemeEnd.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains("@") else { throw .url("must not carry a user name or password") }
        (host, port) = try Self.hostAndPort(authority, defaultPort: isSecure ? 443 : 80)
        pathAndQuery = try Self.requestTarget(rest[authorityEnd...])
    }

    /// Host as it stands in a URL or a `Host` header.
    package var hostText: String {
        switch host {
        case .name(let name): name
        case .address(let address): address.isIPv4 ? address.description : "[\(address)]"
        }
    }

    /// The URL again, in its normal form and without a fragment.
    package var text: String {
        let isDefaultPort = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(hostText)\(isDefaultPort ? "" : ":\(port)")\(pathAndQuery)"
    }

    private static func hostAndPort(_ authority: Substring, defaultPort: Int) throws(TargetRefusal) -> (Host, Int) {
        var hostPart = authority
        var port = defaultPort
        let colonSearch = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority
        if let colon = colonSearch.lastIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(digits),
                (1...65_535).contains(value)
            else { throw .url("has a port that is not a number from 1 to 65535") }
            port = value
            hostPart = authority[..<colon]
        }
        guard !hostPart.isEmpty else { throw .url("names no host") }
        if hostPart.hasPrefix("[") {
            guard hostPart.hasSuffix("]"), let address = NetworkAddress(String(hostPart.dropFirst().dropLast())), !address.isIPv4 else {
                throw .url("has a host in brackets that is not an IPv6 address")
            }
            return (.address(address), port)
        }
        return (try parsedHost(String(hostPart)), port)
    }

    private static func parsedHost(_ text: String) throws(TargetRefusal) -> Host {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        let host = isASCII ? text.lowercased() : try internationalized(text)
        guard host.utf8.count <= 253 else { throw .url("has a host longer than 253 characters") }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel) else { throw .url("has a host that is not a valid name") }
        // A name whose last label is a number is an address to some resolvers, in spellings that others read differently.
        guard let last = labels.last, looksNumeric(last) else { return .name(host) }
        guard isASCII, let address = NetworkAddress(host) else { throw .url("has a host that is not a valid name") }
        return .address(address)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-") && label.utf8.last != UInt8(ascii: "-")
            && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func looksNumeric(_ label: Substring) -> Bool {
        if label.utf8.allSatisfy({ (48...57).contains($0) }) { return true }
        return label.hasPrefix("0x") && label.utf8.dropFirst(2).allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// The ASCII form of an international name (UTS 46, by Foundation).
    private static func internationalized(_ host: String) throws(TargetRefusal) -> String {
        guard let ascii = URL(string: "https://\(host)/")?.host(percentEncoded: false)?.lowercased(), ascii.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .url("has a host that is not a valid name")
        }
        return ascii
    }

    /// Characters that a path or query may hold unescaped (RFC 3986), and `%`.
    private static let requestTargetBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()*+,;=%".utf8)

    private static func requestTarget(_ rest: Substring) throws(TargetRefusal) -> String {
        let withoutFragment = rest.prefix { $0 != "#" }
        var target = withoutFragment.hasPrefix("/") ? "" : "/"
        for byte in withoutFragment.utf8 {
            if requestTargetBytes.contains(byte) {
                target.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                target += "%" + (hex.utf8.count == 1 ? "0" + hex : hex)
            }
        }
        var bytes = target.utf8[...]
        while let percent = bytes.firstIndex(of: UInt8(ascii: "%")) {
            let digits = bytes[bytes.index(after: percent)...].prefix(2)
            guard digits.count == 2, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 65...70 ~= $0 || 97...102 ~= $0 }) else {
                throw .url("has a '%' that is not followed by two hexadecimal digits")
            }
            bytes = bytes[digits.endIndex...]
        }
        return target
    }
}
