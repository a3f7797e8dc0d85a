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
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
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
            throw settings.listeningProblem(error) ?? error
        }
        await close()
    }

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
