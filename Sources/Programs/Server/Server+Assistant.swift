// What the assistant is given by the rest of the house.
import Assistant
import Biometrics
import LanguageModel
import Posture
import Vocabulary

/// How replies are written and read: what an operator can choose.
package struct AssistantSettings: Sendable, Equatable {
    /// Whether the posture of every reply is read in the background.
    package var readsPosture = true
    package var limits = TurnLimits()

    package static let names = ["reply-posture", "turn-cost-limit", "prompt-tokens", "reply-tokens"]

    package init() {}

    /// - Throws: `Problem.malformed` naming the setting.
    init(
        number: (String, ClosedRange<Double>) throws -> Double?, whole: (String, ClosedRange<Int>) throws -> Int?, flag: (String) throws -> Bool?
    ) throws {
        readsPosture = try flag("reply-posture") ?? readsPosture
        limits.costCeiling = try number("turn-cost-limit", 0...10_000).map { Int64(($0 * 1_000_000).rounded()) } ?? limits.costCeiling
        limits.promptTokens = try whole("prompt-tokens", 500...1_000_000) ?? limits.promptTokens
        limits.replyTokens = try whole("reply-tokens", 16...200_000) ?? limits.replyTokens
        // A reply may be as long as its tokens are, and some: eight bytes each is more than any language takes.
        limits.replyBytes = max(limits.replyBytes, limits.replyTokens * 8)
    }
}

extension Settings {
    /// The model with its bounds. A turn lasts as long as a single reply may.
    func writer(_ configured: ConfiguredModel) -> Assistant.Writer {
        var writer = Assistant.Writer(configured)
        writer.limits = assistant.limits
        writer.limits.seconds = model.timeoutSeconds
        writer.userAgent = "Mien/\(Server.version) (+assistant)"
        return writer
    }

    /// The looks at the other capabilities that the assistant's tools take, and the reader of its replies.
    func neighbours(_ posture: PostureAnalysis, _ biometrics: Biometrics) -> Neighbours {
        let read: @Sendable (String, String, String?) async throws -> ReplyPosture = { org, text, userText in
            let reading = try await posture.readReply(text, to: userText, org: org)
            return ReplyPosture(alert: reading.alert, engineVersion: reading.engineVersion, reading: reading.members)
        }
        let alerts: @Sendable (String, Int) async throws -> [JSONValue] = { org, limit in
            let people = try await biometrics.recentAlerts(limit, org: org), conversations = try await posture.recentIncidents(limit, org: org)
            return Self.newest(limit, people, conversations)
        }
        let session: @Sendable (String, String) async throws -> JSONValue? = { org, id in
            if let session = try await biometrics.sessionFacts(id, org: org) { return session }
            return try await posture.sessionFacts(id, org: org)
        }
        let incident: @Sendable (String, String) async throws -> JSONValue? = { org, id in try await posture.incidentFacts(id, org: org) }
        return Neighbours(
            readPosture: assistant.readsPosture ? read : nil, recentAlerts: alerts, session: session, incident: incident)
    }

    /// Both kinds of alerts in one list, each saying which it is.
    private static func newest(_ limit: Int, _ people: [JSONValue], _ conversations: [JSONValue]) -> [JSONValue] {
        func marked(_ items: [JSONValue], _ kind: JSONValue, _ time: String) -> [(time: String, item: JSONValue)] {
            items.map { item in
                guard case .object(var members) = item else { return ("", item) }
                members["kind"] = kind
                return (item[time]?.stringValue ?? "", .object(members))
            }
        }
        let all = marked(people, "typing_mismatch", "analyzed_at") + marked(conversations, "ai_incident", "archived_at")
        return all.sorted { $0.time > $1.time }.prefix(limit).map(\.item)
    }

    /// The vault's vectors are made by the posture engine's encoder; nil without it.
    static func vaultEncoder(_ embed: Embedding?) -> VaultEncoder? {
        embed.map { embed in VaultEncoder(model: "all-MiniLM-L6-v2") { texts in try? await embed(texts, nil) } }
    }
}
