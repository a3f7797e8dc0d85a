import Biometrics
import Support

enum EventRetentionProbe {
    static func run(_ server: TestServer) async throws -> Int {
        try await EventRetention(database: server.server.database, days: 30, clock: { server.clock.now }).run()
    }
}
