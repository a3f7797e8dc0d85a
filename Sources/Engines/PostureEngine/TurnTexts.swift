// What the texts of a turn say by themselves, whatever session they are in. Reading them takes time; scoring with it does not.

package struct TurnTexts: Sendable, Equatable {
    /// A person's own text, and the response to it as that person needs it.
    package struct UserSide: Sendable, Equatable {
        package var risk: InputRisk
        package var adequacy: ResponseAdequacy
        package var activity: UserActivity
    }

    /// `nil` when there is no such text or its risk is not to be read (IRS, RAS, RAG, DRM).
    package var userSide: UserSide?
    package var warnings: [LanguageWarning]
    /// Where people do not see what a machine reads, gravest first.
    package var hiddenText: [Driver]

    /// - Parameters:
    ///   - response: the sentences that C1 to C4 read, in their order.
    ///   - user: the sentences that C0 read, `nil` when there was no text on the user's side.
    ///   - readsUserRisk: whether `user` is a person's own text whose risk is to be read. False leaves that side out everywhere.
    package init(response: [Sentence], user: [Sentence]?, readsUserRisk: Bool) {
        warnings = Self.warnings(response, .response) + (user.map { Self.warnings($0, .user) } ?? [])
        hiddenText = ([HiddenTextRule.driver(response, .response)] + [user.flatMap { HiddenTextRule.driver($0, .user) }]).compactMap(\.self)
        guard readsUserRisk, let user else { return }
        let texts = user.map(\.cueText)
        userSide = UserSide(
            risk: InputRiskReader.read(texts, isProse: user.map(\.isOwnProse)), adequacy: AdequacyReader.read(response),
            activity: UserActivity(texts))
    }

    private static func warnings(_ sentences: [Sentence], _ side: Driver.Side) -> [LanguageWarning] {
        let language = LanguageDetector.detect(sentences.map(\.text))
        return language.isSupported ? [] : [LanguageWarning(side: side, language: language)]
    }
}

/// A text whose language the cues cannot read.
package struct LanguageWarning: Sendable, Equatable, Codable {
    /// The warning's name on the wire.
    package static let code = "language_unsupported"

    package var side: Driver.Side
    package var language: Language

    package init(side: Driver.Side, language: Language) {
        self.side = side
        self.language = language
    }

    /// The warning as people read it.
    package var message: String {
        let text = side == .user ? "The user's text" : "The response"
        return "\(text) does not seem to be English (\(language.rawValue)); scores may miss what it says."
    }
}
