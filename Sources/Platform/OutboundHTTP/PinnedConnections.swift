// HTTP clients that each know one host at one checked address, kept for a while so that connections are used again.
import AsyncHTTPClient
import NIOCore
import NIOSSL

actor PinnedConnections {
    /// How many clients are kept. *Our choice*: the hosts that are busy at one time, at a few kilobytes each.
    static let capacity = 256
    /// Seconds that an unused connection stays open. *Our choice*: shorter than the 5 s after which common servers close.
    static let idleSeconds: Int64 = 4

    private struct Pin: Hashable {
        let host: TargetURL.Host
        let address: NetworkAddress
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        var lastUse: UInt64
    }

    private let configuration: HTTPClient.Configuration
    private var entries: [Pin: Entry] = [:]
    private var uses: UInt64 = 0

    init(connectSeconds: Double, trustRoots: String?) {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let trustRoots { tls.trustRoots = .file(trustRoots) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .milliseconds(Int64(connectSeconds * 1_000)))
        configuration.proxy = nil
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(Self.idleSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        self.configuration = configuration
    }

    deinit {
        for client in entries.values.map(\.client) {
            Task { try? await client.shutdown() }
        }
    }

    /// Runs `work` with a client that connects to `address` and nowhere else for this target's host.
    func withClient<Value: Sendable>(
        for target: TargetURL, at address: NetworkAddress, _ work: @Sendable (HTTPClient) async throws -> Value
    ) async throws -> Value {
        let pin = Pin(host: target.host, address: address)
        let client = acquire(pin)
        do {
            let value = try await work(client)
            await release(pin)
            return value
        } catch {
            await release(pin)
            throw error
        }
    }

    private func acquire(_ pin: Pin) -> HTTPClient {
        uses += 1
        if var entry = entries[pin] {
            entry.users += 1
            entry.lastUse = uses
            entries[pin] = entry
            return entry.client
        }
        var configuration = configuration
        if case .name(let name) = pin.host { configuration.dnsOverride = [name: pin.address.description] }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        entries[pin] = Entry(client: client, users: 1, lastUse: uses)
        return client
    }

    private func release(_ pin: Pin) async {
        entries[pin]?.users -= 1
        guard entries.count > Self.capacity else { return }
        let idle = entries.filter { $0.value.users == 0 }.min { $0.value.lastUse < $1.value.lastUse }
        guard let idle else { return }
        entries[idle.key] = nil
        try? await idle.value.client.shutdown()
    }

    func close() async {
        let clients = entries.values.map(\.client)
        entries = [:]
        for client in clients { try? await client.shutdown() }
    }
}
