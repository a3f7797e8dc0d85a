// Posture analysis' explanations by the configured model.
import LanguageModel
import Posture
import Vocabulary

extension ConfiguredModel {
    /// Seconds that an explanation may take. *Our choice*: somebody waits, and the template is at hand.
    private static let explanationSeconds = 20.0
    /// *Our choice*: four sentences, with room for models that think first.
    private static let explanationTokens = 600

    /// Nil where no model is configured; a script knows nothing of turns either.
    var explainer: PostureExplainer? {
        let description = description, model = model
        guard description.isConfigured, !description.isScripted else { return nil }
        return PostureExplainer(
            method: description.isLocal ? .local : .hosted,
            model: [description.provider.rawValue, description.host ?? "", description.model].joined(separator: " ")
        ) { instructions, data in
            let request = ChatRequest(
                messages: [.system(instructions), .user(data)], maximumTokens: Self.explanationTokens, temperature: 0,
                timeoutSeconds: Self.explanationSeconds)
            let reply = try await model.complete(request)
            guard reply.stop == .end || reply.stop == .length else { throw ModelFailure.nonsense("it explains nothing") }
            return reply.text
        }
    }
}
