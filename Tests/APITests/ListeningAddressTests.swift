import Server
import Testing
import Vocabulary

@Suite("The address to listen on")
struct ListeningAddressTests {
    private func settings(_ host: String) async throws -> Settings { try await Settings(flags: ["host": host], file: nil) }

    @Test("An address may be given as it is printed", arguments: [
        ("127.0.0.1", "127.0.0.1", "http://127.0.0.1:80"), ("[::1]", "::1", "http://[::1]:80"), ("::1", "::1", "http://[::1]:80"),
        ("0:0:0:0:0:0:0:1", "::1", "http://[::1]:80"), ("::", "::", "http://localhost:80"), ("[::]", "::", "http://localhost:80"),
        ("0.0.0.0", "0.0.0.0", "http://localhost:80"), ("localhost", "127.0.0.1", "http://127.0.0.1:80"),
        ("LOCALHOST", "127.0.0.1", "http://127.0.0.1:80"),
        (" 10.0.0.7 ", "10.0.0.7", "http://10.0.0.7:80"), ("[FE80::1%eth0]", "fe80::1%eth0", "http://[fe80::1]:80"),
        ("mien.internal", "mien.internal", "http://mien.internal:80"),
    ])
    func accepted(given: String, host: String, url: String) async throws {
        let settings = try await settings(given)
        #expect(settings.host == host)
        #expect(settings.localURL(port: 80) == url)
    }

    @Test("A mistake is told in words, with what to write instead", arguments: [
        ("0.0.0.0:8080", "--port 8080"), ("localhost:8080", "--port 8080"), ("[::1]:9000", "--port 9000"), ("http://127.0.0.1", "without http://"),
        ("https://[::1]:80/", "without https://"), ("10.0.0.0/8", "without a path or a range"), ("*", "0.0.0.0 or ::"),
        ("256.0.0.1", "such as 127.0.0.1"),
        ("127.0.0.1.5", "such as 127.0.0.1"), ("[127.0.0.1]", "between [ and ]"), ("[::1", "between [ and ]"), ("[::1]x", "such as 127.0.0.1"),
        ("my host", "such as 127.0.0.1"), (":::1", "such as 127.0.0.1"), ("8080", "such as 127.0.0.1"),
    ])
    func refused(given: String, hint: String) async throws {
        let problem = await #expect(throws: Problem.self) { try await settings(given) }
        #expect(problem?.field == "host")
        #expect(problem?.message.contains(hint) == true, "\(problem?.message ?? "")")
        #expect(problem?.message.contains(given) == true)
    }

    @Test("An IPv6 loopback address counts as this machine", arguments: ["[::1]", "::1", "localhost", "127.0.0.2"])
    func loopback(host: String) async throws {
        #expect(try await Settings(flags: ["host": host, "insecure-cookies": "true"], file: nil).allowsInsecureCookies)
    }
}
