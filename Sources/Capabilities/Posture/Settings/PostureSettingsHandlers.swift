// Thresholds and mode of an organization (ours to add).
import Access
import Audit
import Foundation
import PostureEngine
import Storage
import Vocabulary
import Web

struct PostureSettingsHandlers: Sendable {
    let database: any SQLDatabase
    let instance: PostureInstanceSettings

    struct SettingsResponse: Encodable, Sendable {
        var settings: PostureSettings
        var instance: PostureInstanceSettings
        enum CodingKeys: String, CodingKey { case mode, thresholds, userRisk = "user_risk", notifyFrom = "notify_from" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(settings.thresholds.mode, forKey: .mode)
            try container.encode(settings.thresholds, forKey: .thresholds)
            try container.encode(instance.readsUserRisk && settings.readsUserRisk ? UserRiskSwitch.on : .off, forKey: .userRisk)
            try container.encode(settings.notifyFrom, forKey: .notifyFrom)
        }
    }

    struct ChangeRequest: Decodable, Sendable {
        var mode: String?
        var thresholds: [String: Double]?
        var userRisk: String?
        var notifyFrom: String?
        enum CodingKeys: String, CodingKey { case mode, thresholds, userRisk = "user_risk", notifyFrom = "notify_from" }
    }

    enum UserRiskSwitch: String, Codable, CaseIterable, Sendable { case on, off }

    func show(_ call: Call) async throws -> Answer {
        let settings = try await PostureSettingsStore.find(org: call.organizationID, in: database) ?? PostureSettings(mode: instance.mode)
        return .ok(SettingsResponse(settings: settings, instance: instance))
    }

    /// Replaces the settings: what is not given is the default of the mode.
    func replace(_ body: ChangeRequest, _ call: MemberCall) async throws -> Answer {
        let mode = try Self.word(body.mode, "mode", as: PostureThresholds.Mode.self) ?? instance.mode
        let userRisk = try Self.word(body.userRisk, "user_risk", as: UserRiskSwitch.self) ?? .on
        let notifyFrom = try Self.word(body.notifyFrom, "notify_from", as: AlertLevel.self) ?? .orange
        guard userRisk == .off || instance.readsUserRisk else { throw Problem.invalid("user_risk", "is switched off on this server") }
        var settings = PostureSettings(mode: mode, readsUserRisk: userRisk == .on, notifyFrom: notifyFrom)
        settings.thresholds = try Self.thresholds(body.thresholds ?? [:], mode)
        let chosen = settings
        try await database.transaction { db in
            try await PostureSettingsStore.save(chosen, org: call.organizationID, by: call.member.userID, at: call.now, in: db)
            let change = ["psa_settings": try JSON.text(chosen)]
            try await Audit.record(call.author.entry(.settingsChanged, "psa_settings", call.organizationID, change: change), in: db)
        }
        return .ok(SettingsResponse(settings: chosen, instance: instance))
    }

    private static func word<Word: RawRepresentable & CaseIterable>(_ text: String?, _ field: String, as type: Word.Type) throws -> Word?
    where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            throw Problem.invalid(field, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// The mode's thresholds with these in their place.
    private static func thresholds(_ changes: [String: Double], _ mode: PostureThresholds.Mode) throws -> PostureThresholds {
        let preset = PostureThresholds(mode: mode)
        guard case .object(var members) = try JSON.decode(JSONValue.self, from: try JSON.encode(preset)) else { return preset }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            guard name != "mode", members[name] != nil else {
                let known = members.keys.filter { $0 != "mode" }.sorted().joined(separator: ", ")
                throw Problem.invalid("thresholds", "has no member of this name; there are \(known)")
            }
            members[name] = .number(value)
        }
        let thresholds = try JSON.decode(PostureThresholds.self, from: try JSON.encode(JSONValue.object(members)))
        if let problem = thresholds.problems.first { throw Problem.invalid("thresholds", problem) }
        return thresholds
    }
}
