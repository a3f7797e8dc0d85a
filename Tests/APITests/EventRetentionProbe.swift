import Biometrics
import Support

enum EventRetentionProbe {
    static func run(_ server: TestServer) async throws -> EventRetention.Purged {
        try await EventRetention(database: server.server.database, days: 30, clock: { server.clock.now }).run()
    }
}
