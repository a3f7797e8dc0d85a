// Puts calls of tools together from their pieces, however carelessly these are numbered and named.
import ModelText
import Vocabulary

struct ToolCallAssembly {
    private struct Partial {
        var id = ""
        var name = ""
        var arguments = ""
        var hasArguments = false
        var halves = HalfJoiner()
        var handback: [String: JSONValue] = [:]

        var isComplete: Bool { ToolArguments.isObject(arguments) }
    }

    private var calls: [Partial] = []
    /// Which call a chunk's `index` continues.
    private var callOfIndex: [Int: Int] = [:]
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The calls of one chunk; returns how many bytes they add.
    mutating func take(_ parts: [OpenAIChunk.Call]) throws(ModelFailure) -> Int {
        var bytes = 0
        var used: Set<Int> = []
        for part in parts {
            let place = try place(of: part, used)
            used.insert(place)
            if let id = part.id, !id.isEmpty { calls[place].id = id }
            // Some servers name the tool in every chunk, a few cut the name.
            if let name = part.function?.name, name != calls[place].name { calls[place].name += name }
            Handback.merge(part.handback, into: &calls[place].handback)
            guard let arguments = part.function?.arguments else { continue }
            bytes += arguments.utf8.count
            calls[place].hasArguments = true
            // The whole call once more.
            if part.function?.name != nil, arguments == calls[place].arguments, calls[place].isComplete { continue }
            calls[place].arguments += calls[place].halves.take(arguments)
        }
        return bytes
    }

    /// Chunks of one call share its index. Servers that leave it out, or call everything 0, are told apart by ids, names and finished arguments.
    private mutating func place(of part: OpenAIChunk.Call, _ used: Set<Int>) throws(ModelFailure) -> Int {
        let id = part.id.flatMap { $0.isEmpty ? nil : $0 }
        let name = part.function?.name.flatMap { $0.isEmpty ? nil : $0 }
        var known = part.index.flatMap { callOfIndex[$0] }
        if part.index == nil {
            if let id {
                known = calls.lastIndex { $0.id == id }
            } else if let last = calls.indices.last,
                name == nil || (calls[last].name == name && calls[last].hasArguments && !calls[last].isComplete) {
                known = last
            }
        }
        if let known, !isAnother(part, id: id, name: name, than: calls[known], isInSameChunk: used.contains(known)) { return known }
        guard calls.count < limit else { throw .nonsense("it asks for more than \(limit) tools") }
        calls.append(Partial())
        if let index = part.index { callOfIndex[index] = calls.count - 1 }
        return calls.count - 1
    }

    private func isAnother(_ part: OpenAIChunk.Call, id: String?, name: String?, than known: Partial, isInSameChunk: Bool) -> Bool {
        if let id, !known.id.isEmpty, id != known.id { return true }
        guard let name, !known.name.isEmpty else { return false }
        let arguments = part.function?.arguments ?? ""
        let isWhole = known.isComplete && !arguments.allSatisfy(\.isWhitespace)
        if id != nil, id == known.id { return isWhole && arguments != known.arguments }
        if isInSameChunk { return true }
        return name == known.name ? isWhole : known.hasArguments || part.function?.arguments != nil
    }

    /// The calls as they are told; parts without a name are left out.
    mutating func finished(stop: ChatReply.Stop?) -> [ToolCall] {
        let parts = calls.indices.map { index -> ToolCallParts in
            calls[index].arguments += calls[index].halves.end()
            let call = calls[index]
            return ToolCallParts(
                id: call.id, name: call.name, arguments: call.arguments, handback: call.handback.isEmpty ? nil : .object(call.handback))
        }
        return ToolCallParts.checked(parts, stop: stop).compactMap(\.self)
    }

    var isEmpty: Bool { calls.isEmpty }
}

/// A call as it was put together, before anybody looked at it.
struct ToolCallParts {
    var id: String
    var name: String
    var arguments: String
    var handback: JSONValue?

    /// The calls as they are told: each with an id of its own and a name, arguments never empty. Nil for those without a name, and those that the
    /// reply's length has cut.
    static func checked(_ calls: [ToolCallParts], stop: ChatReply.Stop?) -> [ToolCall?] {
        var ids: Set<String> = []
        return calls.enumerated().map { index, call in
            var name = HalfJoiner.whole(call.name)
            // gpt-oss's frame, and the name space that it knows tools by.
            if let frame = name.firstRange(of: "<|") { name = String(name[..<frame.lowerBound]) }
            if name.hasPrefix("functions.") { name.removeFirst("functions.".count) }
            name = String(name.filter { !$0.isWhitespace })
            let arguments = ToolArguments.mended(call.arguments)
            if name.isEmpty || (stop == .length && !ToolArguments.isObject(arguments)) { return nil }
            let id = call.id.isEmpty || ids.contains(call.id) ? "call_\(index)" : call.id
            ids.insert(id)
            return ToolCall(id: id, name: name, arguments: arguments, handback: call.handback)
        }
    }
}

enum ToolArguments {
    static func isObject(_ text: String) -> Bool { text.contains("}") && JSONValue(text: text)?.isObject == true }

    /// The object that careless servers mean: nothing, JSON inside a JSON text, an empty object before the real one.
    static func mended(_ text: String) -> String {
        if text.allSatisfy(\.isWhitespace) || text == "null" { return "{}" }
        if isObject(text) { return text }
        if let inner = JSONValue(text: text)?.stringValue, isObject(inner) { return inner }
        if text.hasPrefix("{}"), isObject(String(text.dropFirst(2))) { return String(text.dropFirst(2)) }
        return text
    }
}
