import Crypto
import Foundation
import Testing
import Vocabulary

@testable import Webhooks

private let body = Array(
    #"{"type":"monitor.fired","timestamp":"2026-01-01T00:00:00Z","data":{"monitor_id":"0f8fad5b-d9cb-469f-a165-70867728950e"}}"#.utf8)
private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

@Suite("Signatures")
struct SignatureTests {
    @Test("the Standard Webhooks signature gives the known answer")
    func standard() {
        #expect(body.count == 120)
        #expect(
            Signature.standard(secret: secret, id: "msg_01HZX0000000000000000000AA", timestamp: 1_767_225_600, body: body)
                == "v1,PMJu5zfjD7wCHF0p/Zopd5hgMd0vkD5N08K//6kcGZc=")
    }

    @Test("the older signature gives the known answers", arguments: [
        (secret, "sha256=94e3106f1ed580a08ac90a23bb42d960d3a077e943493ef3f66259b686a12f82"),
        ("topsecret", "sha256=6b8ff7aabec07f91387b51100fda01e925b4df43283893dca0494f0865810225"),
    ])
    func legacy(secret: String, expected: String) {
        #expect(Signature.legacy(secret: secret, body: body) == expected)
    }

    @Test("another body, time, id or secret gives another signature")
    func sensitive() {
        let original = Signature.standard(secret: secret, id: "evt_1", timestamp: 1, body: body)
        #expect(Signature.standard(secret: secret, id: "evt_1", timestamp: 1, body: body + [32]) != original)
        #expect(Signature.standard(secret: secret, id: "evt_1", timestamp: 2, body: body) != original)
        #expect(Signature.standard(secret: secret, id: "evt_2", timestamp: 1, body: body) != original)
        #expect(Signature.standard(secret: secret + "A", id: "evt_1", timestamp: 1, body: body) != original)
    }

    @Test("a secret that is no base64 after its prefix is used as it is written")
    func keys() {
        #expect(Signature.keyBytes(of: "whsec_AAEC") == Data([0, 1, 2]))
        // With its padding or without.
        #expect(Signature.keyBytes(of: "whsec_AAECAw==") == Data([0, 1, 2, 3]))
        #expect(Signature.keyBytes(of: "whsec_AAECAw") == Data([0, 1, 2, 3]))
        #expect(Signature.keyBytes(of: "whsec_AAE") == Data([0, 1]))
        #expect(Signature.keyBytes(of: "whsec_your_signing_secret") == Data("whsec_your_signing_secret".utf8))
        #expect(Signature.keyBytes(of: "whsec_") == Data("whsec_".utf8))
        #expect(Signature.keyBytes(of: "plain") == Data("plain".utf8))
        #expect(Signature.keyBytes(of: Signature.newSecret()).count == 32)
        #expect(Signature.newSecret() != Signature.newSecret())
    }
}

@Suite("Sealed secrets")
struct SealedSecretTests {
    private let seal = SecretSeal(key: SymmetricKey(size: .bits256))

    @Test("a sealed secret opens for its own webhook alone")
    func bound() throws {
        let sealed = try seal.seal("s3cret", organizationID: "org_1", webhookID: "wh_1")
        #expect(try seal.open(sealed, organizationID: "org_1", webhookID: "wh_1") == "s3cret")
        #expect(throws: (any Error).self) { try seal.open(sealed, organizationID: "org_1", webhookID: "wh_2") }
        #expect(throws: (any Error).self) { try seal.open(sealed, organizationID: "org_2", webhookID: "wh_1") }
        #expect(throws: (any Error).self) {
            try SecretSeal(key: SymmetricKey(size: .bits256)).open(sealed, organizationID: "org_1", webhookID: "wh_1")
        }
    }

    @Test("a changed byte anywhere does not open")
    func tampered() throws {
        let sealed = try seal.seal("s3cret", organizationID: "org_1", webhookID: "wh_1")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: (any Error).self) { try seal.open(changed, organizationID: "org_1", webhookID: "wh_1") }
        }
        #expect(throws: (any Error).self) { try seal.open([], organizationID: "org_1", webhookID: "wh_1") }
    }

    @Test("the same secret never seals to the same bytes")
    func fresh() throws {
        let one = try seal.seal("s3cret", organizationID: "org_1", webhookID: "wh_1")
        #expect(try seal.seal("s3cret", organizationID: "org_1", webhookID: "wh_1") != one)
        #expect(!one.starts(with: Array("s3cret".utf8)))
    }
}
