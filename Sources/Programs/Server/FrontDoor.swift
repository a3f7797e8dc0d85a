// Which document each prefix belongs to, and which envelope its errors take.
import Web

enum FrontDoor {
    /// The Stradum document.
    static let stradum = "/api/v1"

    static func envelope(for path: String) -> ErrorEnvelope { .detail }
}
