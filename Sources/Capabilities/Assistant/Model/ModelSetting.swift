// Which setting a failed call to the model speaks of.
import LanguageModel
import Vocabulary

extension ModelFailure {
    /// The setting that an operator would look at first.
    var setting: ModelSetting? {
        switch self {
        case .notConfigured: .provider
        case .connectionFailed, .rejected(301...308, _): .url
        case .rejected(401...403, _): .key
        case .rejected(404, _): .name
        case .timedOut: .timeout
        case .nonsense: .url
        case .rateLimited, .rejected, .brokenStream, .cancelled: nil
        }
    }
}

/// A setting, in the three ways to spell it.
enum ModelSetting: String, Sendable {
    case provider = "model-provider", url = "model-url", name = "model-name", key = "model-key", timeout = "model-timeout"

    var asValue: JSONValue {
        [
            "flag": .string("--" + rawValue), "environment": .string("MIEN_" + rawValue.uppercased().replacing("-", with: "_")),
            "file": .string(rawValue.replacing("-", with: "_")),
        ]
    }
}
