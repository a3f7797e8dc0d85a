// The guard around AsyncHTTPClient: look up once, check every address, connect to exactly one that was checked.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

extension OutboundClient {
    /// Seconds that the look-up may take when an address is handed in. *Our choice*: somebody waits for the answer.
    static let vetLookUpSeconds = 1.5

    /// - Parameters:
    ///   - policy: which targets are allowed.
    ///   - connectSeconds: longest wait for a connection (*documented* 5 s).
    ///   - trustRoots: PEM file of certificate authorities instead of the system's.
    package static func live(
        policy: TargetPolicy, resolve: @escaping Resolver = SystemResolver.resolve, connectSeconds: Double = 5, trustRoots: String? = nil
    ) -> OutboundClient {
        let connections = PinnedConnections(connectSeconds: connectSeconds, trustRoots: trustRoots)
        return OutboundClient(
            send: { request in
                let result = await withDeadline(seconds: request.timeoutSeconds) {
                    await send(request, policy: policy, resolve: resolve, connections: connections)
                }
                return result ?? .failed(.timedOut)
            },
            vet: { text throws(TargetRefusal) in
                let url = try policy.vet(text)
                guard case .name(let name) = url.host else { return }
                let addresses = await withDeadline(seconds: vetLookUpSeconds) { try? await resolve(name) }
                if let found = addresses ?? nil { try policy.vet(found) }
            },
            close: { await connections.close() })
    }

    private static func send(
        _ request: OutboundRequest, policy: TargetPolicy, resolve: Resolver, connections: PinnedConnections
    ) async -> OutboundResult {
        do {
            let target = try policy.vet(request.url)
            let address = try await checkedAddress(of: target, policy: policy, resolve: resolve)
            return try await connections.withClient(for: target, at: address) { client in
                .response(try await exchange(request, target, over: client))
            }
        } catch let refusal as TargetRefusal {
            return .refused(refusal)
        } catch {
            return .failed(OutboundFailure(telling: error))
        }
    }

    /// The address to connect to, after all answers of the one look-up were checked. IPv4 is preferred, since a host without IPv6
    /// connectivity is the commoner fault.
    private static func checkedAddress(of target: TargetURL, policy: TargetPolicy, resolve: Resolver) async throws -> NetworkAddress {
        switch target.host {
        case .address(let address):
            return address
        case .name(let name):
            let addresses: [NetworkAddress]
            do { addresses = try await resolve(name) } catch { throw OutboundFailure.unresolvable }
            guard let first = addresses.first(where: \.isIPv4) ?? addresses.first else { throw OutboundFailure.unresolvable }
            try policy.vet(addresses)
            return first
        }
    }

    private static func exchange(_ request: OutboundRequest, _ target: TargetURL, over client: HTTPClient) async throws -> OutboundResponse {
        var outgoing = HTTPClientRequest(url: target.text)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        let response = try await client.execute(outgoing, timeout: .milliseconds(Int64(request.timeoutSeconds * 1_000)))
        var body: [UInt8] = []
        for try await chunk in response.body {
            body.append(contentsOf: chunk.readableBytesView.prefix(request.maximumResponseBytes - body.count))
            if body.count >= request.maximumResponseBytes { break }
        }
        return OutboundResponse(
            status: Int(response.status.code), headers: response.headers.map { (name: $0.name, value: $0.value) }, body: body)
    }

    /// The result of `work`, or nil when it took longer. `work` is cancelled and left behind, even if it does not notice.
    static func withDeadline<Value: Sendable>(seconds: Double, _ work: @escaping @Sendable () async -> Value) async -> Value? {
        let (results, continuation) = AsyncStream.makeStream(of: Value?.self, bufferingPolicy: .bufferingOldest(1))
        let worker = Task { continuation.yield(await work()) }
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(Int(seconds * 1_000)))
            if !Task.isCancelled { continuation.yield(nil) }
        }
        defer {
            worker.cancel()
            timer.cancel()
        }
        for await result in results { return result }
        return nil
    }
}

extension OutboundFailure {
    init(telling error: any Error) {
        switch error {
        case let failure as OutboundFailure: self = failure
        case let error as HTTPClientError:
            switch error {
            case .deadlineExceeded, .readTimeout, .writeTimeout, .cancelled: self = .timedOut
            case .connectTimeout, .getConnectionFromPoolTimeout: self = .connectionFailed
            case .tlsHandshakeTimeout: self = .tlsFailed
            case .remoteConnectionClosed, .uncleanShutdown: self = .connectionLost
            default: self = .invalidAnswer
            }
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .tlsFailed
        case is HTTPParserError: self = .invalidAnswer
        case is ChannelError, is IOError: self = .connectionFailed
        case is CancellationError: self = .timedOut
        default: self = .connectionFailed
        }
    }
}
