// What an operator can choose: flags before environment before file.
import Access
import Configuration
import Foundation
import Logging
import PostureEngine
import SystemPackage
import Vocabulary

package struct Settings: Sendable {
    package var host = "127.0.0.1"
    package var port = 8080
    /// Holds the instance key and, unless another database is named, the SQLite file.
    package var dataDirectory = "mien-data"
    /// Nil = SQLite in the data directory. `memory`, `sqlite:<path>` or `postgres://…`.
    package var database: String?
    package var poolSize = 8
    /// Connections at most; nil = as many as descriptors allow, up to 10,000.
    package var maximumConnections: Int?
    /// Bytes a second below which a client that sends or reads is cut off after a while; 0 = no limit.
    package var slowestTransfer = 1_024.0
    package var publicURL: String?
    package var trustsProxy = false
    /// Browsers on this machine get their cookie over plain HTTP too; on a loopback address alone.
    package var allowsInsecureCookies = false
    package var registration = RegistrationMode.open
    /// Requests a second for each key or user; 0 = no limit.
    package var rateLimit = 1_000.0
    /// Requests a minute for each personal key, twice that for each login, a sixth of it at once; 0 = no limit.
    package var personRateLimit = 600.0
    /// Failed or anonymous requests a second for each address; 0 = no limit.
    package var addressRateLimit = 20.0
    /// Registrations for each address: this many at once, then one every five seconds; 0 = no limit.
    package var registrationBurst = 60.0
    package var hasTrial = false
    package var sessionQuota: Int?
    package var idleMinutes = 30.0
    package var totalMinutes = 60.0
    /// Days that raw events are kept.
    package var retentionDays = 30.0
    package var allowedPrivateTargets: [String] = []
    package var allowsHTTPTargets = false
    package var metricsToken: String?
    package var instanceKey: String?
    /// `user-risk`: off = the user's side (IRS, RAS, RAG, DRM) is read nowhere.
    package var readsUserRisk = true
    /// The thresholds of organizations that have chosen none.
    package var postureMode = PostureThresholds.Mode.balanced
    /// Folder of the sentence encoder's weights; nil = where `make model` puts it.
    package var modelDirectory: String?
    /// The language model.
    package var model = ModelSettings()
    /// How replies are written and read.
    package var assistant = AssistantSettings()
    /// The plan of organizations that have none of their own.
    package var defaultPlan = Plan.enterprise
    /// Tiers and budgets of users; without any setting nobody has a budget.
    package var actions = ActionPolicy()
    /// Requests, and exports, of one user at the same time on each server; 0 = no limit.
    package var requestsAtOnce = 20
    package var exportsAtOnce = 1
    package var isDemo = false
    package var logLevel = Logger.Level.info

    package init() {}

    /// The names of all settings, as the file and (upper-cased, with `MIEN_`) the environment spell them.
    package static let names = [
        "host", "port", "max-connections", "min-transfer-rate", "data-dir", "database", "pool-size", "public-url", "trust-proxy",
        "insecure-cookies", "registration", "rate-limit",
        "person-rate-limit", "address-rate-limit", "registration-burst", "trial", "session-quota", "idle-minutes", "total-minutes", "retention-days",
        "allow-private-targets", "allow-http-targets", "metrics-token", "instance-key", "user-risk", "posture-mode", "model-dir", "plan", "tier",
        "tier-budgets", "actions-cap", "compute-cap", "concurrent-requests", "concurrent-exports", "demo", "log-level",
    ] + ModelSettings.names + AssistantSettings.names
    static let secretNames: Set<String> = ["instance-key", "metrics-token", "database", "model-key"]

    /// - Parameters:
    ///   - flags: what the command line set, by name.
    ///   - file: a JSON file, or nil.
    /// - Throws: `Problem.malformed` naming the setting.
    package init(flags: [String: String], file: String?) async throws {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, value) in flags {
            values[AbsoluteConfigKey([name.replacing("-", with: "_")])] = ConfigValue(.string(value), isSecret: Self.secretNames.contains(name))
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: values),
            EnvironmentVariablesProvider().prefixKeys(with: "mien"),
        ]
        if let file {
            try Self.check(file)
            do {
                providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
            } catch {
                throw Problem(.malformed, "The configuration file \(file) must hold a JSON object of texts, numbers, true and false")
            }
        }
        let config = ConfigReader(providers: providers)
        func text(_ name: String) -> String? {
            let key = ConfigKey([name.replacing("-", with: "_")])
            if let text = config.string(forKey: key) { return text.isEmpty ? nil : text }
            if let number = config.double(forKey: key) { return number == number.rounded() ? String(Int(number)) : String(number) }
            return config.bool(forKey: key).map(String.init)
        }
        func number(_ name: String, _ range: ClosedRange<Double>) throws -> Double? {
            guard let text = text(name) else { return nil }
            guard let value = Double(text), range.contains(value) else {
                throw Problem.invalid(name, "must be a number from \(range.lowerBound.formatted()) to \(range.upperBound.formatted()), not '\(text)'")
            }
            return value
        }
        func whole(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
            guard let text = text(name) else { return nil }
            guard let value = Int(text), range.contains(value) else {
                throw Problem.invalid(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
            }
            return value
        }
        func flag(_ name: String) throws -> Bool? {
            switch text(name)?.lowercased() {
            case nil: return nil
            case "true", "on", "yes", "1": return true
            case "false", "off", "no", "0": return false
            case let other?: throw Problem.invalid(name, "must be true or false, not '\(other)'")
            }
        }
        func word<Word: RawRepresentable & CaseIterable>(_ name: String, as type: Word.Type) throws -> Word? where Word.RawValue == String {
            guard let text = text(name) else { return nil }
            guard let word = Word(rawValue: text) else {
                throw Problem.invalid(name, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return word
        }
        host = try text("host").map(Self.listeningHost) ?? host
        port = try whole("port", 0...65_535) ?? port
        maximumConnections = try whole("max-connections", 1...1_000_000)
        slowestTransfer = try number("min-transfer-rate", 0...1_000_000) ?? slowestTransfer
        dataDirectory = text("data-dir") ?? dataDirectory
        database = text("database")
        poolSize = try whole("pool-size", 1...100) ?? poolSize
        publicURL = text("public-url").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        trustsProxy = try flag("trust-proxy") ?? trustsProxy
        allowsInsecureCookies = try flag("insecure-cookies") ?? allowsInsecureCookies
        if let mode = text("registration") {
            guard let known = RegistrationMode(rawValue: mode) else { throw Problem.invalid("registration", "must be one of open, first, closed") }
            registration = known
        }
        rateLimit = try number("rate-limit", 0...1_000_000) ?? rateLimit
        personRateLimit = try number("person-rate-limit", 0...1_000_000) ?? personRateLimit
        addressRateLimit = try number("address-rate-limit", 0...1_000_000) ?? addressRateLimit
        registrationBurst = try number("registration-burst", 0...1_000_000) ?? registrationBurst
        hasTrial = try flag("trial") ?? hasTrial
        sessionQuota = try whole("session-quota", 0...1_000_000_000)
        idleMinutes = try number("idle-minutes", 0.01...1_440) ?? idleMinutes
        totalMinutes = try number("total-minutes", 0.01...10_080) ?? totalMinutes
        retentionDays = try number("retention-days", 0...36_500) ?? retentionDays
        allowedPrivateTargets = text("allow-private-targets")?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        allowsHTTPTargets = try flag("allow-http-targets") ?? allowsHTTPTargets
        metricsToken = text("metrics-token")?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard metricsToken?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ?? true, metricsToken != "" else {
            throw Problem.invalid("metrics-token", "must be visible ASCII characters, since it is sent in a header")
        }
        instanceKey = text("instance-key")
        readsUserRisk = try flag("user-risk") ?? readsUserRisk
        postureMode = try word("posture-mode", as: PostureThresholds.Mode.self) ?? postureMode
        modelDirectory = text("model-dir")
        model = try ModelSettings(text: text, number: number)
        assistant = try AssistantSettings(number: number, whole: whole, flag: flag)
        defaultPlan = try word("plan", as: Plan.self) ?? defaultPlan
        actions.tier = try word("tier", as: Tier.self) ?? actions.tier
        actions.hasTierBudgets = try flag("tier-budgets") ?? actions.hasTierBudgets
        actions.budget.actions = try whole("actions-cap", 0...1_000_000_000).map(Int64.init)
        actions.budget.costMicros = try number("compute-cap", 0...1_000_000_000).map { Int64(($0 * 1_000_000).rounded()) }
        requestsAtOnce = try whole("concurrent-requests", 0...10_000) ?? requestsAtOnce
        exportsAtOnce = try whole("concurrent-exports", 0...10_000) ?? exportsAtOnce
        isDemo = try flag("demo") ?? isDemo
        guard isLoopback || !allowsInsecureCookies else {
            throw Problem.invalid("insecure-cookies", "is for servers on this machine alone, such as host 127.0.0.1; elsewhere use https")
        }
        // The demonstration is looked at right after its start, in whatever browser there is.
        if isDemo, isLoopback, publicURL == nil { allowsInsecureCookies = true }
        if let level = text("log-level") {
            guard let known = Logger.Level(rawValue: level) else {
                throw Problem.invalid("log-level", "must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            logLevel = known
        }
    }
}
