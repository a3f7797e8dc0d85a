import Access
import ArgumentParser
import Foundation
import Logging
import Server
import Storage
import Vocabulary

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Start the server. Without any setting it serves on this machine alone, with SQLite in ./mien-data.",
        discussion: "Every setting can also be given as an environment variable (--data-dir is MIEN_DATA_DIR) or in the JSON file named by --config.")

    @OptionGroup var base: DatabaseOptions
    @Option(help: ArgumentHelp("Address to listen on; 0.0.0.0 for every interface. (default: 127.0.0.1)", valueName: "address"))
    var host: String?
    @Option(help: ArgumentHelp("Port to listen on; 0 picks a free one. (default: 8080)", valueName: "port"))
    var port: String?
    @Option(
        help: ArgumentHelp(
            "Connections at most; idle ones are closed for new ones. (default: what descriptors allow, up to 10000)", valueName: "n"))
    var maxConnections: String?
    @Option(
        help: ArgumentHelp(
            "Bytes a second below which clients that send or read are cut off after a while; 0 = no limit. (default: 1024)", valueName: "n"))
    var minTransferRate: String?
    @Option(
        help: ArgumentHelp("The address others reach this server under, e.g. https://mien.example.com. (default: the Host header)", valueName: "url"))
    var publicURL: String?
    @Flag(help: "Believe X-Forwarded-For and X-Forwarded-Proto; only behind a proxy that sets them.")
    var trustProxy = false
    @Flag(help: "Give browsers on this machine their cookie over plain HTTP too; only with a loopback --host. (default: with --demo)")
    var insecureCookies = false
    @Option(help: ArgumentHelp("Who may register an organization: open, first (only the first) or closed. (default: open)", valueName: "mode"))
    var registration: String?
    @Option(help: ArgumentHelp("Requests a second for each key or user, five times that at once; 0 = no limit. (default: 1000)", valueName: "n"))
    var rateLimit: String?
    @Option(
        help: ArgumentHelp(
            "Requests a minute for each personal key, twice that for each login, a sixth of it at once; 0 = no limit. (default: 600)",
            valueName: "n"))
    var personRateLimit: String?
    @Option(
        help: ArgumentHelp(
            "Anonymous or refused requests a second for each address, fifteen times that at once; 0 = no limit. (default: 20)", valueName: "n"))
    var addressRateLimit: String?
    @Option(help: ArgumentHelp("Registrations at once for each address, then one every 5 s; 0 = no limit. (default: 60)", valueName: "n"))
    var registrationBurst: String?
    @Flag(help: "Give each organization a trial of 30 days and 1,500 billable sessions, then answer 402.")
    var trial = false
    @Option(help: ArgumentHelp("Billable sessions an organization may have in all, then 429. (default: no quota)", valueName: "n"))
    var sessionQuota: String?
    @Option(help: ArgumentHelp("Minutes without events after which an active session ends. (default: 30)", valueName: "n"))
    var idleMinutes: String?
    @Option(help: ArgumentHelp("Minutes after which an active session ends in any case. (default: 60)", valueName: "n"))
    var totalMinutes: String?
    @Option(help: ArgumentHelp("Days that raw events are kept; features and scores stay. (default: 30)", valueName: "n"))
    var retentionDays: String?
    @Option(help: ArgumentHelp("Private ranges that webhooks may reach, e.g. 10.0.0.0/8,127.0.0.0/8. (default: none)", valueName: "ranges"))
    var allowPrivateTargets: String?
    @Flag(help: "Let webhooks use plain http.")
    var allowHTTPTargets = false
    @Option(help: ArgumentHelp("Bearer token for /metrics. (default: only this machine may read them)", valueName: "token"))
    var metricsToken: String?
    @Option(help: ArgumentHelp("Whether the user's side of conversations (IRS, RAS, RAG, DRM) is read. (default: on)", valueName: "on|off"))
    var userRisk: String?
    @Option(
        help: ArgumentHelp(
            "Posture thresholds of organizations that chose none: strict, balanced or permissive. (default: balanced)", valueName: "mode"))
    var postureMode: String?
    @Option(help: ArgumentHelp("Folder of the sentence encoder's weights. (default: where make model puts it)", valueName: "dir"))
    var modelDir: String?
    @Option(
        help: ArgumentHelp(
            "Plan of organizations that have none of their own: free, pro or enterprise. (default: enterprise, without caps)", valueName: "plan"))
    var plan: String?
    @OptionGroup(title: "Language model") var model: ModelOptions
    @OptionGroup(title: "Replies") var replies: ReplyOptions
    @OptionGroup(title: "What users may use") var budgets: BudgetOptions
    @Flag(help: "Make a demonstration organization with simulated typists, and open the /try page.")
    var demo = false

    private var flags: [String: String] {
        var flags = base.flags.merging(budgets.flags) { first, _ in first }
        flags["host"] = host
        flags["port"] = port
        flags["max-connections"] = maxConnections
        flags["min-transfer-rate"] = minTransferRate
        flags["public-url"] = publicURL
        flags["registration"] = registration
        flags["rate-limit"] = rateLimit
        flags["person-rate-limit"] = personRateLimit
        flags["address-rate-limit"] = addressRateLimit
        flags["registration-burst"] = registrationBurst
        flags["session-quota"] = sessionQuota
        flags["idle-minutes"] = idleMinutes
        flags["total-minutes"] = totalMinutes
        flags["retention-days"] = retentionDays
        flags["allow-private-targets"] = allowPrivateTargets
        flags["metrics-token"] = metricsToken
        flags["user-risk"] = userRisk
        flags["posture-mode"] = postureMode
        flags["model-dir"] = modelDir
        flags["plan"] = plan
        flags.merge(model.flags) { $1 }
        flags.merge(replies.flags) { $1 }
        if trustProxy { flags["trust-proxy"] = "true" }
        if insecureCookies { flags["insecure-cookies"] = "true" }
        if trial { flags["trial"] = "true" }
        if allowHTTPTargets { flags["allow-http-targets"] = "true" }
        if demo { flags["demo"] = "true" }
        return flags
    }

    func run() async throws {
        Memory.tuneAllocator()
        try await base.withSettings(flags: flags) { settings in
            let logger = settings.logger()
            let key = try settings.loadInstanceKey()
            let inUse = try settings.sqliteFile.map { try FileInUse.working(on: $0) }
            let database = try await settings.openDatabase(logger: logger)
            let server = try await Server.build(settings: settings, database: database, instanceKey: key, logger: logger)
            let login = settings.isDemo ? try await server.makeDemoOrganization() : nil
            try await server.run { port in
                let localURL = settings.localURL(port: port), url = settings.publicURL ?? localURL
                Console.line("listening on \(url)")
                if settings.isDemo {
                    Console.line("  try it       \(url)/try")
                    Console.line("  posture      \(url)/posture")
                }
                Console.line("  assistant    \(url)/inbox")
                Console.line("  settings     \(url)/settings")
                Console.line("  API          \(url)/docs")
                Console.line("  data         \(EncoderFolder.absolute(settings.dataDirectory))")
                guard let login else {
                    if settings.isDemo {
                        let folder = settings.dataDirectory
                        Console.line("Login and keys were printed at the first start; without \(folder) the next start makes new ones.")
                    }
                    Console.line("Stop with Ctrl-C.")
                    return
                }
                Console.line("  login        \(login.email)  \(login.password)")
                Console.line("  publishable  \(login.publishableKey)")
                Console.line("  secret       \(login.secretKey)")
                Console.line("  posture key  \(login.psaKey)")
                Console.line("These are shown once. Stop with Ctrl-C.")
                Task {
                    do {
                        try await server.seedSimulatedTypists(login, url: localURL)
                        logger.info("simulated typists are in place")
                    } catch {
                        logger.warning("simulated typists could not be made: \(error)")
                    }
                }
            }
            withExtendedLifetime(inUse) {}
        }
    }
}

/// What people read, written at once.
enum Console {
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}

extension Settings {
    /// The key that was configured, or the one in the data directory.
    func loadInstanceKey() throws -> InstanceKey {
        if let instanceKey {
            guard let key = InstanceKey(text: instanceKey) else {
                throw Problem.invalid("instance-key", "must be 64 hexadecimal digits or base64 of 32 bytes")
            }
            return key
        }
        if database == "memory" { return InstanceKey(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max) }) }
        try makeDataDirectory()
        return try InstanceKey.load(orCreateAt: dataDirectory + "/instance.key")
    }
}
