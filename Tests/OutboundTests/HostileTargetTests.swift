import Testing

@testable import OutboundHTTP

/// URLs that must never be asked, by the trick they try.
private let hostileURLs: [String] = [
    // Loopback, private, shared and reserved addresses
    "https://127.0.0.1/", "https://127.8.9.10/x", "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.254/",
    "https://192.168.0.1/", "https://192.168.1.254:8443/", "https://100.64.0.1/", "https://100.127.255.254/", "https://0.0.0.0/",
    "https://0.1.2.3/", "https://192.0.0.8/", "https://192.0.2.7/", "https://198.18.0.1/", "https://198.19.255.255/", "https://198.51.100.4/",
    "https://203.0.113.9/", "https://192.88.99.1/", "https://224.0.0.1/", "https://239.255.255.250/", "https://240.0.0.1/",
    "https://255.255.255.255/",
    // Metadata services
    "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/v2/credentials", "https://100.100.100.200/latest/", "https://168.63.129.16/",
    "https://metadata.google.internal/computeMetadata/v1/", "https://metadata/", "https://instance-data/latest/", "https://[fd00:ec2::254]/",
    // IPv6
    "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/",
    "https://[fd12:3456:789a::1]/", "https://[fec0::1]/", "https://[ff02::1]/", "https://[2001:db8::1]/", "https://[100::1]/",
    // IPv4 hidden in IPv6
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::ffff:169.254.169.254]/", "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[::ffff:0:127.0.0.1]/",
    // Spellings that resolvers read as addresses
    "https://2130706433/", "https://0x7f000001/", "https://017700000001/", "https://127.1/", "https://127.0.1/", "https://0x7f.0.0.1/",
    "https://0177.0.0.1/", "https://127.0.0.01/", "https://0300.0250.0.1/", "https://127.0.0.1./", "https://1.1.1.1.1/", "https://256.1.1.1/",
    "https://foo.0x7f/", "https://0x/", "https://3232235777/",
    // International digits and dots
    "https://１２７.0.0.1/", "https://127。0。0。1/", "https://①②⑦.⓪.⓪.①/", "https://ｌｏｃａｌｈｏｓｔ/",
    "https://localho\u{00AD}st/",
    // Names
    "https://localhost/", "https://LOCALHOST/", "https://api.localhost/", "https://localhost./", "https://printer.local/", "https://vault.internal/",
    "https://db/", "https://intranet/", "https://router.lan/", "https://nas.home.arpa/", "https://127.0.0.1.nip.io/", "https://10-0-0-1.sslip.io/",
    "https://localtest.me/", "https://app.lvh.me/", "https://7f000001.c0a80001.rbndr.us/",
    // Who is the host?
    "https://example.com@127.0.0.1/", "https://127.0.0.1@example.com/", "https://user:pass@example.com/", "https://example.com\\@127.0.0.1/",
    "https://example.com%00.internal/", "https://127.0.0.1%2f.example.com/", "https://exa mple.com/", "https://example.com\r\nHost:%20x/",
    "https://example.com\t/", "https:///etc/passwd", "https://", "https://:443/", "https://?x=1", "https://[127.0.0.1]/", "https://[::1/",
    "https://::1/",
    "https://-a.example.com/", "https://a..example.com/", "https://.example.com/",
    // Schemes and ports
    "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)", "data:text/plain,x",
    "//example.com/", "example.com", "", "https:example.com", "http+unix://%2Frun%2Fdocker.sock/info", "https+unix://%2Frun%2Fx/",
    "https://example.com:22/", "https://example.com:25/", "https://example.com:6379/", "https://example.com:0/", "https://example.com:65536/",
    "https://example.com:-1/", "https://example.com:+443/", "https://example.com:0x1bb/", "https://example.com:/", "https://example.com:443:80/",
    // Paths that could split a request
    "https://example.com/%", "https://example.com/%zz", "https://example.com/\u{0}", "https://example.com/a\nb",
]

@Suite("Hostile targets")
struct HostileTargetTests {
    @Test("every hostile URL is refused before anything is resolved", arguments: hostileURLs)
    func refused(url: String) async {
        let client = OutboundClient.live(policy: TargetPolicy(), resolve: { name in
            Issue.record("resolved \(name)")
            return []
        })
        await #expect(throws: TargetRefusal.self) { try await client.vet(url) }
        guard case .refused = await client.send(OutboundRequest(url: url)) else {
            Issue.record("sent to \(url)")
            return
        }
    }

