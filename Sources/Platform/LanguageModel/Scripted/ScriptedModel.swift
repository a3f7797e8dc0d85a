// A stand-in for a language model that follows a script: the same request always gives the same reply. For tests, and for trying the
// assistant where no model is at hand. It never claims to be a language model.
import Foundation
import Vocabulary

package struct ScriptedModel: LanguageModel {
    package let description: ModelDescription
    private let script: Script
    private let pause: @Sendable (_ milliseconds: Int) async throws -> Void

    /// How much of a text a pattern looks at, in characters. *Our choice*: a bound for slow patterns.
    private static let matchedCharacters = 4_000
    /// How much of a text `$text`, a captured group or `$tool` inserts, in characters. *Our choice*.
    private static let insertedCharacters = 1_000

    /// - Parameter pause: waits between pieces where a rule has `delay_ms`.
    package init(
        script: Script, pause: @escaping @Sendable (_ milliseconds: Int) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) }
    ) {
        self.script = script
        self.pause = pause
        description = ModelDescription(provider: .scripted, model: script.model, isLocal: true)
    }

    package func complete(
        _ request: ChatRequest, onPiece: @escaping @Sendable (ReplyPiece) async throws -> Void
    ) async throws(ModelFailure) -> ChatReply {
        guard let turn = Turn(request), let (rule, inserts) = fitting(turn) else {
            throw .nonsense("no rule of the script fits")
        }
        var words = ReplyWords()
        func tell(_ pieces: [ReplyPiece]) async throws(ModelFailure) {
            for piece in pieces { do { try await onPiece(piece) } catch { throw .cancelled } }
        }
        try await tell(words.add(reasoning: rule.reasoning.map(inserts.fill) ?? ""))
        for piece in pieces(of: rule, inserts) {
            do {
                if let delay = rule.delayMs, delay > 0 { try await pause(delay) }
                try Task.checkCancellation()
            } catch {
                throw .cancelled
            }
            try await tell(words.add(text: piece))
        }
        try await tell(words.end())
        if let failure = rule.fail { throw failure.failure }
        let calls = (rule.tools ?? []).enumerated().map { index, call in
            ToolCall(
                id: "call_\(request.messages.count)_\(index)", name: call.name,
                arguments: (call.arguments ?? .object([:])).replacingTexts { inserts.fill($0) }.text ?? "{}")
        }
        let usage =
            rule.usage.map { ModelUsage(tokensIn: $0.tokensIn, tokensOut: $0.tokensOut, tokensCached: $0.tokensCached ?? 0) }
            ?? .estimated(request, text: words.text + words.reasoning, toolCalls: calls)
        return ChatReply(
            text: words.text, reasoning: words.reasoning, toolCalls: calls,
            usage: usage, stop: rule.stop ?? (calls.isEmpty ? .end : .tools), model: script.model)
    }

    // MARK: Which rule

    /// What rules look at.
    private struct Turn {
        var text: String
        /// The tool whose answer stands last, if one does.
        var tool: (name: String, answer: String)?
        var system: String
        var offered: Set<String>

        init?(_ request: ChatRequest) {
            guard let last = request.messages.last(where: { $0.role != .system }) else { return nil }
            text = request.messages.last { $0.role == .user }?.content ?? ""
            system = request.messages.filter { $0.role == .system }.map(\.content).joined(separator: "\n")
            offered = Set(request.tools.map(\.name))
            guard last.role == .tool else { return }
            let call = request.messages.flatMap(\.toolCalls).last { $0.id == last.toolCallID }
            tool = (name: call?.name ?? "", answer: last.content)
        }
    }

    private func fitting(_ turn: Turn) -> (Script.Rule, Inserts)? {
        for rule in script.rules {
            guard rule.tools?.allSatisfy({ turn.offered.contains($0.name) }) ?? true else { continue }
            if let wanted = rule.afterTool {
                guard let tool = turn.tool, wanted == "*" || wanted == tool.name else { continue }
            } else if turn.tool != nil { continue }
            if let pattern = rule.system, Self.groups(of: pattern, in: turn.system) == nil { continue }
            var inserts = Inserts(text: cut(turn.text), tool: turn.tool.map { cut(ToolAnswer.readable($0.answer)) } ?? "")
            if let pattern = rule.user {
                guard let groups = Self.groups(of: pattern, in: turn.text) else { continue }
                inserts.groups = groups.map(cut)
            }
            return (rule, inserts)
        }
        return nil
    }

    /// The groups that the pattern captures; nil when it is not found. A pattern that is none was refused when the script was read.
    private static func groups(of pattern: String, in text: String) -> [String]? {
        guard let regex = try? Regex(pattern).ignoresCase().dotMatchesNewlines() else { return nil }
        guard let match = try? regex.firstMatch(in: String(text.prefix(matchedCharacters))) else { return nil }
        return match.output.dropFirst().map { $0.substring.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? "" }
    }

    private func cut(_ text: String) -> String {
        text.count > Self.insertedCharacters ? text.prefix(Self.insertedCharacters) + "…" : text
    }

    // MARK: What it says

    private func pieces(of rule: Script.Rule, _ inserts: Inserts) -> [String] {
        guard let text = rule.text else { return [] }
        let filled = text.pieces.map(inserts.fill).filter { !$0.isEmpty }
        return text.isSingle ? filled.flatMap(Self.words) : filled
    }

    /// Each word with the space before it; joined they are the text again.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text {
            if character.isWhitespace, word.last?.isWhitespace == false {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}

/// What a script's texts may hold: `$text` (the user's last message), `$tool` (the tool's answer), `$1`…`$9` (groups of the pattern).
private struct Inserts {
    var text: String
    var tool: String
    var groups: [String] = []

    /// One pass, so that what is inserted is not looked at again.
    func fill(_ template: String) -> String {
        var rest = template[...]
        var filled = ""
        while let dollar = rest.firstIndex(of: "$") {
            filled += rest[..<dollar]
            rest = rest[dollar...]
            let name = ["$text", "$tool"].first { rest.hasPrefix($0) } ?? String(rest.prefix(2))
            switch name {
            case "$text": filled += text
            case "$tool": filled += tool
            default:
                if let number = Int(name.dropFirst()), (1...9).contains(number) {
                    filled += number <= groups.count ? groups[number - 1] : ""
                } else {
                    filled += name
                }
            }
            rest = rest.dropFirst(name.count)
        }
        return filled + rest
    }
}

extension JSONValue {
    /// The same value with every text in it replaced.
    fileprivate func replacingTexts(_ replace: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): .string(replace(text))
        case .array(let items): .array(items.map { $0.replacingTexts(replace) })
        case .object(let members): .object(members.mapValues { $0.replacingTexts(replace) })
        default: self
        }
    }

    /// Nil when the value has another shape.
    func decoded<T: Decodable>(as type: T.Type) -> T? {
        bytes.flatMap { try? JSONDecoder().decode(type, from: Data($0)) }
    }
}
