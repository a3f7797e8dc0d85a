import Schema
import Storage
import Support
import Testing
import Vocabulary

@testable import Biometrics

@Suite("Organization models on several servers")
struct OrganizationModelsTests {
    @Test("A person removed through one server is gone from the models of the others", arguments: TestDatabases.available)
    func forgotten(on dialect: Dialect) async throws {
        try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect)) { database in
            let here = OrganizationModels(database: database), there = OrganizationModels(database: database)
            let listening = Task { await there.listen() }
            defer { listening.cancel() }
            let start = Timestamp(seconds: 1_772_884_800)
            func builtAt(_ models: OrganizationModels, after seconds: Double) async throws -> Double {
                try await models.model(of: "org_a", now: start.adding(seconds: seconds)).builtAt.seconds(since: start)
            }
            #expect(try await builtAt(here, after: 0) == 0)
            #expect(try await builtAt(there, after: 0) == 0)
            #expect(try await builtAt(here, after: 10) == 0)
            await here.forget("org_b")
            #expect(try await builtAt(here, after: 20) == 0)

            await here.forget("org_a")
            #expect(try await builtAt(here, after: 30) == 30)
            // The other server hears of it; how soon is the database's affair.
            let deadline = ContinuousClock.now + .seconds(20)
            while try await builtAt(there, after: 40) == 0, ContinuousClock.now < deadline {
                await here.forget("org_a")
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await builtAt(there, after: 40) == 40)
        }
    }
}
