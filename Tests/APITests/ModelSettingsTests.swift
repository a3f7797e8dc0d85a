// What an operator may write about the language model, and what is told when it does not fit.
import Foundation
import LanguageModel
import Server
import Support
import Testing
import Vocabulary

@Suite("Model settings")
struct ModelSettingsTests {
    static let key = "sk-ant-0123456789-secret"

    @Test("what belongs together is taken", arguments: [
        (["model-provider": "openai", "model-url": "http://localhost:11434/v1", "model-name": "qwen3:8b"], ModelProvider.openai),
        (["model-provider": "openai", "model-name": "gpt-4o-mini", "model-key": key, "model-timeout": "30"], .openai),
        (["model-provider": "anthropic", "model-name": "claude-sonnet-4-5", "model-key": " \(key)\n"], .anthropic),
        (["model-provider": "scripted"], .scripted), (["model-provider": "none", "model-key": key], ModelProvider.none),
    ])
    func taken(flags: [String: String], provider: ModelProvider) async throws {
        let settings = try await Settings(flags: flags, file: nil)
        #expect(settings.model.provider == provider)
        #expect(settings.model.timeoutSeconds == (flags["model-timeout"] == nil ? 120 : 30))
        if flags["model-key"] != nil { #expect(settings.model.key == Self.key) }
    }

    @Test("what does not is refused by name, and the key is in no sentence", arguments: [
        (["model-provider": "ollama"], "model-provider"), (["model-name": "x"], "model-provider"), (["model-key": key], "model-provider"),
        (["model-url": "http://localhost"], "model-provider"), (["model-provider": "openai", "model-key": key], "model-name"),
        (["model-provider": "openai", "model-name": "gpt-4o-mini"], "model-key"),
        (["model-provider": "anthropic", "model-name": "claude"], "model-key"),
        (["model-provider": "openai", "model-name": "x", "model-url": "localhost:11434"], "model-url"),
        (["model-provider": "openai", "model-name": "x", "model-url": "https://me:\(key)@host/v1"], "model-url"),
        (["model-provider": "openai", "model-name": "x", "model-key": key + " ü"], "model-key"),
        (["model-provider": "openai", "model-name": "x", "model-key": key + "\r\nX-Other: y"], "model-key"),
        (["model-provider": "scripted", "model-timeout": "0"], "model-timeout"),
        (["model-provider": "none", "model-script": "a.json"], "model-script"),
    ])
    func refused(flags: [String: String], setting: String) async throws {
        let problem = await #expect(throws: Problem.self) { try await Settings(flags: flags, file: nil) }
        #expect(problem?.field == setting)
        #expect(problem?.message.contains("secret") == false)
    }

    @Test("files that cannot be read stop the start with the setting's name", arguments: ["model-script", "model-prices"])
    func files(setting: String) async throws {
        let problem = await #expect(throws: Problem.self) {
            try await withServer(settings: {
                $0.model.provider = .scripted
                if setting == "model-script" { $0.model.script = "/nowhere/rules.json" } else { $0.model.prices = "/nowhere/prices.json" }
            }) { _ in }
        }
        #expect(problem?.field == setting)
    }

    @Test("neither the model's page nor its failure tells the key")
    func keyIsNotTold() async throws {
        try await withServer(settings: {
            $0.model.provider = .openai
            $0.model.name = "some-model"
            // Nobody listens at this port of this machine.
            $0.model.url = "http://127.0.0.1:9/v1"
            $0.model.key = Self.key
        }) { server in
            let acme = try await server.organization()
            let shown = try await server.get("/api/model", as: acme.owner), test = try await server.post("/api/model/test", as: acme.owner)
            #expect(shown["where"] == "127.0.0.1:9" && shown["is_local"] == true && shown.json["prices", "source"] == "local")
            #expect(test.status == 502 && test["code"] == "model_unreachable")
            for reply in [shown, test] { #expect(!reply.text.contains("secret")) }
        }
    }
}