    @Test("the table holds at least sixty different URLs")
    func tableSize() {
        #expect(Set(hostileURLs).count >= 60)
        #expect(Set(hostileURLs).count == hostileURLs.count)
    }

    @Test("a URL of the longest length passes and one byte more does not")
    func length() throws {
        let start = "https://example.com/"
        let longest = start + String(repeating: "a", count: TargetURL.maximumLength - start.utf8.count)
        #expect(throws: Never.self) { try TargetPolicy().vet(longest) }
        #expect(throws: TargetRefusal.self) { try TargetPolicy().vet(longest + "a") }
    }

    @Test("public targets pass and are normalised", arguments: [
        ("https://your-server.com/webhooks/stradum", "https://your-server.com/webhooks/stradum"),
        ("HTTPS://Example.COM", "https://example.com/"),
        ("https://example.com:443/a?b=c#d", "https://example.com/a?b=c"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com?x=1", "https://example.com/?x=1"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://93.184.215.14/hook", "https://93.184.215.14/hook"),
        ("https://[2606:4700::1111]/", "https://[2606:4700:0:0:0:0:0:1111]/"),
        ("https://hooks.slack.com/services/T0/B0/x~y!$&'()*+,;=:@", "https://hooks.slack.com/services/T0/B0/x~y!$&'()*+,;=:@"),
    ])
    func accepted(url: String, normal: String) throws {
        #expect(try TargetPolicy().vet(url).text == normal)
    }

    @Test("a refusal is one sentence for every target that is not public")
    func refusalTellsNothing() async {
        let answers: [String: [String]] = ["one.example": ["10.0.0.1"], "two.example": ["::1"], "three.example": ["169.254.169.254"]]
        let client = OutboundClient.live(policy: TargetPolicy(), resolve: { name in (answers[name] ?? []).compactMap { NetworkAddress($0) } })
        var reasons: Set<String> = []
        for url in answers.keys.map({ "https://\($0)/" }) + ["https://127.0.0.1/", "https://localhost/", "https://metadata/"] {
            do { try await client.vet(url) } catch { reasons.insert(error.reason) }
        }
        #expect(reasons == ["does not name a public host"])
    }

    @Test("allowed private ranges open exactly themselves; metadata and link-local stay shut")
    func allowedRanges() throws {
        let ranges = try ["10.1.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "::/0", "0.0.0.0/0"].map { try #require(AddressRange($0)) }
        let narrow = TargetPolicy(allowedRanges: Array(ranges.prefix(2)), allowsHTTP: true, allowsHighPorts: true)
        for url in ["http://10.1.2.3:9000/", "http://127.0.0.1:8080/", "https://localhost/", "https://db/"] {
            #expect(throws: Never.self, "\(url)") { try narrow.vet(url) }
        }
        for url in ["https://10.2.0.1/", "https://192.168.0.1/", "https://[::1]/", "http://127.0.0.1:1024/"] {
            #expect(throws: TargetRefusal.self, "\(url)") { try narrow.vet(url) }
        }
        let everything = TargetPolicy(allowedRanges: ranges)
        #expect(throws: Never.self) { try everything.vet("https://[::1]/") }
        for url in ["https://169.254.169.254/", "https://[fe80::1]/", "https://[::ffff:10.1.0.1]/", "https://metadata.google.internal/",
            "https://224.0.0.1/"] {
            #expect(throws: TargetRefusal.self, "\(url)") { try everything.vet(url) }
        }
    }
}

@Suite("Addresses and ranges")
struct AddressTests {
    @Test("ranges contain their first and last address and nothing beside them", arguments: [
        ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
        ("100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
        ("198.18.0.0/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
        ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.0", "192.0.2.2"),
        ("fe80::/10", "fe80::", "febf:ffff::1", "fe7f::", "fec0::"),
    ])
    func bounds(range: String, first: String, last: String, before: String, after: String) throws {
        let range = try #require(AddressRange(range))
        #expect(try range.contains(#require(NetworkAddress(first))))
        #expect(try range.contains(#require(NetworkAddress(last))))
        #expect(try !range.contains(#require(NetworkAddress(before))))
        #expect(try !range.contains(#require(NetworkAddress(after))))
    }

    @Test("text that is not a range is refused", arguments: ["", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/8/8",
        "10.0.0.0/-1", "example.com/8"])
    func malformedRange(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test("every line of the refused tables could be read")
    func tables() {
        #expect(RefusedRanges.special.count == 18)
        #expect(RefusedRanges.always.count == 17)
    }
}
