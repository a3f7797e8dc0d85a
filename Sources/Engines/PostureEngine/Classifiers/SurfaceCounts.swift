import Foundation

/// What a sentence looks like, whatever it says: length, numbers, names, marks. Inputs of every head, each about 0…1.
package struct SurfaceCounts: Sendable, Equatable {
    /// Whitespace-separated words.
    package private(set) var words = 0
    /// Words that hold a digit.
    package private(set) var numbers = 0
    /// Of these, four digits between 1000 and 2099: years.
    package private(set) var years = 0
    /// Numbers with a decimal point, a per-cent or a currency sign.
    package private(set) var preciseNumbers = 0
    /// Words with a capital first letter, the first word apart.
    package private(set) var names = 0
    /// Runs of such words.
    package private(set) var nameRuns = 0
    package private(set) var commas = 0
    /// Quotation marks, straight or curly.
    package private(set) var quotationMarks = 0
    package private(set) var brackets = 0

    package init(_ sentence: String) {
        var inName = false
        for (position, word) in sentence.split(whereSeparator: \.isWhitespace).enumerated() {
            words += 1
            read(word)
            let letters = word.drop { !$0.isLetter && !$0.isNumber }
            let isName = position > 0 && letters.first?.isUppercase == true && letters != "I" && !letters.hasPrefix("I'") && !letters.hasPrefix("I’")
            if isName {
                names += 1
                if !inName { nameRuns += 1 }
            }
            inName = isName && word.last != "," && word.last != ";"
        }
    }

    private mutating func read(_ word: Substring) {
        var digits = 0
        var isPrecise = false
        var value = 0
        var previousIsDigit = false
        for scalar in word.unicodeScalars {
            let isDigit = scalar.value >= 48 && scalar.value <= 57
            if isDigit {
                digits += 1
                value = min(1_000_000, value * 10 + Int(scalar.value) - 48)
            }
            switch scalar {
            case ",": commas += 1
            case "\"", "“", "”", "«", "»": quotationMarks += 1
            case "(", ")", "[", "]": brackets += 1
            case "%", "$", "€", "£": isPrecise = true
            case ".": if previousIsDigit, word.last != "." { isPrecise = true }
            default: break
            }
            previousIsDigit = isDigit
        }
        guard digits > 0 else { return }
        numbers += 1
        if isPrecise { preciseNumbers += 1 }
        if digits == 4, (1000...2099).contains(value), !isPrecise { years += 1 }
    }

    package static let names = [
        "surface.length", "surface.short", "surface.numbers", "surface.years", "surface.precise", "surface.names", "surface.name-runs",
        "surface.commas", "surface.quotes", "surface.brackets", "surface.exclamation", "surface.question", "surface.capitals",
    ]

    /// The numbers in the order of `names`. Counts enter as logarithms so that long sentences do not drown the rest.
    package func vector(_ marks: CueText.Marks) -> [Float] {
        func log(_ count: Int, _ full: Double) -> Float { Float(Foundation.log1p(Double(count)) / Foundation.log1p(full)) }
        return [
            log(words, 40), words <= 4 ? 1 : 0, log(numbers, 5), log(years, 3), log(preciseNumbers, 3), log(names, 8), log(nameRuns, 5),
            log(commas, 6), quotationMarks >= 2 ? 1 : 0, brackets >= 2 ? 1 : 0, log(marks.exclamationMarks, 3), marks.endsInQuestion ? 1 : 0,
            marks.letters == 0 ? 0 : Float(marks.capitals) / Float(marks.letters),
        ]
    }
}
