/// How a person goes through a form: order, stays, hesitations.
package struct NavigationFeatures: Sendable, Equatable {
    /// One field, all visits together.
    package struct Field: Sendable, Equatable {
        package var name: String
        /// Whether its name says that it asks for something a person knows of themselves by heart.
        package var isIdentity: Bool
        package var seconds: Float
        /// Seconds from the first arrival to the first key; NaN when nothing was typed.
        package var firstKeyDelay: Float
        package var keyCount: Int
        /// Breaks of more than 1.5 s between two keys of this field.
        package var breaks: Int

        package init(name: String, isIdentity: Bool, seconds: Float, firstKeyDelay: Float, keyCount: Int, breaks: Int) {
            self.name = name
            self.isIdentity = isIdentity
            self.seconds = seconds
            self.firstKeyDelay = firstKeyDelay
            self.keyCount = keyCount
            self.breaks = breaks
        }
    }

    /// In the order of the first visit, at most 64.
    package var fields: [Field] = []
    package var revisits = 0
    /// Changes of field by the tab or enter key, by the pointer, and in ways that the events do not explain.
    package var tabMoves = 0
    package var pointerMoves = 0
    package var otherMoves = 0
    package var scrolls = 0
    /// Down-down times over 2 s inside a field (`biometrics.md` 4.2).
    package var pauses = 0
    /// How far from the middle of their targets clicks land: 0 = the very middle, 1 = a corner.
    package var clickDistance = TypingFeatures.Moments()

    package init() {}

    static let mostFields = 64
    /// A break of recall, in seconds (`biometrics.md` 6, segmented_recall).
    static let breakSeconds = 1.5

    /// Identity fields that were typed in bursts: at least four keys and a break.
    package var segmentedIdentityFields: Int { fields.count { $0.isIdentity && $0.keyCount >= 4 && $0.breaks > 0 } }

    init(visits: [FieldVisit], keystrokes: [Keystroke], events: [BehaviorEvent]) {
        var positions: [String: Int] = [:]
        var seconds: [Double] = []
        for (index, visit) in visits.enumerated() {
            if index > 0 {
                switch visit.arrival {
                case .tab: tabMoves += 1
                case .pointer: pointerMoves += 1
                case .other: otherMoves += 1
                }
            }
            if positions[visit.field] == nil, fields.count < Self.mostFields {
                positions[visit.field] = fields.count
                fields.append(Field(
                    name: visit.field, isIdentity: IdentityFields.contains(visit.field), seconds: 0, firstKeyDelay: .nan, keyCount: 0, breaks: 0))
                seconds.append(0)
            } else {
                revisits += 1
            }
            guard let position = positions[visit.field] else { continue }
            seconds[position] += visit.seconds
            fields[position].keyCount += visit.keyCount
            if fields[position].firstKeyDelay.isNaN, let delay = visit.firstKeyDelay { fields[position].firstKeyDelay = Float(delay) }
        }
        for (key, next) in zip(keystrokes, keystrokes.dropFirst()) where key.field == next.field && key.isText {
            let gap = next.pressed - key.pressed
            if gap > TimingTransform.longestDownDown { pauses += 1 }
            if gap > Self.breakSeconds, let position = positions[key.field] { fields[position].breaks += 1 }
        }
        for (position, total) in seconds.enumerated() { fields[position].seconds = Float(total) }
        for event in events {
            switch event.kind {
            case .scroll: scrolls += 1
            case .click:
                guard let x = event.offsetX, let y = event.offsetY, (0 ... 1).contains(x), (0 ... 1).contains(y) else { break }
                clickDistance.add(((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5)).squareRoot() * 2.0.squareRoot())
            default: break
            }
        }
    }
}

/// Fields that ask for what a person knows of themselves by heart, told by their names.
package enum IdentityFields {
    private static let words: Set<String> = [
        "name", "fname", "lname", "firstname", "lastname", "fullname", "surname", "forename", "givenname", "familyname", "middlename", "maidenname",
        "birth", "birthday", "birthdate", "dob", "dateofbirth", "ssn", "nin", "nino", "tin", "passport", "nationalid", "taxid", "idnumber",
        "email", "mail", "emailaddress", "phone", "phonenumber", "mobile", "tel", "telephone", "cellphone",
        "vorname", "nachname", "geburtsdatum", "telefon", "prenom", "nom", "naissance", "nombre", "apellido", "apellidos", "nacimiento", "telefono",
        "cognome", "nascita", "cpf", "bsn", "nif", "nie",
    ]
    private static let pairs: Set<String> = ["nationalnumber", "nationalid", "taxnumber", "taxid", "socialsecurity", "idnumber", "identitynumber"]
    /// Words that make of a name the name of something else.
    private static let otherOwners: Set<String> = [
        "user", "company", "file", "project", "product", "domain", "host", "card", "brand", "display", "account",
    ]

    /// Whether a field of this name asks for a name, birth date, national number, e-mail address or phone number. Our word list, in a few
    /// languages; an unknown name is no identity field.
    package static func contains(_ field: String) -> Bool {
        let tokens = tokens(of: field)
        guard !tokens.isEmpty else { return false }
        for (first, second) in zip(tokens, tokens.dropFirst()) where pairs.contains(first + second) { return true }
        for (position, token) in tokens.enumerated() where words.contains(token) {
            if token == "name", position > 0, otherOwners.contains(tokens[position - 1]) { continue }
            return true
        }
        return false
    }

    /// Lower-case words of `first_name`, `billing[firstName]`, `E-Mail`; the parts of "e-mail" become one word.
    private static func tokens(of field: String) -> [String] {
        var tokens: [String] = []
        var current = ""
        var previousIsLower = false
        for character in field.prefix(200) {
            if character.isLetter || character.isNumber {
                if character.isUppercase, previousIsLower, !current.isEmpty {
                    tokens.append(current.lowercased())
                    current = ""
                }
                current.append(character)
                previousIsLower = character.isLowercase
            } else {
                if !current.isEmpty { tokens.append(current.lowercased()) }
                current = ""
                previousIsLower = false
            }
        }
        if !current.isEmpty { tokens.append(current.lowercased()) }
        if let position = zip(tokens, tokens.dropFirst()).enumerated().first(where: { $0.element == ("e", "mail") })?.offset {
            tokens.replaceSubrange(position ... position + 1, with: ["email"])
        }
        return tokens
    }
}
