/// Why an address is refused. It never tells what a name resolved to.
package struct TargetRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// A phrase that follows the field's name: "must start with https://".
    package let reason: String
    /// The option of the server that would allow it; nil where none does.
    package var option: String?

    /// Something is wrong with the text itself, which its author may know.
    static func url(_ reason: String) -> TargetRefusal { TargetRefusal(reason: reason) }
    /// The target is not a public one: one sentence for every cause, so that nobody can map a network with it.
    static let notPublic = TargetRefusal(reason: "does not name a public host", option: "--allow-private-targets")
    /// As `notPublic`, for what no option allows.
    static let neverAllowed = TargetRefusal(reason: notPublic.reason)

    package var description: String { reason }
}

/// Which targets an operator lets requests go to.
package struct TargetPolicy: Sendable {
    /// Ranges that are allowed although they are not public. Link-local and metadata addresses stay refused.
    package var allowedRanges: [AddressRange]
    package var allowsHTTP: Bool
    /// Ports that are always allowed. *Documented.*
    package var ports: Set<Int>
    /// Whether ports above 1024 are allowed too.
    package var allowsHighPorts: Bool

    /// Public targets over HTTPS on the usual ports, unless told otherwise.
    package init(
        allowedRanges: [AddressRange] = [], allowsHTTP: Bool = false, ports: Set<Int> = [80, 443, 8080, 8443], allowsHighPorts: Bool = false
    ) {
        self.allowedRanges = allowedRanges
        self.allowsHTTP = allowsHTTP
        self.ports = ports
        self.allowsHighPorts = allowsHighPorts
    }

    /// Checks everything that can be told without asking the DNS.
    package func vet(_ text: String) throws(TargetRefusal) -> TargetURL {
        let url = try TargetURL(text)
        guard url.isSecure || allowsHTTP else { throw TargetRefusal(reason: "must start with https://", option: "--allow-http-targets") }
        guard ports.contains(url.port) || allowsHighPorts && url.port > 1_024 else { throw .url("has a port that is not allowed") }
        switch url.host {
        case .address(let address): try vet([address])
        case .name(let name): try vetName(name)
        }
        return url
    }

    /// Checks the addresses a name resolved to. Every one must be allowed, because the next answer may be any of them.
    package func vet(_ addresses: [NetworkAddress]) throws(TargetRefusal) {
        guard !addresses.contains(where: isNeverAllowed) else { throw .neverAllowed }
        guard !addresses.isEmpty, addresses.allSatisfy(allows) else { throw .notPublic }
    }

    private func isNeverAllowed(_ address: NetworkAddress) -> Bool {
        address != RefusedRanges.loopback6 && RefusedRanges.always.contains { $0.contains(address) }
    }

    private func allows(_ address: NetworkAddress) -> Bool {
        if allowedRanges.contains(where: { $0.contains(address) }) { return true }
        return !RefusedRanges.special.contains { $0.contains(address) }
    }

    private func vetName(_ name: String) throws(TargetRefusal) {
        func ends(_ endings: [String]) -> Bool { endings.contains { name == $0 || name.hasSuffix("." + $0) } }
        guard !ends(RefusedRanges.metadataNames) else { throw .neverAllowed }
        guard allowedRanges.isEmpty else { return }
        guard name.contains("."), !ends(RefusedRanges.internalEndings), !ends(RefusedRanges.wildcardDomains) else { throw .notPublic }
    }
}
