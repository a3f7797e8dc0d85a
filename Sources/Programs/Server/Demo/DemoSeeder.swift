// Fills a demonstration organization through the public API, as a customer would.
import APIClient
import Access
import Biometrics
import Foundation
import MatchEngine
import Storage
import Vocabulary
import Web

extension Server {
    /// Events of made-up people's sessions, for measurements.
    package func simulatedBaselines(people: Int, sessions: Int) throws -> [[[BehaviorEvent]]] {
        var random = SeededGenerator(seed: 65)
        return try (1...people).map { number in
            let typist = SimulatedTypist(number: number, using: &random)
            return try (0..<sessions).map { index in
                let events = typist.session(startingAt: 1_767_225_600 + Double(index) * 86_400, using: &random)
                let body = try JSON.encode(JSONValue.object(["session_id": "simulated", "events": .array(events)]))
                return try EventBatchReader.read(body).events
            }
        }
    }

    package struct DemoLogin: Sendable {
        package var email: String
        package var password: String
        package var publishableKey: String
        package var secretKey: String
        /// For posture analysis.
        package var psaKey: String
    }

    /// Makes the demonstration organization once; nil when it is there already.
    package func makeDemoOrganization() async throws -> DemoLogin? {
        guard try await DemoOrganization.find(in: database) == nil else { return nil }
        let email = "demo-\(ID.randomBase62(6).lowercased())@example.com", password = ID.randomBase62(16)
        let outcome = try await access.registration.register(name: "Demonstration", email: email, password: password, isOperator: true)
        try await DemoOrganization.note(outcome.organizationID, in: database)
        let psaKey = try await BearerKeys.create(email: email, label: "Demonstration", at: .wallClock(), in: database)
        return DemoLogin(
            email: email, password: password, publishableKey: outcome.keys.publishableKey, secretKey: outcome.keys.secretKey, psaKey: psaKey.text)
    }

    /// Lets simulated typists fill in a form: ten people, five sessions each, and three sessions by the wrong person.
    package func seedSimulatedTypists(_ login: DemoLogin, url: String) async throws {
        let client = StradumClient(url: url, publishableKey: login.publishableKey, secretKey: login.secretKey)
        var random = SeededGenerator(seed: 2026)
        let typists = (1...10).map { SimulatedTypist(number: $0, using: &random) }
        let accounts = [("acct_north", "Northwind (simulated)"), ("acct_south", "Southridge (simulated)")]
        for round in 0..<5 {
            for (index, typist) in typists.enumerated() {
                let identity = try await client.resolve(externalID: "simulated:\(index + 1)")
                // In the last round three people sit at somebody else's desk.
                let hands = round == 4 && index < 3 ? typists[(index + 4) % typists.count] : typist
                let events = hands.session(startingAt: Timestamp.wallClock().seconds - 120, using: &random)
                let session = try await client.createSession(
                    metadata: ["simulated": true, "typist": .string(typist.name)],
                    deviceInfo: ["platform": "simulated", "languages": 2, "plugins": 5])
                var sequence = 0
                for start in stride(from: 0, to: events.count, by: 250) {
                    try await client.sendEvents(Array(events[start..<min(start + 250, events.count)]), session: session, sequence: sequence)
                    sequence += 1
                }
                try await client.complete(session: session)
                let account = accounts[index % 2]
                try await client.link(session: session, identity: identity, accountID: account.0, accountName: account.1)
                _ = try await client.trigger(session: session)
            }
        }
    }
}
