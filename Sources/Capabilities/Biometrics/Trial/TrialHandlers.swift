// The backend of the /try page: what a customer's own server would do with the API, on the demonstration organization alone.
import Audit
import Storage
import Vocabulary
import Web

package struct TrialHandlers: Sendable {
    let biometrics: Biometrics
    /// The demonstration organization and its publishable key, once they exist.
    let organization: @Sendable () async throws -> TrialOrganization?

    package struct TrialOrganization: Sendable {
        package var id: String
        package var name: String
        package var publishableKey: String
        package init(id: String, name: String, publishableKey: String) {
            self.id = id
            self.name = name
            self.publishableKey = publishableKey
        }
    }

    package init(biometrics: Biometrics, organization: @Sendable @escaping () async throws -> TrialOrganization?) {
        self.biometrics = biometrics
        self.organization = organization
    }

    /// What people type (our choice: 33 keys over all rows and both hands, easy to remember).
    static let phrase = "every hand has a rhythm of its own"
    /// People of the page are told from others by their external id.
    private static let prefix = "try:"

    struct ConfigResponse: Encodable, Sendable {
        var apiURL: String
        var publishableKey: String
        var phrase: String
        var organization: String
        enum CodingKeys: String, CodingKey { case apiURL = "api_url", publishableKey = "publishable_key", phrase, organization }
    }

    struct Person: Encodable, Sendable {
        var name: String
        var identityID: String
        var learnedSessions: Int
        enum CodingKeys: String, CodingKey { case name, identityID = "identity_id", learnedSessions = "learned_sessions" }
    }

    struct PeopleResponse: Encodable, Sendable { var people: [Person] }

    struct SubmitRequest: Decodable, Sendable {
        var name: String
        var sessionID: String
        /// True when somebody claims to be this person: compared, never learned.
        var claim: Bool?
        enum CodingKeys: String, CodingKey { case name, sessionID = "session_id", claim }
    }

    struct SubmitResponse: Encodable, Sendable {
        var identityID: String
        var learned: Bool
        var learnedSessions: Int
        var analysis: ScoreResponse
        var detail: DetailResponse
        var timeline: TimelineResponse
        enum CodingKeys: String, CodingKey {
            case identityID = "identity_id", learned, learnedSessions = "learned_sessions", analysis, detail, timeline
        }
    }

    package func addRoutes(to api: APIRoutes) {
        api.open(.get, "try/config", config)
        api.open(.get, "try/people", people)
        api.open(.post, "try/submit", submit)
        api.open(.post, "try/reset", reset)
    }

    private func current() async throws -> TrialOrganization {
        guard let organization = try await organization() else {
            throw Problem(.unavailable, "The demonstration organization is still being made", retryAfter: 1)
        }
        return organization
    }

    func config(_ call: OpenCall) async throws -> Answer {
        let organization = try await current()
        return .ok(
            ConfigResponse(
                apiURL: call.baseURL, publishableKey: organization.publishableKey, phrase: Self.phrase, organization: organization.name))
    }

    func people(_ call: OpenCall) async throws -> Answer {
        let organization = try await current()
        let rows = try await IdentityStore.withExternalPrefix(Self.prefix, limit: 50, org: organization.id, in: biometrics.database)
        return .ok(
            PeopleResponse(
                people: rows.map { identity in
                    Person(
                        name: identity.metadata["name"]?.stringValue ?? String((identity.externalID ?? "").dropFirst(Self.prefix.count)),
                        identityID: identity.id, learnedSessions: identity.learnedCount)
                }))
    }

    func submit(_ body: SubmitRequest, _ call: OpenCall) async throws -> Answer {
        let org = try await current().id
        let name = body.name.trimmingCharacters(in: .whitespacesAndNewlines)
        try Check.text(name, "name", length: 1...60)
        try Check.text(body.sessionID, "session_id", length: 1...128)
        let identity = try await biometrics.identities.resolve(externalID: Self.prefix + name.lowercased(), org: org, now: call.now)
        try await IdentityStore.mergeMetadata(["name": .string(name)], identity, org: org, now: call.now, in: biometrics.database)
        let isClaim = body.claim ?? false
        let completion = Sessions.Completion(identityID: nil, fieldValues: [:], metadata: [:], author: .secret)
        _ = try await biometrics.sessions.complete(body.sessionID, completion, org: org, now: call.now)
        if !isClaim { _ = try await biometrics.identities.link(session: body.sessionID, to: identity.id, account: nil, org: org, now: call.now) }
        let analysis = try await biometrics.analyses.trigger(body.sessionID, identityOverride: identity.id, mode: .live, org: org, now: call.now)
        guard let session = try await SessionStore.find(body.sessionID, org: org, in: biometrics.database) else {
            throw Problem(.notFound, "Session not found")
        }
        let timeline = try await FeatureStore.features(of: session, org: org, in: biometrics.database).stored.timeline
        let learned = try await Baselines.isLearned(session.id, for: identity.id, org: org, in: biometrics.database)
        let count = try await IdentityStore.find(identity.id, org: org, in: biometrics.database)?.learnedCount ?? 0
        return .ok(
            SubmitResponse(
                identityID: identity.id, learned: learned, learnedSessions: count, analysis: ScoreResponse(analysis),
                detail: DetailResponse(analysis: analysis), timeline: TimelineResponse(sessionID: session.id, timeline: timeline)))
    }

    /// Forgets everybody who tried.
    func reset(_ call: OpenCall) async throws -> Answer {
        let org = try await current().id
        let author = AuditAuthor(.anonymous, organizationID: org, address: call.clientAddress, requestID: call.requestID, at: call.now)
        while true {
            let found = try await IdentityStore.withExternalPrefix(Self.prefix, limit: 50, org: org, in: biometrics.database)
            guard !found.isEmpty else { break }
            for identity in found { try await biometrics.identities.delete(identity.id, org: org, by: author) }
        }
        await biometrics.models.forget(org)
        return .noContent
    }
}
