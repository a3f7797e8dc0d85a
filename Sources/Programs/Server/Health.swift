// Is it up, can it work, should it get requests, and how is it doing.
import Foundation
import Posture
import Storage
import Synchronization
import Vocabulary
import Web

package final class Readiness: Sendable {
    private let state = Mutex(true)
    package var isReady: Bool { state.withLock { $0 } }
    /// From now on `/ready` says no: the load balancer stops sending requests while the last ones are finished.
    package func drain() { state.withLock { $0 = false } }
}

struct Health: Sendable {
    let database: any SQLDatabase
    let readiness: Readiness
    let metrics: MetricsRegistry
    let metricsToken: String?
    let version: String
    let posture: TurnReader.Description

    private struct Status: Encodable, Sendable {
        var status: String
        var version: String
        /// `connected` (documented).
        var db: String?
        /// Why nothing can be stored at the moment.
        var reason: String?
        var database: String?
        var posture: Posture?

        /// What posture analysis works with.
        struct Posture: Encodable, Sendable {
            /// `loaded`, or `missing`: then cue rules alone score.
            var encoder: String
            var engine: String
        }
    }

    func addRoutes(to api: APIRoutes) {
        api.open(.get, "ping", ping)
        api.open(.get, "health", health)
        api.open(.get, "ready", ready)
        api.open(.get, "metrics", metricsText)
    }

    func ping(_ call: OpenCall) async throws -> Answer { .ok(Status(status: "ok", version: version)) }

    func health(_ call: OpenCall) async throws -> Answer {
        let failure = try await writeFailure()
        return .ok(
            Status(
                status: failure == nil ? "ok" : "degraded", version: version, db: "connected", reason: failure,
                database: database.dialect.rawValue,
                posture: .init(encoder: posture.hasEncoder ? "loaded" : "missing", engine: posture.version)))
    }

    /// Why nothing can be stored; nil when it can.
    /// - Throws: unavailable when the database does not even answer.
    private func writeFailure() async throws -> String? {
        do {
            _ = try await database.query("SELECT 1 AS one")
        } catch {
            throw Problem(.unavailable, "The database does not answer", retryAfter: 5)
        }
        return await database.writeFailure().map { "Nothing can be stored: \($0)" }
    }

    func ready(_ call: OpenCall) async throws -> Answer {
        guard readiness.isReady else { throw Problem(.unavailable, "Shutting down", retryAfter: 5) }
        if let failure = try await writeFailure() { throw Problem(.unavailable, failure, retryAfter: 5) }
        return try await health(call)
    }

    /// For the machine itself, or for whoever has the token.
    func metricsText(_ call: OpenCall) async throws -> Answer {
        let isLocal = (call.clientAddress == "127.0.0.1" || call.clientAddress == "::1") && !call.isForwarded
        let mayRead = metricsToken.map { token in call.bearerTokens.contains { Secrets.areSame($0, token) } } ?? isLocal
        guard mayRead else {
            throw Problem(.forbidden, "Metrics are for this machine or for holders of the metrics token")
        }
        metrics.set("process_resident_memory_bytes", to: Double(Self.residentBytes()))
        return .content(Array(metrics.rendered().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
