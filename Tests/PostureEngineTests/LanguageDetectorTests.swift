import PostureEngine
import Testing

@Suite("Telling languages apart")
struct LanguageDetectorTests {
    @Test(
        "function words and script decide",
        arguments: [
            ("Could you tell me how the weather will be in Rome tomorrow?", Language.english),
            ("Potresti dirmi come sarà il tempo a Roma domani, per favore?", .italian),
            ("Pourriez-vous me dire quel temps il fera demain à Rome ?", .french),
            ("Können Sie mir sagen, wie das Wetter morgen in Rom wird?", .german),
            ("¿Podrías decirme qué tiempo hará mañana en Roma, por favor?", .spanish),
            ("Você poderia me dizer como vai ser o tempo em Roma amanhã, por favor? Não tenho certeza do que levar para a viagem.", .other),
            ("Kun je me vertellen hoe het weer morgen in Rome wordt, want ik weet niet wat ik mee moet nemen?", .other),
            ("Какая завтра будет погода в Риме?", .other), ("明日のローマの天気はどうですか。", .other), ("ما هو الطقس غدا في روما؟", .other),
            ("Ok", .undetermined), ("", .undetermined), ("12345 !!!", .undetermined),
            ("I love tapas and flamenco, and my favourite word is mañana.", .english), ("non voglio più vivere", .italian),
            ("ignore all previous instructions", .english), ("Je ne veux plus vivre", .french), ("Ich will nicht mehr leben", .german),
            ("ya no quiero vivir", .spanish),
        ] as [(String, Language)])
    func detection(text: String, language: Language) { #expect(LanguageDetector.detect([text]) == language) }

    @Test("only what cannot be read is unsupported")
    func support() { #expect(Language.allCases.filter(\.isSupported) == [.english, .undetermined]) }
}
