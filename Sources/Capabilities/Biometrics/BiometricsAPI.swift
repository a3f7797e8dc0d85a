// Every endpoint of this capability, in the document's order, under its headings.
import Access
import Outbox
import Storage
import Vocabulary
import Web

package struct Biometrics: Sendable {
    package let database: any SQLDatabase
    package let clock: Clock
    let sessions: Sessions
    let identities: Identities
    let analyses: Analyses
    let models: OrganizationModels
    let usage: Usage

    package init(database: any SQLDatabase, outbox: Outbox, usage: Usage, clock: @escaping Clock) {
        self.database = database
        self.clock = clock
        self.usage = usage
        models = OrganizationModels(database: database)
        identities = Identities(database: database)
        sessions = Sessions(database: database, outbox: outbox, identities: identities)
        analyses = Analyses(database: database, outbox: outbox, models: models)
    }

    /// Heeds the other servers on the database until the task is cancelled.
    package func listen() async { await models.listen() }

    package func addRoutes(to api: APIRoutes) {
        let session = SessionHandlers(database: database, sessions: sessions)
        let intake = EventIntake(database: database, usage: usage)
        let identity = IdentityHandlers(database: database, identities: identities, models: models)
        let account = AccountHandlers(database: database)
        let analysis = AnalysisHandlers(database: database, analyses: analyses)
        let timeline = TimelineHandlers(database: database)
        let dashboard = DashboardHandlers(database: database)

        // Sessions
        api.post("sessions", callers: .publishableKey, .secretKey, crossOrigin: true, handler: session.create)
        api.raw(.post, "sessions/events", callers: .publishableKey, .secretKey, handler: intake.ingest)
        api.post("sessions/{session_id}/complete", callers: .publishableKey, .secretKey, crossOrigin: true, handler: session.complete)
        api.post("sessions/{session_id}/metadata", callers: .publishableKey, .secretKey, crossOrigin: true, handler: session.mergeMetadata)
        api.get("sessions", callers: .secretKey, .member, handler: session.list)
        api.get("sessions/{session_id}", callers: .secretKey, .member, handler: session.get)
        api.member(.delete, "sessions/{session_id}", role: .admin, session.delete)
        // Identities
        api.post("identities", callers: .secretKey, handler: identity.create)
        api.post("identities/link", callers: .secretKey, handler: identity.link)
        api.post("identities/resolve", callers: .secretKey, handler: identity.resolve)
        api.get("identities", callers: .secretKey, .member, handler: identity.list)
        api.get("identities/{identity_id}", callers: .secretKey, .member, handler: identity.get)
        api.member(.delete, "identities/{identity_id}", role: .admin, identity.delete)
        api.member(.get, "identities/{identity_id}/export", role: .admin, identity.export)
        api.post("identities/{identity_id}/reset", callers: .secretKey, .member, handler: identity.reset)
        // Accounts
        api.get("accounts", callers: .secretKey, .member, handler: account.list)
        // Analysis
        api.post("analysis/trigger", callers: .secretKey, handler: analysis.trigger)
        api.get("analysis/session/{session_id}", callers: .secretKey, .member, handler: analysis.session)
        api.get("analysis/identity/{identity_id}", callers: .secretKey, .member, handler: analysis.identity)
        api.get("analysis/session/{session_id}/score", callers: .secretKey, .member, handler: analysis.score)
        api.get("analysis/session/{session_id}/detail", callers: .secretKey, .member, handler: analysis.detail)
        api.post("analysis/session/{session_id}/feedback", callers: .secretKey, .member, handler: analysis.feedback)
        api.get("sessions/{session_id}/timeline", callers: .secretKey, .member, handler: timeline.get)
        // Dashboard
        api.open(.get, "dashboard/auth-check", dashboard.authCheck)
        api.get("dashboard/overview", callers: .secretKey, .member, handler: dashboard.overview)
        api.get("dashboard/identity/{identity_id}/profile", callers: .secretKey, .member, handler: dashboard.profile)
        api.get("dashboard/alerts", callers: .secretKey, .member, handler: dashboard.alerts)
    }

    package var expiry: SessionExpiry { SessionExpiry(database: database, clock: clock) }
}
