// Which document each prefix belongs to, and which envelope its errors take.
import Web

enum FrontDoor {
    /// The Stradum document.
    static let stradum = "/api/v1"
    /// The PSA document: reading sessions, analysis, the incident archive, and what stands beside them.
    static let psaV1 = "/v1"
    static let psaV2 = "/api/v2/psa"
    static let sigtrack = "/api/v2/sigtrack"
    static let psaRoot = "/api"
    /// The Stratam document, whose paths are told apart from PSA's by what follows.
    static let stratam = "/api"
    /// What follows, and the addresses of inbound hooks.
    private static let stratamPaths = [
        "/api/vault", "/api/conversations", "/api/model", "/api/account", "/api/limits", "/api/audit", "/api/monitors", "/api/notifications",
        "/api/webhooks", "/api/analytics", "/w/in",
    ]

    /// Under these programs ask, also where they accept HTML.
    private static let programPaths = [psaRoot, psaV1, "/w", "/sdk", "/assets"]

    /// Whether people look at what stands at this path.
    static func isPage(_ path: String) -> Bool { !programPaths.contains { isWithin(path, $0) } }

    private static func isWithin(_ path: String, _ prefix: String) -> Bool {
        path.hasPrefix(prefix) && (path.utf8.count == prefix.utf8.count || path.utf8.dropFirst(prefix.utf8.count).first == 0x2F)
    }

    /// Also of paths that nothing answers.
    static func envelope(for path: String) -> ErrorEnvelope {
        stratamPaths.contains { isWithin(path, $0) } ? .okFalse : .detail
    }
}
