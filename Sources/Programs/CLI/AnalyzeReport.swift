// The readable report: the conversation with marked sentences, the rules that fired, and what it comes to.
import Foundation
import PostureEngine

/// Colours and attributes of a terminal; nothing where nobody looks.
struct TerminalStyle {
    let isColoured: Bool
    /// Columns that a line may have.
    let width: Int

    func paint(_ text: String, _ codes: String) -> String { isColoured && !codes.isEmpty ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text }

    /// - Parameter choice: `auto`, `always` or `never`; `auto` looks at the terminal and at `NO_COLOR`.
    static func standardOutput(_ choice: AnalyzeCommand.Colour) -> TerminalStyle {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refuses = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        let isColoured =
            switch choice {
            case .always: true
            case .never: false
            case .auto: isTerminal && !refuses
            }
        var size = winsize()
        let known = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TerminalStyle(isColoured: isColoured, width: min(110, max(40, known ? Int(size.ws_col) : 100)))
    }
}

/// What a sentence does, as it is marked: each kind has a sign of its own beside its colour.
private enum SentenceMark: CaseIterable {
    case yields, invents, flatters, pushes, holds, presses

    var sign: String {
        switch self {
        case .yields: "~"
        case .invents: "?"
        case .flatters: "+"
        case .pushes: ">"
        case .holds: "|"
        case .presses: "!"
        }
    }

    var words: String {
        switch self {
        case .yields: "gives way"
        case .invents: "unsupported detail"
        case .flatters: "flatters"
        case .pushes: "pushes"
        case .holds: "holds or refuses"
        case .presses: "presses"
        }
    }

    var colour: String {
        switch self {
        case .yields: "31"
        case .invents: "33"
        case .flatters: "35"
        case .pushes: "36"
        case .holds: "34"
        case .presses: "1"
        }
    }

    init?(_ classifier: Classifier, _ code: Int) {
        guard code != 0 else { return nil }
        switch classifier {
        case .c0: self = .presses
        case .c1: self = StressCode(rawValue: code)?.group == .restrict ? .holds : .yields
        case .c2: self = .flatters
        case .c3: self = .invents
        case .c4: self = .pushes
        }
    }
}

struct AnalyzeReport {
    let style: TerminalStyle
    let thresholds: PostureThresholds
    let showsText: Bool

    private static let levelColours: [AlertLevel: String] = [.green: "32", .yellow: "33", .orange: "38;5;208", .red: "31", .critical: "1;97;41"]

    private func level(_ level: AlertLevel) -> String { style.paint(level.rawValue, Self.levelColours[level] ?? "") }

    var legend: String {
        let marks = SentenceMark.allCases.map { style.paint("\($0.sign) \($0.words)", $0.colour) }
        return "Marks: " + marks.joined(separator: "  ") + "\n"
    }

    // MARK: A turn

