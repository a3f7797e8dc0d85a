// Fills a database for measurements, without HTTP.
import Access
import ArgumentParser
import Assistant
import Biometrics
import Foundation
import Posture
import Server
import Storage
import Vocabulary

struct BenchSeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Make an organization with many made-up sessions; print its login and keys.")

    @OptionGroup var base: DatabaseOptions
    @Option(help: "How many sessions.") var sessions = 10_000
    @Option(help: "Of how many identities.") var identities = 1_000
    @Option(help: "How many posture turns, in sessions of 20.") var turns = 0
    @Option(help: "How many messages in the owner's conversations with the assistant.") var messages = 0
    @Flag(help: "Print one line of JSON, and no progress.") var json = false

    private struct Outcome: Encodable {
        var email: String
        var password: String
        var publishableKey: String
        var secretKey: String
        enum CodingKeys: String, CodingKey { case email, password, publishableKey = "publishable_key", secretKey = "secret_key" }
    }

    func run() async throws {
        try await base.withSettings { settings in
            guard sessions > 0, identities > 0, turns >= 0, messages >= 0 else {
                throw Problem(.malformed, "--sessions and --identities must be above 0, --turns and --messages not below")
            }
            let logger = settings.logger()
            let database = try await settings.openDatabase(logger: logger)
            let server = try await Server.build(settings: settings, database: database, instanceKey: try settings.loadInstanceKey(), logger: logger)
            let email = "bench-\(ID.randomBase62(8).lowercased())@example.com", password = ID.randomBase62(16)
            let made = try await server.access.registration.register(
                name: "Measurement", email: email, password: password, isOperator: true)
            let organization = SyntheticOrganization(database: database, organizationID: made.organizationID, now: .wallClock())
            let showsProgress = !json
            try await organization.fill(sessions: sessions, identities: identities, baselines: try server.simulatedBaselines(people: 65, sessions: 6))
            { share in
                if showsProgress { Progress.show(share, "seeding") }
            }
            if turns > 0 {
                let filler = SyntheticTurns(posture: server.posture, organizationID: made.organizationID, now: .wallClock())
                try await filler.fill(turns: turns) { share in
                    if showsProgress { Progress.show(share, "turns") }
                }
            }
            if messages > 0 {
                let owner = ThreadOwner(organizationID: made.organizationID, userID: made.userID)
                try await SyntheticConversations(database: database, owner: owner, now: .wallClock()).fill(messages: messages) { share in
                    if showsProgress { Progress.show(share, "messages") }
                }
            }
            await database.close()
            let answer = Outcome(email: made.email, password: password, publishableKey: made.keys.publishableKey, secretKey: made.keys.secretKey)
            if json {
                Console.line(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
            } else {
                Console.line(
                    "login        \(answer.email)  \(answer.password)\npublishable  \(answer.publishableKey)\nsecret       \(answer.secretKey)")
            }
        }
    }
}

/// A bar on standard error, drawn over itself; nothing where nobody looks.
enum Progress {
    static func show(_ share: Double, _ what: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let width = 40, done = Int((min(1, max(0, share)) * Double(width)).rounded())
        let bar = String(repeating: "#", count: done) + String(repeating: "·", count: width - done)
        FileHandle.standardError.write(Data("\r\(what) [\(bar)] \(Int(share * 100)) %\(share >= 1 ? "\n" : "")".utf8))
    }
}
