// Which language model answers, from what an operator has set.
import Foundation
import LanguageModel
import Logging
import Vocabulary

/// The settings whose names begin with `model-` (but for `model-dir`, which is the sentence encoder's).
package struct ModelSettings: Sendable, Equatable {
    /// Nil = nobody has chosen.
    package var provider: ModelProvider?
    /// Nil = the provider's own address.
    package var url: String?
    package var name: String?
    package var key: String?
    /// File of the scripted model's rules; nil = the demonstration's.
    package var script: String?
    /// File of prices.
    package var prices: String?
    /// Seconds for a whole reply (*documented* 120).
    package var timeoutSeconds = 120.0

    package static let names = ["model-provider", "model-url", "model-name", "model-key", "model-script", "model-prices", "model-timeout"]

    package init() {}

    /// - Throws: `Problem.malformed` naming the setting.
    init(text: (String) -> String?, number: (String, ClosedRange<Double>) throws -> Double?) throws {
        if let word = text("model-provider") {
            guard let known = ModelProvider(rawValue: word) else {
                throw Problem.invalid("model-provider", "must be one of \(ModelProvider.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            provider = known
        }
        url = text("model-url")
        name = text("model-name")
        key = text("model-key")?.trimmingCharacters(in: .whitespacesAndNewlines)
        script = text("model-script")
        prices = text("model-prices")
        timeoutSeconds = try number("model-timeout", 1...3_600) ?? timeoutSeconds
        try check()
    }

    /// - Throws: `Problem.malformed` naming the setting that is missing or does not go with the others.
    func check() throws {
        if provider == nil, let (setting, _) = [("model-url", url), ("model-name", name), ("model-key", key)].first(where: { $0.1 != nil }) {
            throw Problem.invalid("model-provider", "must be openai or anthropic where \(setting) is set, or none to use no model")
        }
        if let key, !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            throw Problem.invalid("model-key", "may hold visible ASCII characters only")
        }
        if script != nil, provider != .scripted { throw Problem.invalid("model-script", "goes with model-provider scripted only") }
        guard provider == .openai || provider == .anthropic else { return }
        let address = try address
        let usual = provider == .openai ? "gpt-4o-mini, or qwen3:8b for Ollama" : "claude-sonnet-4-5"
        guard let name, (1...200).contains(name.count) else {
            throw Problem.invalid("model-name", "must name the model as its provider spells it, such as \(usual)")
        }
        if key == nil, address?.host == "api.openai.com" || address?.host == "api.anthropic.com" {
            throw Problem.invalid("model-key", "is needed for \(address?.host ?? ""); better set as MIEN_MODEL_KEY than as a flag")
        }
    }

    /// Where the provider is asked; nil where nobody is.
    var address: ModelAddress? {
        get throws {
            switch provider {
            case .openai: try ModelAddress(url ?? "https://api.openai.com/v1", provider: .openai)
            case .anthropic: try ModelAddress(url ?? "https://api.anthropic.com", provider: .anthropic)
            case .scripted, ModelProvider.none?, nil: nil
            }
        }
    }
}

extension Settings {
    /// The model that answers. In the demonstration, where nobody has chosen one, a scripted stand-in.
    /// - Throws: `Problem.malformed` naming the setting whose file cannot be read.
    func languageModel(connections: ModelConnections, logger: Logger) throws -> ConfiguredModel {
        let prices = try model.prices.map { try Prices.table(parsing: Self.file($0, setting: "model-prices")) } ?? [:]
        switch model.provider {
        case .openai:
            guard let address = try model.address else { return .none }
            warn(of: address, logger)
            return ConfiguredModel(
                OpenAIModel(
                    address: address, model: model.name ?? "", key: model.key, timeoutSeconds: model.timeoutSeconds, connections: connections),
                prices: prices)
        case .anthropic:
            guard let address = try model.address else { return .none }
            warn(of: address, logger)
            return ConfiguredModel(
                AnthropicModel(
                    address: address, model: model.name ?? "", key: model.key, timeoutSeconds: model.timeoutSeconds, connections: connections),
                prices: prices)
        case .scripted:
            let script = try model.script.map { try Script(parsing: Self.file($0, setting: "model-script")) } ?? .demonstration()
            return ConfiguredModel(ScriptedModel(script: script), prices: prices)
        case nil where isDemo:
            return ConfiguredModel(ScriptedModel(script: try .demonstration()), prices: prices, isStandIn: true)
        case ModelProvider.none?, nil:
            return .none
        }
    }

    private func warn(of address: ModelAddress, _ logger: Logger) {
        guard model.key != nil, !address.isSecure, !address.isLocal else { return }
        logger.warning("the language model's key and all that is said travel unencrypted", metadata: ["host": "\(address.host)"])
    }

    private static func file(_ path: String, setting: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Problem.invalid(setting, "the file \(path) cannot be read")
        }
    }
}
