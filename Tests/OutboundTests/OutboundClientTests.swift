import NIOConcurrencyHelpers
import Testing

@testable import OutboundHTTP

private let loopback = NetworkAddress(bytes: [127, 0, 0, 1])
private let publicAddress = NetworkAddress(bytes: [93, 184, 215, 14])

/// Lets tests reach their own loopback servers.
private func openPolicy() throws -> TargetPolicy {
    TargetPolicy(allowedRanges: [try #require(AddressRange("127.0.0.0/8"))], allowsHTTP: true, allowsHighPorts: true)
}

private func loopbackResolver() throws -> Resolver {
    let address = try #require(loopback)
    return { _ in [address] }
}

@Suite("Outbound client")
struct OutboundClientTests {
    @Test("the name is asked in Host while the connection goes to the checked address")
    func pinned() async throws {
        let server = try await LoopbackServer { _ in .answer(status: 202, headers: [("x-told", "yes")], body: Array("thanks".utf8)) }
        let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
        let result = await client.send(OutboundRequest(
            url: "http://hooks.example:\(server.port)/in?x=1", headers: [("content-type", "application/json"), ("webhook-id", "evt_1")],
            body: Array("{}".utf8)))
        guard case .response(let response) = result else { Issue.record("\(result)"); return }
        #expect(response.status == 202)
        #expect(response.header("X-Told") == "yes")
        #expect(response.body == Array("thanks".utf8))
        let seen = try #require(server.seen.first)
        #expect(seen.method == "POST" && seen.uri == "/in?x=1" && seen.body == Array("{}".utf8))
        #expect(seen.headers.first { $0.name.lowercased() == "host" }?.value == "hooks.example:\(server.port)")
        #expect(seen.headers.contains { $0.name.lowercased() == "webhook-id" && $0.value == "evt_1" })
        await client.close()
        await server.stop()
    }

    @Test("a name that is public when handed in and private when sent to is refused")
    func rebinding() async throws {
        let server = try await LoopbackServer { _ in .answer(status: 200) }
        let calls = NIOLockedValueBox(0)
        let answers = [try #require(publicAddress), try #require(loopback)]
        var policy = try openPolicy()
        policy.allowedRanges = []
        let client = OutboundClient.live(policy: policy, resolve: { _ in
            calls.withLockedValue { count in
                defer { count += 1 }
                return [answers[min(count, 1)]]
            }
        })
        let url = "http://rebind.example:\(server.port)/"
        try await client.vet(url)
        guard case .refused(let refusal) = await client.send(OutboundRequest(url: url)) else { Issue.record("not refused"); return }
        #expect(!refusal.reason.contains("127"))
        #expect(calls.withLockedValue { $0 } == 2, "one look-up per send, whose answers are the ones used")
        #expect(server.seen.isEmpty)
        await client.close()
        await server.stop()
    }

    @Test("one private address among public ones refuses the name")
    func mixedAnswers() async throws {
        let answers = [try #require(publicAddress), try #require(NetworkAddress("10.0.0.1"))]
        let client = OutboundClient.live(policy: TargetPolicy(), resolve: { _ in answers })
        guard case .refused = await client.send(OutboundRequest(url: "https://mixed.example/")) else { Issue.record("not refused"); return }
        await client.close()
    }

    @Test("a redirect inwards is handed back and not followed")
    func redirect() async throws {
        let inner = try await LoopbackServer { _ in .answer(status: 200) }
        let innerPort = inner.port
        let outer = try await LoopbackServer { _ in .answer(status: 302, headers: [("location", "http://127.0.0.1:\(innerPort)/secret")]) }
        let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
        let result = await client.send(OutboundRequest(url: "http://hooks.example:\(outer.port)/"))
        guard case .response(let response) = result else { Issue.record("\(result)"); return }
        #expect(response.status == 302)
        #expect(inner.seen.isEmpty)
        #expect(outer.seen.count == 1)
        await client.close()
        await inner.stop()
        await outer.stop()
    }

    @Test("a longer answer is cut at the limit and counts as an answer")
    func cappedBody() async throws {
        let server = try await LoopbackServer { _ in .answer(status: 200, body: [UInt8](repeating: 65, count: 500_000)) }
        let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
        let result = await client.send(OutboundRequest(url: "http://big.example:\(server.port)/", maximumResponseBytes: 1_000))
        guard case .response(let response) = result else { Issue.record("\(result)"); return }
        #expect(response.status == 200)
        #expect(response.body.count == 1_000)
        await client.close()
        await server.stop()
    }

    @Test("one deadline covers the look-up, the head and the body", arguments: [LoopbackServer.Reply.silence, .trickle])
    func deadline(reply: LoopbackServer.Reply) async throws {
        let server = try await LoopbackServer { _ in reply }
        let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
        let result = await client.send(OutboundRequest(url: "http://slow.example:\(server.port)/", timeoutSeconds: 0.2))
        guard case .failed(.timedOut) = result else { Issue.record("\(result)"); return }
        await client.close()
        await server.stop()
    }

    @Test("a look-up that never answers is left behind at the deadline")
    func slowLookUp() async throws {
        let client = OutboundClient.live(policy: TargetPolicy(), resolve: { _ in
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Task {
                    try? await Task.sleep(for: .seconds(120))
                    continuation.resume()
                }
            }
            return []
        })
        let start = ContinuousClock.now
        guard case .failed(.timedOut) = await client.send(OutboundRequest(url: "https://slow.example/", timeoutSeconds: 0.1)) else {
            Issue.record("no time-out")
            return
        }
        // Long before the answer; how long exactly depends on what else the machine does.
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("connections are used again for the same host and address, and a client that is dropped closes them", .timeLimit(.minutes(1)))
    func reuse() async throws {
        let server = try await LoopbackServer { _ in .answer(status: 200) }
        func use() async throws {
            let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
            for name in ["one", "one", "one", "two"] {
                guard case .response = await client.send(OutboundRequest(url: "http://\(name).example:\(server.port)/")) else {
                    Issue.record("no answer")
                    return
                }
            }
        }
        try await use()
        #expect(server.seen.count == 4)
        #expect(server.connectionCount == 2, "one for each name")
        while server.openCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
        await server.stop()
    }

    @Test("failures are told apart")
    func failures() async throws {
        let server = try await LoopbackServer { _ in .answer(status: 200) }
        let port = server.port
        let client = OutboundClient.live(policy: try openPolicy(), resolve: try loopbackResolver())
        guard case .failed(.tlsFailed) = await client.send(OutboundRequest(url: "https://plain.example:\(port)/", timeoutSeconds: 5)) else {
            Issue.record("plain text answered to TLS is a TLS failure")
            return
        }
        await server.stop()
        guard case .failed(.connectionFailed) = await client.send(OutboundRequest(url: "http://closed.example:\(port)/", timeoutSeconds: 5)) else {
            Issue.record("nobody listens any more")
            return
        }
        let nameless = OutboundClient.live(policy: TargetPolicy(), resolve: { _ in throw UnresolvableName() })
        guard case .failed(.unresolvable) = await nameless.send(OutboundRequest(url: "https://nowhere.example/")) else {
            Issue.record("a name without address")
            return
        }
        await #expect(throws: Never.self) { try await nameless.vet("https://nowhere.example/") }
        await client.close()
    }

    @Test("the system's resolver finds every address of this host")
    func systemResolver() async throws {
        let addresses = try await SystemResolver.resolve("localhost")
        #expect(addresses.contains { $0 == loopback || $0 == NetworkAddress("::1") })
        await #expect(throws: UnresolvableName.self) { _ = try await SystemResolver.resolve("name.invalid") }
    }
}
