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

    static func envelope(for path: String) -> ErrorEnvelope { .detail }
}
