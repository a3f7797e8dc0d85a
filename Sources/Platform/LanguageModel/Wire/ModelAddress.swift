// Where a model is asked: from what an operator wrote to the address that requests go to.
import Foundation
import Vocabulary

package struct ModelAddress: Sendable, Equatable {
    /// The address of the one endpoint that is used.
    package let url: String
    /// Host, and port where one was named.
    package let host: String
    /// This machine, a private network, or a name that only a local network knows.
    package let isLocal: Bool
    package let isSecure: Bool

    /// - Parameters:
    ///   - text: e.g. `http://localhost:11434/v1`. Without a path `/v1` is meant; with the endpoint's own path it is taken as it is.
    ///   - provider: decides the endpoint.
    /// - Throws: `Problem.malformed` naming the setting.
    package init(_ text: String, provider: ModelProvider) throws(Problem) {
        func wrong(_ what: String) -> Problem { .invalid("model-url", what) }
        guard var parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), let name = parts.host, !name.isEmpty else {
            throw wrong("must be an address such as http://localhost:11434/v1")
        }
        guard scheme == "http" || scheme == "https" else { throw wrong("must begin with http:// or https://") }
        guard parts.user == nil, parts.password == nil else { throw wrong("may not hold a user name or password; a key belongs into model-key") }
        guard parts.fragment == nil else { throw wrong("may not hold a '#'") }
        let endpoint = provider == .anthropic ? "/messages" : "/chat/completions"
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        if path.isEmpty { path = "/v1" }
        parts.path = path.hasSuffix(endpoint) ? path : path + endpoint
        guard let url = parts.string else { throw wrong("must be an address such as http://localhost:11434/v1") }
        self.url = url
        host = name + (parts.port.map { ":\($0)" } ?? "")
        isLocal = Self.isLocal(name.lowercased())
        isSecure = scheme == "https"
    }

    static func isLocal(_ host: String) -> Bool {
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if name.contains(":") {
            return name == "::1" || ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { name.hasPrefix($0) }
        }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if numbers.count == 4, let first = numbers[0], let second = numbers[1], numbers[2] != nil, numbers[3] != nil {
            return first == 127 || first == 10 || (first == 192 && second == 168) || (first == 172 && (16...31).contains(second))
                || (first == 169 && second == 254) || (first == 100 && (64...127).contains(second))
        }
        // A name without a dot is known to a local network only: localhost, or a service beside this one.
        return !name.contains(".") || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].contains { name.hasSuffix($0) }
    }
}
