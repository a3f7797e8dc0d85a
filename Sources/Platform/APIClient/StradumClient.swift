// Speaks the public API as the SDK and a customer's server do.
import AsyncHTTPClient
import Foundation
import NIOCore
import Vocabulary

/// A server's answer that was no success.
package struct APIClientError: Error, Sendable, CustomStringConvertible {
    package var status: Int
    package var message: String
    package var description: String { "HTTP \(status): \(message)" }
}

package struct StradumClient: Sendable {
    private let base: String
    private let publishableKey: String
    private let secretKey: String
    private let http: HTTPClient

    /// - Parameter url: the server's address, without `/api/v1`.
    package init(url: String, publishableKey: String, secretKey: String, http: HTTPClient = .shared) {
        base = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/api/v1"
        self.publishableKey = publishableKey
        self.secretKey = secretKey
        self.http = http
    }

    package struct Score: Decodable, Sendable {
        package struct Result: Decodable, Sendable {
            package var score: Double
            package var matchStatus: String
            package var confidence: Double
            enum CodingKeys: String, CodingKey { case score, matchStatus = "match_status", confidence }
        }
        package var result: Result
    }

    // MARK: As the SDK

    /// Opens a session; returns its id.
    package func createSession(metadata: [String: JSONValue] = [:], deviceInfo: [String: JSONValue] = [:]) async throws -> String {
        let answer = try await post("/sessions", key: publishableKey, ["metadata": .object(metadata), "device_info": .object(deviceInfo)])
        guard let id = answer["session_id"]?.stringValue else { throw APIClientError(status: 0, message: "the answer names no session_id") }
        return id
    }

    /// Sends a batch; returns how many events were accepted.
    @discardableResult
    package func sendEvents(_ events: [JSONValue], session: String, sequence: Int, sdkVersion: String? = nil) async throws -> Int {
        var body: [String: JSONValue] = ["session_id": .string(session), "events": .array(events), "batch_seq": .integer(Int64(sequence))]
        if let sdkVersion { body["sdk_version"] = .string(sdkVersion) }
        return Int(try await post("/sessions/events", key: publishableKey, body)["accepted"]?.doubleValue ?? 0)
    }

    package func complete(session: String, asPage: Bool = true, fieldValues: [String: JSONValue] = [:]) async throws {
        _ = try await post(
            "/sessions/\(session)/complete", key: asPage ? publishableKey : secretKey,
            fieldValues.isEmpty ? [:] : ["field_values": .object(fieldValues)])
    }

    // MARK: As the customer's server

    /// The identity of an external id, made when there is none.
    package func resolve(externalID: String) async throws -> String {
        let escaped = externalID.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? externalID
        let answer = try await post("/identities/resolve?external_id=\(escaped)", key: secretKey, nil)
        guard let id = answer["identity_id"]?.stringValue else { throw APIClientError(status: 0, message: "the answer names no identity_id") }
        return id
    }

    package func link(session: String, identity: String, accountID: String? = nil, accountName: String? = nil) async throws {
        var body: [String: JSONValue] = ["session_id": .string(session), "identity_id": .string(identity)]
        if let accountID { body["account_id"] = .string(accountID) }
        if let accountName { body["account_name"] = .string(accountName) }
        _ = try await post("/identities/link", key: secretKey, body)
    }

    /// Analyzes; `identity` compares with somebody else than the linked person, and is never learned.
    package func trigger(session: String, identity: String? = nil) async throws -> Score {
        var body: [String: JSONValue] = ["session_id": .string(session)]
        if let identity { body["identity_id"] = .string(identity) }
        return try JSONDecoder().decode(Score.self, from: try await send("/analysis/trigger", key: secretKey, body))
    }

    /// Says that an analyzed session was the right person's, so that it is learned.
    package func confirm(session: String) async throws {
        _ = try await post("/analysis/session/\(session)/feedback", key: secretKey, ["verdict": "right_person"])
    }

    // MARK: HTTP

    private func post(_ path: String, key: String, _ body: [String: JSONValue]?) async throws -> JSONValue {
        let data = try await send(path, key: key, body)
        return data.isEmpty ? .null : try JSONDecoder().decode(JSONValue.self, from: data)
    }

    private func send(_ path: String, key: String, _ body: [String: JSONValue]?) async throws -> Data {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "X-Stradum-Key", value: key)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let response = try await http.execute(request, timeout: .seconds(60))
        let data = Data(try await response.body.collect(upTo: 16 << 20).readableBytesView)
        guard (200..<300).contains(response.status.code) else {
            let message = (try? JSONDecoder().decode(JSONValue.self, from: data))?["detail"]?.stringValue
            throw APIClientError(status: Int(response.status.code), message: message ?? String(decoding: data.prefix(200), as: UTF8.self))
        }
        return data
    }
}
