import HTTPTypes
import Support
import Testing
import Vocabulary

@Suite("Reading with a secret key", .serialized)
struct SecretKeyReadingTests {
    @Test("A backend reads with its secret key what a member reads, and with the publishable key nothing")
    func reads() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity, events: 24)
            try await server.post("analysis/trigger", as: acme.secret, ["session_id": .string(id)])
            for path in [
                "sessions", "sessions?identity_id=\(identity)", "sessions/\(id)", "identities", "identities/\(identity)", "accounts",
                "dashboard/overview", "dashboard/alerts", "dashboard/identity/\(identity)/profile",
            ] {
                let read = try await server.get(path, as: acme.secret)
                #expect(read.status == 200, "\(path)")
                #expect(try await server.get(path, as: acme.owner).json == read.json, "\(path)")
                #expect(try await server.get(path, as: acme.publishable).status == 403, "\(path)")
                let nobody = try await server.get(path)
                #expect(nobody.status == 401 && nobody.detail.contains("X-Stradum-Key"), "\(path)")
            }
        }
    }

    @Test("What a person must answer for, a secret key cannot do")
    func cannot() async throws {
        try await withServer { server in
            let acme = try await server.organization()
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity, events: 24)
            let refused: [(HTTPRequest.Method, String)] = [
                (.delete, "sessions/\(id)"), (.delete, "identities/\(identity)"), (.get, "identities/\(identity)/export"), (.get, "auth/keys"),
                (.post, "auth/keys"), (.get, "auth/users"), (.post, "auth/users"), (.get, "auth/organization"), (.patch, "auth/organization"),
            ]
            for (method, path) in refused {
                #expect(try await server.send(method, path, as: acme.secret, method == .post ? [:] : nil).status == 403, "\(method) \(path)")
            }
            #expect(try await server.get("sessions/\(id)", as: acme.owner).status == 200)
        }
    }

    @Test("A secret key reads its own organization alone")
    func ownOrganization() async throws {
        try await withServer { server in
            let acme = try await server.organization(), other = try await server.organization("Other")
            let identity = try await acme.identity()
            let id = try await acme.linkedSession(to: identity, events: 24)
            for path in ["sessions/\(id)", "identities/\(identity)", "dashboard/identity/\(identity)/profile"] {
                #expect(try await server.get(path, as: other.secret).status == 404, "\(path)")
            }
            for path in ["sessions", "identities", "dashboard/alerts"] {
                #expect(try await server.get(path, as: other.secret)["total"] == 0, "\(path)")
            }
        }
    }
}