    func turn(_ analyzed: AnalyzedTurn) -> String {
        let score = analyzed.score, codes = analyzed.reading.classification.postures
        var name = "Turn \(score.turn)"
        if let session = analyzed.turn.sessionName, session != "conversation" { name += " of \(Self.plain(session))" }
        if let id = analyzed.turn.id { name += " (\(Self.plain(id)))" }
        let health = "health \(Self.fixed(score.metrics.behavioralHealth))"
        let room = max(3, style.width - name.count - score.alert.rawValue.count - health.count - 6)
        var lines = ["", "\(style.paint(name, "1")) \(style.paint(String(repeating: "─", count: room), "2")) \(level(score.alert))  \(health)"]
        if let user = analyzed.reading.userTexts, let c0 = codes.c0 {
            lines.append(style.paint("  User", "2"))
            lines += sentences(user, [(.c0, c0)])
        }
        lines.append(style.paint("  Answer", "2"))
        lines += sentences(analyzed.reading.responseTexts, [(.c1, codes.c1), (.c2, codes.c2), (.c3, codes.c3), (.c4, codes.c4)])
        if analyzed.reading.isTruncated { lines.append("       … only the first \(Segmenter.sentenceLimit) sentences were read.") }
        for driver in score.drivers { lines += reason(self.driver(driver), driver.level) }
        if let dyadic = score.dyadic, dyadic.interventionRequired {
            lines += reason("DRM: \(dyadic.explanation)", dyadic.level)
        }
        lines.append("  " + style.paint(figures(score.metrics), "2"))
        for warning in analyzed.warnings where !warning.hasPrefix("PSA v2 sentence encoder") {
            lines += hanging(warning, first: "  " + style.paint("note", "33") + " ", indent: 7)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The confidence from which a sentence's code counts in the scores.
    private func needed(_ classifier: Classifier) -> Double { classifier == .c2 || classifier == .c3 ? thresholds.sentenceConfidence : 0 }

    private func sentences(_ texts: [String], _ lanes: [(Classifier, [CodedSentence])]) -> [String] {
        texts.indices.flatMap { index -> [String] in
            let marked = lanes.compactMap { classifier, coded -> (Classifier, CodedSentence, SentenceMark)? in
                guard coded.indices.contains(index), let mark = SentenceMark(classifier, coded[index].code) else { return nil }
                return (classifier, coded[index], mark)
            }
            let order = SentenceMark.allCases
            // What is too unsure to count leads only where nothing else does.
            let counting = marked.filter { $0.1.confidence >= needed($0.0) }
            let leading = (counting.isEmpty ? marked : counting).map(\.2)
                .min { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
            let number = String(index + 1)
            let gutter = " " + String(repeating: " ", count: max(0, 4 - number.count))
            let sign = leading.map { style.paint($0.sign, $0.colour) } ?? " "
            var lines: [String] = []
            if showsText {
                let text = Self.wrap(Self.plain(texts[index]), to: style.width - 9)
                for (row, part) in text.enumerated() {
                    let painted = leading.map { style.paint(part, $0.colour) } ?? part
                    lines.append(row == 0 ? " \(sign)\(gutter)\(style.paint(number, "2"))  \(painted)" : "         \(painted)")
                }
            }
            guard !marked.isEmpty else { return lines }
            let codes = marked.map { classifier, coded, mark in
                let needs = needed(classifier)
                let weak = coded.confidence < needs ? ", below \(Self.short(needs))" : ""
                let percent = Int((coded.confidence * 100).rounded())
                return style.paint("\(classifier.letter)\(coded.code) \(classifier.name(of: coded.code) ?? "") \(percent) %\(weak)", mark.colour)
            }.joined(separator: " · ")
            lines.append(showsText ? "         \(codes)" : " \(sign)\(gutter)\(style.paint(number, "2"))  \(codes)")
            return lines
        }
    }

    private func driver(_ driver: Driver) -> String {
        let words = driver.reason.prefix(1).uppercased() + driver.reason.dropFirst()
        let whose = driver.side == .user ? "user's " : ""
        let place = driver.sentenceIndexes.isEmpty ? "" : ", \(whose)\(Self.list(driver.sentenceIndexes.map { $0 + 1 }))"
        return "\(words) [limit \(Self.short(driver.threshold))\(place)]"
    }

    private func figures(_ metrics: TurnMetrics) -> String {
        var parts = [
            "POI \(Self.short(metrics.stress.oscillation))", "DPI \(Self.short(metrics.stress.dissolution))",
            "SD \(Self.short(metrics.sycophancyDensity))",
            "HRI \(Self.short(metrics.hallucinationRisk))", "PD \(Self.short(metrics.persuasionDensity))", "TD \(metrics.techniqueDiversity)",
        ]
        if let pressure = metrics.pressure { parts.append("CPI \(Self.short(pressure))") }
        return parts.joined(separator: "  ")
    }

    // MARK: The end

    /// Sessions in short, as long as they fit a screen, then the tally.
    func end(_ tally: AnalyzeTally, sessions: AnalyzedSessions, health: [String: [Double]]) -> String {
        var lines = ["", style.paint(String(repeating: "─", count: style.width), "2")]
        for (name, state) in sessions.shown {
            guard state.turnCount > 1, let summary = SessionSummary(state) else { continue }
            let regime = Regime(state)
            let title = name == "conversation" ? "Health" : Self.plain(name)
            var line = "\(title) \(Self.fixed(summary.healthStart)) → \(Self.fixed(summary.healthEnd)) "
            line += "\(Self.spark(health[name] ?? [])) \(summary.healthTrend.rawValue)"
            line += ", lowest \(Self.fixed(summary.healthLowest)) in turn \(summary.peakRiskTurn)"
            if regime.kind != .insufficientData { line += ". \(regime.kind.rawValue): \(regime.details)" }
            lines += Self.wrap(line, to: style.width)
        }
        let more = sessions.count - AnalyzedSessions.shownLimit
        if more > 0 { lines.append("… and \(more) session\(more == 1 ? "" : "s") more.") }
        lines.append(style.paint(tally.sentence + ".", "1"))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Health over the turns, the last sixty of them.
    private static func spark(_ values: [Double]) -> String {
        let bars = Array("▁▂▃▄▅▆▇█")
        return String(values.suffix(60).map { bars[min(7, max(0, Int($0 * 8)))] })
    }

    // MARK: Words

    private func reason(_ text: String, _ level: AlertLevel) -> [String] {
        hanging(text, first: "  " + self.level(level) + " ", indent: level.rawValue.count + 3)
    }

    private func hanging(_ text: String, first: String, indent: Int) -> [String] {
        Self.wrap(text, to: style.width - indent).enumerated().map { ($0.offset == 0 ? first : String(repeating: " ", count: indent)) + $0.element }
    }

    /// Without what a terminal would obey.
    static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
            case .format where scalar.value != 0x200D: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own and is cut.
    static func wrap(_ text: String, to width: Int) -> [String] {
        var lines: [String] = [], line = ""
        for word in text.split(separator: " ") {
            var word = word[...]
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            while word.count > width {
                lines.append(String(word.prefix(width)))
                word = word.dropFirst(width)
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private static func fixed(_ value: Double) -> String { String(format: "%.2f", value) }
    private static func short(_ value: Double) -> String {
        let text = String(format: "%.2f", value)
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text.hasSuffix("0") ? String(text.dropLast()) : text
    }

    /// `sentences 1–3, 5`
    private static func list(_ numbers: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        let words = runs.prefix(8).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
        return "sentence\(numbers.count == 1 ? "" : "s") " + words.joined(separator: ", ") + (runs.count > 8 ? ", …" : "")
    }
}
