#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An IPv4 or IPv6 address as its 4 or 16 bytes, without a port or a zone.
package struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 bytes for IPv4, 16 for IPv6, in network order.
    package let bytes: [UInt8]

    package var isIPv4: Bool { bytes.count == 4 }

    /// `nil` unless there are exactly 4 or 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the one canonical spelling of an IPv4 address (four decimal parts, no leading zeros) or any RFC 4291 spelling of an
    /// IPv6 address without a zone. `127.1`, `0x7f000001`, `2130706433` and `017700000001` are `nil`.
    package init?(_ text: String) {
        if let quad = Self.dottedQuad(text) {
            bytes = quad
            return
        }
        guard text.contains(":"), text.utf8.allSatisfy({ Self.isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
            return nil
        }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        bytes = withUnsafeBytes(of: &address) { Array($0) }
    }

    private static func dottedQuad(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var quad: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let value = UInt8(part)
            else { return nil }
            quad.append(value)
        }
        return quad
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    /// `192.0.2.1`, or IPv6 as eight groups of hexadecimal digits without compression.
    package var description: String {
        if isIPv4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}

/// A block of addresses in CIDR notation: `10.0.0.0/8`, `fc00::/7`, or a single address.
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    package let base: NetworkAddress
    /// How many leading bits an address must share with the base.
    package let prefixLength: Int

    /// `nil` when the text is not an address with an optional `/length` that fits it. Bits of the base beyond the length are ignored.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = NetworkAddress(String(parts[0])) else { return nil }
        let full = base.bytes.count * 8
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1]), (0...full).contains(length) else { return nil }
            prefixLength = length
        } else {
            prefixLength = full
        }
        self.base = base
    }

    package func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let wholeBytes = prefixLength / 8
        for index in 0..<wholeBytes where address.bytes[index] != base.bytes[index] { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - rest))
        return address.bytes[wholeBytes] & mask == base.bytes[wholeBytes] & mask
    }

    package var description: String { "\(base)/\(prefixLength)" }
}
