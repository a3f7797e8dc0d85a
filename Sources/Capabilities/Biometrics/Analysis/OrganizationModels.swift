// What an organization's people have in common, learned from a sample of them and kept in memory.
import Access
import MatchEngine
import Storage
import Vocabulary

/// The population and the cohort of one organization.
struct OrganizationModel: Sendable {
    struct Member: Sendable {
        var identityID: String
        var profile: Profile
        /// Newest first, as the cohort's normalisation wants them.
        var sessions: [PreparedSession]
    }

    var population: Population
    var members: [Member]
    var enrolledWhenBuilt: Int
    var learnedWhenBuilt: Int
    var builtAt: Timestamp

    /// Up to eight people each one counts: the rank map and the cohort begin there.
    var isOfMany: Bool { enrolledWhenBuilt > 8 }
    /// Whether it rests on as many people and sessions as a model ever does.
    var isFull: Bool {
        members.count >= OrganizationModels.sampleSize && members.allSatisfy { $0.sessions.count >= OrganizationModels.sessionsPerMember }
    }
}

/// Builds each organization's model from at most 65 identities, those with the lowest sample keys, so that its cost does not grow with how many there
/// are. A model is built anew when there are half as many people or sessions more (many: twice as many), and after an hour.
actor OrganizationModels {
    /// Sampled identities (documented: a cohort of at most 64; one more, because the person compared is left out).
    static let sampleSize = 65
    /// Learned sessions read of each (our choice: 12 halve the noise of 3 in what people vary by, and 65 × 12 are read in a moment).
    static let sessionsPerMember = 12
    /// Seconds until a model is built anew whatever happened (our choice).
    static let lifetime = 3600.0
    /// Seconds for which a model of many people is used without a look at whether it is outdated (our choice: it changes over hundreds of sessions).
    static let glanceInterval = 1.0
    /// How much more data must be there until a model is built anew. Our choice: building takes up to a second, so it must stay rare; a model of
    /// many sessions changes little even with twice as many.
    static func growth(learned: Int) -> Double { learned < 256 ? 1.5 : 2 }
    /// On which the servers of a database tell one another whose people were removed.
    static let channel = "organization-models"
    /// Models held in memory (our choice).
    static let capacity = 64

    private let database: any SQLDatabase
    private var models: [String: OrganizationModel] = [:]
    private var building: [String: (number: Int, task: Task<OrganizationModel, any Error>)] = [:]
    private var buildings = 0
    private var lastUse: [String: Timestamp] = [:]
    private var lastLook: [String: Timestamp] = [:]

    init(database: any SQLDatabase) { self.database = database }

    /// The organization's model, built now if need be; calls at the same time share one building.
    func model(of org: String, now: Timestamp) async throws -> OrganizationModel {
        lastUse[org] = now
        if let model = models[org], model.isOfMany, let looked = lastLook[org], abs(now.seconds(since: looked)) < Self.glanceInterval { return model }
        let counts = try await Counters.totals([Dimension.enrolled, Dimension.learned], org: org, in: database)
        let enrolled = counts[Dimension.enrolled] ?? 0, learned = counts[Dimension.learned] ?? 0
        lastLook[org] = now
        if let model = models[org], !isOutdated(model, enrolled: enrolled, learned: learned, now: now) { return model }
        let task = building[org]?.task ?? startBuilding(org, enrolled: enrolled, learned: learned, now: now)
        // A model of many people is good while the next one is being made, which takes up to a second; one of few changes much.
        if let model = models[org], model.isOfMany { return model }
        return try await task.value
    }

    private func startBuilding(_ org: String, enrolled: Int, learned: Int, now: Timestamp) -> Task<OrganizationModel, any Error> {
        let database = database
        buildings += 1
        let number = buildings
        let task = Task {
            do {
                let model = try await Self.build(org, enrolled: enrolled, learned: learned, now: now, database)
                if finish(number, org) { keep(model, org) }
                return model
            } catch {
                _ = finish(number, org)
                throw error
            }
        }
        building[org] = (number, task)
        return task
    }

    /// False when the organization was forgotten since this building began.
    private func finish(_ number: Int, _ org: String) -> Bool {
        guard building[org]?.number == number else { return false }
        building[org] = nil
        return true
    }

    private func keep(_ model: OrganizationModel, _ org: String) {
        models[org] = model
        if models.count > Self.capacity, let oldest = models.keys.min(by: { (lastUse[$0]?.microseconds ?? 0) < (lastUse[$1]?.microseconds ?? 0) }) {
            models[oldest] = nil
            lastUse[oldest] = nil
            lastLook[oldest] = nil
        }
    }

    /// Drops a model after people were removed from it, here and on every other server of the database. One that cannot be told uses
    /// what it has until it is outdated, at most an hour.
    func forget(_ org: String) async {
        drop(org)
        try? await database.notify(Self.channel, org)
    }

    /// Heeds the other servers until the task is cancelled.
    func listen() async {
        for await org in database.notifications(Self.channel) {
            if org.isEmpty {
                // Some may have been missed.
                for known in Set(models.keys).union(building.keys) { drop(known) }
            } else {
                drop(org)
            }
        }
    }

    private func drop(_ org: String) {
        models[org] = nil
        // What is being made may hold them still: those who wait for it get it, nobody after them.
        building[org] = nil
    }

    private func isOutdated(_ model: OrganizationModel, enrolled: Int, learned: Int, now: Timestamp) -> Bool {
        if now.seconds(since: model.builtAt) > Self.lifetime { return true }
        if !model.isOfMany { return enrolled != model.enrolledWhenBuilt }
        let growth = Self.growth(learned: model.learnedWhenBuilt)
        let hasMorePeople = Double(enrolled) >= growth * Double(model.enrolledWhenBuilt)
        let hasLearnedMore = Double(learned) >= growth * Double(model.learnedWhenBuilt)
        // A full sample does not grow with the organization.
        return (!model.isFull && (hasMorePeople || hasLearnedMore)) || enrolled < model.enrolledWhenBuilt / 2
    }

    @concurrent
    private static func build(
        _ org: String, enrolled: Int, learned: Int, now: Timestamp, _ database: any SQLDatabase
    ) async throws -> OrganizationModel {
        let rows = try await database.query(
            "SELECT id FROM identities WHERE organization_id = $1 AND learned_count >= \(Identity.enrolledSessions) ORDER BY sample_key LIMIT $2",
            [.text(org), .integer(Int64(sampleSize))])
        let ids = try rows.map { try $0.text("id") }
        let entries = try await Baselines.entries(identities: ids, mode: .live, limit: sessionsPerMember, org: org, in: database)
        let sessions = ids.map { id in (entries[id] ?? []).map(\.features) }
        let population = Population.fit(identities: sessions)
        let members = ids.map { id in
            let own = entries[id] ?? []
            return OrganizationModel.Member(
                identityID: id,
                profile: Profile.build(sessions: own.map { ($0.features, max(0, now.seconds(since: $0.at) / 86_400)) }, population: population),
                sessions: own.map { population.prepare($0.features) })
        }
        return OrganizationModel(population: population, members: members, enrolledWhenBuilt: enrolled, learnedWhenBuilt: learned, builtAt: now)
    }
}
