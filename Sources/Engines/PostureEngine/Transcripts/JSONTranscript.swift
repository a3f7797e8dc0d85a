// Messages with roles, and records of one turn a line.
import Foundation
import ModelText

package enum JSONTranscript {
    /// Reads a JSON list: of messages, or of records. Nil when it is not meant as one; then it is text that begins with a bracket.
    /// - Throws: `TranscriptError` for what is meant as JSON and is broken, naming the line, or holds nothing known.
    static func list(_ text: String) throws -> Transcript? {
        let data = readable(text)
        guard let items = try? JSONDecoder().decode([Anything].self, from: data) else {
            guard JSONFault.isMeant(text) else { return nil }
            throw TranscriptError(place: "line \(JSONFault.line(of: text) ?? 1)", "is not valid JSON. \(asText)")
        }
        guard !items.isEmpty else { throw TranscriptError("There is nothing to read: the list is empty.") }
        if items.contains(where: { !$0.keys.isDisjoint(with: ["response_text", "messages", "choices"]) }) {
            var transcript = Transcript(form: .records, turns: [], leftOut: [])
            for (index, record) in try decode([Record].self, data, unit: "item").enumerated() {
                try add(record, to: &transcript, place: index + 1, unit: "item")
            }
            return transcript
        }
        guard items.contains(where: { $0.keys.contains("role") }) else {
            guard JSONFault.isMeant(text) else { return nil }
            throw TranscriptError("This JSON list holds neither messages with “role” nor records with “response_text”. \(asText)")
        }
        return try messages(decode([TranscriptMessage].self, data, unit: "message"), sessionName: "conversation", id: nil, form: .messages)
    }

    /// What to do with an answer that is JSON, or looks like it.
    private static let asText = "To have it read as an answer, put “Assistant:” before it."

    /// Reads one JSON object, or one on each line. Nil when it is not meant as one; then it is text that begins with a brace.
    /// - Throws: `TranscriptError` for what is meant as JSON and is broken, naming the line, or holds nothing known.
    static func objects(_ text: String) throws -> Transcript? {
        let data = readable(text)
        if let whole = try? JSONDecoder().decode(Anything.self, from: data) {
            guard !whole.keys.isDisjoint(with: ["messages", "response_text", "choices"]) else {
                throw TranscriptError("This JSON object has neither “response_text” nor “messages”. \(asText)")
            }
            let record = try decode(Record.self, data, unit: nil, number: nil)
            var transcript = Transcript(form: record.messages == nil ? .records : .messages, turns: [], leftOut: [])
            try add(record, to: &transcript, place: 1, unit: "line")
            return transcript
        }
        var transcript = Transcript(form: .records, turns: [], leftOut: [])
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            if transcript.turns.isEmpty, (try? JSONDecoder().decode(Anything.self, from: readable(line))) == nil {
                guard JSONFault.isMeant(text) else { return nil }
                // Without a fault the objects are whole, but spread over several lines each.
                guard let fault = JSONFault.line(of: text) else {
                    throw TranscriptError(place: "line \(index + 1)", "is not a whole JSON object: each has to stand on a line of its own.")
                }
                throw TranscriptError(place: "line \(fault)", "is not valid JSON. \(asText)")
            }
            transcript.turns += try turns(ofLine: readable(line), number: index + 1, leftOut: &transcript.leftOut)
        }
        return transcript
    }

    /// The turns of one line of records: one, or those of its `messages`.
    /// - Throws: `TranscriptError` naming the line and the field.
    package static func turns(ofLine line: Data, number: Int, leftOut: inout [String]) throws -> [TranscriptTurn] {
        let record = try decode(Record.self, readable(line), unit: "line", number: number)
        var transcript = Transcript(form: .records, turns: [], leftOut: [])
        try add(record, to: &transcript, place: number, unit: "line")
        leftOut += transcript.leftOut.filter { !leftOut.contains($0) }
        return transcript.turns
    }

    /// JSON that decoders take: halves of characters, which they refuse, are marked.
    private static func readable(_ text: some StringProtocol) -> Data { readable(Data(text.utf8)) }

    private static func readable(_ data: Data) -> Data {
        var bytes = [UInt8](data)
        return LoneSurrogates.mark(in: &bytes) ? Data(bytes) : data
    }

    /// Whether a line is a whole JSON object.
    package static func isObject(_ line: some Sequence<UInt8>) -> Bool {
        let data = readable(Data(line))
        return data.first { $0 > 0x20 } == UInt8(ascii: "{") && (try? JSONDecoder().decode(Anything.self, from: data)) != nil
    }

    /// Two halves make a character again; a lonely one is read as U+FFFD, and that is told.
    private static func mended(_ text: String?, _ field: String, _ place: String, _ notes: inout [String]) -> String? {
        guard let text else { return nil }
        let whole = HalfJoiner.whole(text)
        if whole != text { notes.append("\(place): \(field): half a character is read as U+FFFD.") }
        return whole
    }

    private static func add(_ record: Record, to transcript: inout Transcript, place: Int, unit: String) throws {
        if var own = record.messages {
            if let answer = record.choices.flatMap(TranscriptChoice.answer) { own.append(TranscriptMessage(role: "assistant", text: answer)) }
            let session = record.sessionName ?? record.id?.text ?? (transcript.form == .messages ? "conversation" : "\(unit) \(place)")
            var read = try messages(own, sessionName: session, id: record.id?.text, form: transcript.form, within: "\(unit) \(place)")
            if transcript.form == .records {
                for index in read.turns.indices {
                    read.turns[index].place = place
                    read.turns[index].isOwnSession = record.sessionName == nil
                }
            }
            transcript.turns += read.turns
            let beside = record.besideMessages.map { "Left out: \($0) beside “messages”." }
            transcript.leftOut += (read.leftOut + beside).filter { !transcript.leftOut.contains($0) }
            return
        }
        guard let given = record.responseText ?? record.refusal ?? record.choices.flatMap(TranscriptChoice.answer) else {
            throw TranscriptError(place: "\(unit) \(place)", field: record.choices == nil ? "response_text" : "choices", "is missing.")
        }
        let name = "\(unit) \(place)"
        let (response, reasoning) = ReasoningSplitter.split(mended(given, "response_text", name, &transcript.leftOut) ?? "")
        if !reasoning.isEmpty { transcript.leftOut.append("\(name): Left out: the answer's reasoning.") }
        let turn = TranscriptTurn(
            responseText: response, inputText: mended(record.inputText, "input_text", name, &transcript.leftOut),
            userText: mended(record.userText, "user_text", name, &transcript.leftOut), sessionName: record.sessionName.map(HalfJoiner.whole),
            turn: record.turn, id: record.id.map { HalfJoiner.whole($0.text) }, evidence: record.evidence?.map(HalfJoiner.whole), place: place)
        try TranscriptReader.check(turn, place: "\(unit) \(place)")
        transcript.turns.append(turn)
    }

    private static func messages(
        _ messages: [TranscriptMessage], sessionName: String, id: String?, form: Transcript.Form, within: String? = nil
    ) throws -> Transcript {
        var collector = TurnCollector(sessionName: sessionName, id: id)
        var halves: [String] = []
        for (index, message) in messages.enumerated() {
            let unit = [within, "message"].compactMap(\.self).joined(separator: ", ")
            let text = mended(message.text, "content", "\(unit) \(index + 1)", &halves) ?? ""
            try collector.add(Speaker(role: message.role), text, place: index + 1, unit: unit)
        }
        guard !collector.turns.isEmpty else {
            throw TranscriptError(place: within, field: "messages", "there is no answer to read: no message of the assistant has text.")
        }
        return Transcript(form: form, turns: collector.turns, leftOut: collector.leftOut + halves)
    }

    // MARK: Shapes

    /// Looks at an object's keys, whatever they hold.
    private struct Anything: Decodable {
        var keys: Set<String> = []
        init(from decoder: any Decoder) throws {
            if let container = try? decoder.container(keyedBy: AnyKey.self) { keys = Set(container.allKeys.map(\.stringValue)) }
        }
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Record: Decodable {
        var responseText: String?
        var inputText: String?
        var userText: String?
        var sessionName: String?
        var turn: Int?
        var id: Name?
        var evidence: [String]?
        var messages: [TranscriptMessage]?
        /// In place of `response_text`: what OpenAI's form answers with, and what such an answer refuses with.
        var choices: [TranscriptChoice]?
        var refusal: String?
        /// Fields of one turn that a record with messages holds as well.
        var besideMessages: [String] {
            let texts: [(CodingKeys, Bool)] = [
                (.responseText, responseText != nil), (.userText, userText != nil), (.inputText, inputText != nil), (.turn, turn != nil),
                (.evidence, evidence != nil),
            ]
            return texts.filter(\.1).map(\.0.rawValue)
        }
        enum CodingKeys: String, CodingKey {
            case responseText = "response_text", inputText = "input_text", userText = "user_text", sessionName = "session_name"
            case turn, id, evidence, messages, choices, refusal
        }
    }

    /// An id may be a text or a whole number.
    private struct Name: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be text or a whole number")
            }
        }
    }

    // MARK: Problems

    private static func decode<T: Decodable>(_ type: T.Type, _ data: Data, unit: String?, number: Int? = nil) throws -> T {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw problem(error, unit: unit, number: number)
        }
    }

    private static func problem(_ error: DecodingError, unit: String?, number: Int?) -> TranscriptError {
        func place(_ path: [any CodingKey]) -> (place: String?, field: String?) {
            var path = path[...]
            var number = number
            if number == nil, let index = path.first?.intValue {
                number = index + 1
                path = path.dropFirst()
            }
            let field = path.reduce(into: "") { text, key in
                text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? key.stringValue : ".\(key.stringValue)")
            }
            return (unit.flatMap { unit in number.map { "\(unit) \($0)" } }, field.isEmpty ? nil : field)
        }
        switch error {
        case .keyNotFound(let key, let context):
            let found = place(context.codingPath + [key])
            return TranscriptError(place: found.place, field: found.field, "is missing.")
        case .typeMismatch(let type, let context):
            let found = place(context.codingPath)
            return TranscriptError(place: found.place, field: found.field, "must be \(word(for: type)).")
        case .valueNotFound(let type, let context):
            let found = place(context.codingPath)
            return TranscriptError(place: found.place, field: found.field, "must be \(word(for: type)), not null.")
        case .dataCorrupted(let context):
            let found = place(context.codingPath)
            let isOurs = context.debugDescription.hasPrefix("must be")
            return TranscriptError(place: found.place, field: found.field, isOurs ? context.debugDescription + "." : "is not valid JSON.")
        @unknown default: return TranscriptError("This is not valid JSON.")
        }
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Int.Type: "a whole number"
        case is [Any].Type: "a list"
        default: String(describing: type).hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
