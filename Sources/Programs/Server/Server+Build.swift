// Wires everything, once.
import Access
import Assistant
import Biometrics
import Crypto
import Foundation
import Hummingbird
import Jobs
import LanguageModel
import Logging
import OutboundHTTP
import Outbox
import Posture
import PostureEngine
import Schema
import ServiceLifecycle
import Storage
import Vocabulary
import Web
import Webhooks

package struct Server: Sendable {
    package static let version = "0.1.0"

    package let settings: Settings
    package let database: any SQLDatabase
    package let access: Access
    package let biometrics: Biometrics
    package let posture: PostureAnalysis
    package let webhooks: Webhooks
    package let assistant: Assistant
    package let deliveries: Deliveries
    package let jobs: Jobs
    package let readiness = Readiness()
    package let metrics: MetricsRegistry
    package let routes: [RouteDescription]
    package let responder: RouterResponder<WebContext>
    let outbound: OutboundClient
    let modelConnections: ModelConnections
    package let logger: Logger

    /// Builds a server over an opened database and brings its tables up to date.
    /// - Parameter languageModel: instead of the one that the settings name.
    package static func build(
        settings: Settings, database: any SQLDatabase, instanceKey: InstanceKey, logger: Logger, clock: @escaping Clock = { .wallClock() },
        passwordCost: PasswordHasher.Cost = .standard, outbound: OutboundClient? = nil,
        languageModel: ConfiguredModel? = nil
    ) async throws -> Server {
        try await Schema.migrate(database)
        try await checkInstanceKey(instanceKey, database)
        return try await Server(
            settings: settings, database: database, instanceKey: instanceKey, logger: logger, clock: clock, passwordCost: passwordCost,
            outbound: outbound, languageModel: languageModel)
    }

    private init(
        settings: Settings, database: any SQLDatabase, instanceKey: InstanceKey, logger: Logger, clock: @escaping Clock,
        passwordCost: PasswordHasher.Cost, outbound: OutboundClient?, languageModel: ConfiguredModel?
    ) async throws {
        self.settings = settings
        self.database = database
        self.logger = logger
        let limiter = RateLimiter()
        modelConnections = ModelConnections()
        let languageModel = try languageModel ?? settings.languageModel(connections: modelConnections, logger: logger)

        var accessSettings = Access.Settings()
        accessSettings.registration = settings.registration
        accessSettings.registrationLimit = RateLimit(burst: settings.registrationBurst, perSecond: 0.2)
        accessSettings.passwordCost = passwordCost
        accessSettings.allowsInsecureCookies = settings.allowsInsecureCookies
        accessSettings.usage.trial = settings.hasTrial ? UsagePolicy.Trial() : nil
        accessSettings.usage.sessionQuota = settings.sessionQuota
        accessSettings.usage.defaultPlan = settings.defaultPlan
        accessSettings.actions = settings.actions
        accessSettings.limits = settings.limits
        access = try await Access(
            database: database, instanceKey: instanceKey, settings: accessSettings, limiter: limiter, clock: clock, logger: logger)

        biometrics = Biometrics(database: database, outbox: Outbox(), usage: access.usage, clock: clock)

        var postureSettings = PostureInstanceSettings()
        postureSettings.readsUserRisk = settings.readsUserRisk
        postureSettings.mode = settings.postureMode
        let embed = try settings.sentenceEmbedding(logger: logger)
        posture = PostureAnalysis(
            database: database, outbox: Outbox(), usage: access.usage, settings: postureSettings,
            reader: try settings.turnReader(embed: embed, logger: logger), explainer: languageModel.explainer)

        let ranges = try settings.allowedPrivateTargets.map { text in
            guard let range = AddressRange(text) else {
                throw Problem.invalid("allow-private-targets", "'\(text)' is not a range such as 10.0.0.0/8")
            }
            return range
        }
        let policy = TargetPolicy(allowedRanges: ranges, allowsHTTP: settings.allowsHTTPTargets, allowsHighPorts: true)
        let outbound = outbound ?? .live(policy: policy)
        self.outbound = outbound
        let webhookKey = instanceKey.derived("webhook secrets")
        webhooks = Webhooks(database: database, outbound: outbound, instanceKey: webhookKey, clock: clock)
        var deliverySettings = DeliverySettings()
        deliverySettings.userAgent = "Mien/\(Self.version) (+webhooks)"
        deliveries = Deliveries(
            database: database, outbound: outbound, instanceKey: webhookKey, clock: clock, logger: logger, settings: deliverySettings)

        jobs = Jobs(database: database, clock: clock, logger: logger)
        assistant = Assistant(
            Assistant.House(
                database: database, outbox: Outbox(), outbound: outbound, jobs: jobs, actions: access.actions,
                neighbours: settings.neighbours(posture, biometrics), encoder: Settings.vaultEncoder(embed), clock: clock, logger: logger),
            writer: settings.writer(languageModel))
        assistant.addJobs(to: jobs)
        var expiry = biometrics.expiry
        expiry.idleMinutes = settings.idleMinutes
        expiry.totalMinutes = settings.totalMinutes
        let retention = EventRetention(database: database, days: settings.retentionDays, clock: clock)
        let dueExpiry = expiry
        jobs.every("session-expiry", seconds: 30) { _ = try await dueExpiry.run() }
        let months = EventMonths(database: database, clock: clock)
        jobs.every("event-months", seconds: 3600) { _ = try await months.makeAhead() }
        jobs.every("event-retention", seconds: 3600) { _ = try await retention.run() }

        let logins = access
        jobs.every("logins", seconds: 3600) { try await logins.purgeLogins(now: clock()) }

        let actions = access.actions, answers = access.idempotency
        jobs.every("abandoned-actions", seconds: 60) { _ = try await actions.releaseAbandoned(now: clock()) }
        let turns = assistant.turns
        jobs.every("idempotent-answers", seconds: 3600) {
            _ = try await answers.purge(now: clock())
            try await turns.purgeKeys(now: clock())
        }

        let authentication = access.authentication
        var web = WebSettings(authenticate: { try await authentication.caller($0) }, clock: clock, logger: logger)
        web.trustsProxy = settings.trustsProxy
        web.publicURL = settings.publicURL
        web.callerLimit = settings.limits.requests
        web.personalKeyLimit = settings.limits.personalKeyRequests
        web.loginLimit = settings.limits.loginRequests
        web.addressLimit = settings.limits.anonymousRequests
        web.limiter = limiter
        web.requestsAtOnce = Slots(limit: settings.requestsAtOnce)
        web.exportsAtOnce = Slots(limit: settings.exportsAtOnce)
        web.idempotency = access.idempotency.store
        let staticFiles = settings.isDemo ? StaticFiles.withDemonstration : StaticFiles.withoutDemonstration
        web.pageOfNothing = { path in FrontDoor.isPage(path) ? staticFiles.notFound : nil }
        web.offload = .workers()
        metrics = web.metrics
        metrics.describe("mien_http_requests_total", "Requests by method, route and status.")
        metrics.describe("mien_http_request_seconds", "Time to answer, by route.")
        metrics.describe("process_resident_memory_bytes", "Resident memory.")

        let table = RouteTable(settings: web)
        let stradum = APIRoutes(table, prefix: FrontDoor.stradum)
        access.addRoutes(to: stradum)
        biometrics.addRoutes(to: stradum)
        webhooks.addRoutes(to: stradum)
        posture.addV1Routes(to: APIRoutes(table, prefix: FrontDoor.psaV1))
        posture.addV1Routes(to: APIRoutes(table, prefix: FrontDoor.psaRoot))
        posture.addV2Routes(to: APIRoutes(table, prefix: FrontDoor.psaV2))
        webhooks.addPSARoutes(to: APIRoutes(table, prefix: FrontDoor.psaV2))
        posture.addSigtrackRoutes(to: APIRoutes(table, prefix: FrontDoor.sigtrack))
        access.addPSARoutes(to: APIRoutes(table, prefix: FrontDoor.psaRoot))
        access.addAccountRoutes(to: APIRoutes(table, prefix: FrontDoor.stratam))
        assistant.addRoutes(to: APIRoutes(table, prefix: FrontDoor.stratam))
        let root = APIRoutes(table, prefix: "")
        Health(
            database: database, readiness: readiness, metrics: metrics, metricsToken: settings.metricsToken, version: Self.version,
            posture: posture.engine
        ).addRoutes(to: root)
        staticFiles.addRoutes(to: root)
        LoginPage(registration: access.registration, isPostureOpen: settings.isDemo).addRoutes(to: root)
        posture.addTrialRoutes(to: root, isOpen: settings.isDemo, limiter: limiter)
        if settings.isDemo { DemoRoutes(biometrics: biometrics, database: database).addRoutes(to: root) }
        table.finish(envelope: FrontDoor.envelope)
        routes = table.routes
        responder = table.router.buildResponder()
    }

    /// All servers on one database must share their instance key: what one seals the others must open.
    private static func checkInstanceKey(_ key: InstanceKey, _ database: any SQLDatabase) async throws {
        try await database.execute(
            "INSERT INTO instance_facts (name, value) VALUES ('instance-key', $1) ON CONFLICT (name) DO NOTHING", [.text(key.fingerprint)])
        let row = try await database.first("SELECT value FROM instance_facts WHERE name = 'instance-key'")
        guard try row?.text("value") == key.fingerprint else {
            throw Problem(
                .conflict,
                "This database belongs to another instance key. "
                    + "Set MIEN_INSTANCE_KEY, or copy instance.key from the data directory of the first server"
            )
        }
    }
}
