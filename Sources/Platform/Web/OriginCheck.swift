// Whether a request that carries our cookie was sent by one of our own pages.
import HTTPTypes
import Hummingbird
import Vocabulary

enum OriginCheck {
    /// Browsers say where a request that changes something comes from: in `Sec-Fetch-Site` where the address is https or this machine, in `Origin`
    /// elsewhere. A client that says neither is no browser of today; of it a POST is taken with the type that no form can send.
    static func passes(_ request: Request, _ settings: WebSettings) -> Bool {
        if let name = HTTPField.Name.fetchSite, let site = request.headers[name] { return site.lowercased() == "same-origin" }
        if let origin = request.headers[.origin] { return isOwn(origin.lowercased(), request, settings) }
        return request.method != .post || RequestReader.isJSON(request.headers[.contentType])
    }

    /// The public address's origin, or that of the address asked for. The scheme is not known behind a proxy that does not tell it, so both count.
    private static func isOwn(_ origin: String, _ request: Request, _ settings: WebSettings) -> Bool {
        if let address = settings.publicURL?.lowercased(), origin == Self.origin(of: address) { return true }
        guard let host = request.head.authority?.lowercased(), !host.isEmpty else { return false }
        return origin == "https://" + host || origin == "http://" + host
    }

    /// Scheme, host and port of an address, as a browser writes them: without the scheme's own port.
    private static func origin(of address: String) -> String {
        guard let scheme = address.firstRange(of: "://") else { return address }
        var host = address[scheme.upperBound...].prefix { $0 != "/" }
        let port = address.hasPrefix("https") ? ":443" : ":80"
        if host.hasSuffix(port) { host = host.dropLast(port.count) }
        return String(address[..<scheme.upperBound]) + host
    }
}
