// Runs a built server until it is told to stop, then lets what is under way finish.
import Assistant
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Storage
import Vocabulary
import Web

extension Server {
    /// Serves until SIGTERM or SIGINT: readiness goes off, requests are finished, jobs and deliveries given back.
    /// - Parameter onListening: called with the port once requests are taken.
    package func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let places = Descriptors.connections(of: Descriptors.raiseLimit())
        let budget = ConnectionBudget(limit: min(places, settings.maximumConnections ?? Self.usualConnections), metrics: metrics)
        var limits = ConnectionLimits()
        limits.bytesPerSecond = settings.slowestTransfer
        let application = Application(
            responder: responder,
            server: .guarded(limits, budget: budget, probes: ["/ping", "/health", "/ready"], metrics: metrics, logger: logger),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: Self.backlog),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: quietLogger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: Background { await jobs.run() }, successTerminationBehavior: .ignore),
                    .init(service: Background { await deliveries.run() }, successTerminationBehavior: .ignore),
                    .init(service: Background { await access.listen() }, successTerminationBehavior: .ignore),
                    .init(service: Background { await biometrics.listen() }, successTerminationBehavior: .ignore),
                    .init(service: application),
                    .init(service: LastTurns(assistant: assistant), successTerminationBehavior: .ignore),
                    .init(service: Draining(readiness: readiness), successTerminationBehavior: .ignore),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quietLogger))
        do { try await group.run() } catch {
            await close()
            throw settings.problem(listening: error) ?? error
        }
        await close()
    }

    /// Connections at most where nothing is set and descriptors allow more (our choice: some hundred megabytes of buffers).
    private static let usualConnections = 10_000
    /// New connections that the kernel keeps until they are taken (our choice: more than come while the server is busy for a tenth of a second).
    private static let backlog = 1_024

    private func close() async {
        await outbound.close()
        await modelConnections.close()
        await database.close()
    }

    /// The libraries' own chatter stays out of the log.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

/// Work that goes on beside the requests and stops with them.
private struct Background: Service {
    let work: @Sendable () async throws -> Void

    init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await work() }
    }
}

/// Lets replies that are being written be finished, while there are still connections to write them to.
private struct LastTurns: Service {
    let assistant: Assistant

    func run() async throws {
        try? await gracefulShutdown()
        await assistant.drain()
    }
}

/// Takes readiness off first and waits a moment, so that a load balancer can notice.
private struct Draining: Service {
    let readiness: Readiness

    func run() async throws {
        try? await gracefulShutdown()
        readiness.drain()
    }
}
