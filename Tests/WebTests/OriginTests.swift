import HTTPTypes
import Testing
import Vocabulary
import Web

@Suite("Requests that carry a cookie")
struct OriginTests {
    /// The test's client asks for http://localhost.
    @Test(
        "A POST is taken from our own pages alone",
        arguments: [
            (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": "cross-site"], 403),
            (["Sec-Fetch-Site": "none"], 403), (["Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"], 403),
            (["Origin": "http://localhost"], 200), (["Origin": "https://localhost"], 200), (["Origin": "HTTP://LOCALHOST"], 200),
            (["Origin": "http://localhost:8081"], 403), (["Origin": "https://evil.example"], 403), (["Origin": "http://evil-localhost"], 403),
            (["Origin": "http://localhost.evil.example"], 403), (["Origin": "null"], 403), (["Origin": "https://mien.example"], 200),
            (["Origin": "http://mien.example"], 403), (["Origin": "https://mien.example:8443"], 403), ([:], 200),
        ] as [([String: String], Int)])
    func origins(headers: [String: String], status: Int) async throws {
        try await withRoutes(settings: { $0.publicURL = "https://Mien.example:443/here" }) { client in
            var headers = headers
            headers["Cookie"] = "stratam_session=ann"
            let reply = try await client.send(.post, "/api/vault/remember", as: nil, json: #"{"content":"x"}"#, headers: headers)
            #expect(reply.status == status, "\(headers): \(reply.text)")
            if status == 403 { #expect(reply.code == "foreign_origin") }
        }
    }

    @Test("Without a word of where it comes from, only what no form can send is taken; reading needs no check, and keys need none at all")
    func others() async throws {
        try await withRoutes { (client) async throws in
            let cookie = ["Cookie": "stratam_session=ann"]
            #expect(try await client.send(.post, "/api/vault/clear", as: nil, headers: cookie).status == 403)
            let plain = cookie.merging(["Content-Type": "text/plain"]) { $1 }
            #expect(try await client.send(.post, "/api/vault/clear", as: nil, headers: plain).status == 403)
            let foreign = ["Origin": "https://evil.example"]
            #expect(try await client.send(.get, "/api/vault/who", as: nil, headers: cookie.merging(foreign) { $1 }).status == 200)
            #expect(try await client.send(.post, "/api/vault/clear", as: "skk_write", headers: foreign).status == 200)
        }
    }
}
