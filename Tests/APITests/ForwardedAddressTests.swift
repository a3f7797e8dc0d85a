import Support
import Testing
import Web

@Suite("Addresses behind a proxy")
struct ForwardedAddressTests {
    @Test(
        "an entry is read with or without port, brackets and quotes, and written in one way",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), (" 203.0.113.7:51234 ", "203.0.113.7"), ("2001:DB8::1", "2001:db8::1"),
            ("[2001:db8:0:0::1]", "2001:db8::1"), ("[2001:db8::1]:443", "2001:db8::1"), ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"), ("fe80::1%eth0", "fe80::1"),
        ])
    func read(_ entry: String, _ address: String) { #expect(ForwardedAddress.read(entry) == address) }

    @Test(
        "what is no address is not taken for one",
        arguments: [
            "", "unknown", "_hidden", "203.0.113", "203.0.113.7:port", "203.0.113.7:70000", "[2001:db8::1", "[2001:db8::1]x", "a:b:c", "1.2.3.4.5",
        ])
    func refused(_ entry: String) { #expect(ForwardedAddress.read(entry) == nil) }

    @Test("one network is one caller, whatever port the proxy names")
    func limits() async throws {
        try await withServer(settings: {
            $0.trustsProxy = true
            $0.registrationBurst = 2
        }) { (server) async throws in
            func register(_ number: Int, from address: String) async throws -> Int {
                try await server.send(
                    .post, "auth/register",
                    ["org_name": "Acme", "email": .string("owner\(number)@acme.com"), "password": "secure_password_here"],
                    headers: ["X-Forwarded-For": "198.51.100.1, \(address)"]
                ).status
            }
            #expect(try await register(1, from: "[2001:db8::1]:1111") == 201)
            #expect(try await register(2, from: "[2001:db8::1]:2222") == 201)
            #expect(try await register(3, from: "2001:db8:0::1") == 429)
            #expect(try await register(4, from: "2001:db8:0:1::1") == 201)
        }
    }
}
