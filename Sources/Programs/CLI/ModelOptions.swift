import ArgumentParser

/// The language model that answers; without any of these there is none.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "openai (any server that speaks its format: Ollama, vLLM, LM Studio, gateways), anthropic, scripted or none. "
                + "(default: none; with --demo a scripted stand-in)", valueName: "provider"))
    var modelProvider: String?
    @Option(help: ArgumentHelp("Where it is asked, e.g. http://localhost:11434/v1. (default: the provider's own address)", valueName: "url"))
    var modelURL: String?
    @Option(help: ArgumentHelp("The model as its provider spells it, e.g. gpt-4o-mini or qwen3:8b.", valueName: "name"))
    var modelName: String?
    @Option(help: ArgumentHelp("The provider's key. Better set as MIEN_MODEL_KEY, since other users of the machine can see flags.", valueName: "key"))
    var modelKey: String?
    @Option(help: ArgumentHelp("JSON file of what the scripted model says. (default: the demonstration's)", valueName: "file"))
    var modelScript: String?
    @Option(help: ArgumentHelp("JSON file of prices: beginning of a model's name to dollars per million tokens. (default: none)", valueName: "file"))
    var modelPrices: String?
    @Option(help: ArgumentHelp("Seconds for a whole reply, 1–3600. (default: 120)", valueName: "n"))
    var modelTimeout: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["model-provider"] = modelProvider
        flags["model-url"] = modelURL
        flags["model-name"] = modelName
        flags["model-key"] = modelKey
        flags["model-script"] = modelScript
        flags["model-prices"] = modelPrices
        flags["model-timeout"] = modelTimeout
        return flags
    }
}
