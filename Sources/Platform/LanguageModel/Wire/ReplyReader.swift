// From the bytes of an answer to a reply, whether it comes as a stream of events or in one piece.
import Foundation
import ModelText
import Vocabulary

/// How much of a reply is taken. All are *our choice*: far above what models write, far below what harms the server.
struct ReplyLimits: Sendable {
    /// Bytes on the wire. A stream spends some 300 of them on each token.
    var wireBytes = 32 << 20
    /// Bytes of text and of the tools' arguments.
    var contentBytes = 1 << 20
    var toolCalls = 64
    /// Parts of a message in Anthropic's format.
    var blocks = 1_024
}

/// What the model has said, gathered from either shape.
struct GatheredReply: Sendable, Equatable {
    var text = ""
    var reasoning = ""
    var handback: JSONValue?
    var toolCalls: [ToolCall] = []
    var usage: ModelUsage?
    var stop: ChatReply.Stop?
    var model: String?
}

/// One provider's way to write replies.
protocol ReplyFormat {
    init(limits: ReplyLimits)
    /// Takes an event of a stream. Returns what it adds.
    mutating func take(_ event: ServerSentEvent) throws(ModelFailure) -> [ReplyPiece]
    /// Takes an answer in one piece. Returns what it says.
    mutating func take(whole bytes: [UInt8]) throws(ModelFailure) -> [ReplyPiece]
    /// Nothing follows: what was held back because of what might have followed.
    mutating func end() -> [ReplyPiece]
    /// Nothing that matters can follow: the rest is not waited for.
    var isFinished: Bool { get }
    /// The model has said why it stopped: a reply that ends here is whole.
    var isWhole: Bool { get }
    /// - Throws: `.nonsense` when what came is no reply.
    mutating func gathered() throws(ModelFailure) -> GatheredReply
}

/// Reads an answer's bytes as they come; how they are split makes no difference.
struct ReplyReader<Format: ReplyFormat> {
    private enum Shape { case unknown, events, whole }

    private let limits: ReplyLimits
    private var format: Format
    private var shape = Shape.unknown
    private var events = ServerSentEvents()
    private var body: [UInt8] = []
    private var taken = 0

    init(limits: ReplyLimits = ReplyLimits()) {
        self.limits = limits
        format = Format(limits: limits)
    }

    var isFinished: Bool { format.isFinished }

    /// Takes the next bytes.
    /// - Parameter pieces: is given the pieces that they complete, none of them empty; also those before the place that fails.
    mutating func take(_ bytes: some Collection<UInt8>, into pieces: inout [ReplyPiece]) throws(ModelFailure) {
        taken += bytes.count
        guard taken <= limits.wireBytes else { throw .nonsense("it is larger than \(limits.wireBytes >> 20) MiB") }
        var bytes = Array(bytes)
        if shape == .unknown {
            // The content type is not asked: gateways get it wrong. No line of an event stream begins like a JSON object or a web page.
            body += bytes
            guard let first = body.first(where: { !Self.isSpace($0) }) else { return }
            shape = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "<") ? .whole : .events
            bytes = body
            body = []
        }
        if shape == .whole {
            body += bytes
            return
        }
        for event in events.take(bytes) {
            guard !format.isFinished else { break }
            pieces += try format.take(event)
        }
        guard events.pendingBytes <= 4 * limits.contentBytes else { throw .nonsense("one event is larger than \(limits.contentBytes >> 18) MiB") }
    }

    /// The answer has ended.
    /// - Parameters:
    ///   - isCut: whether the connection broke instead of ending the answer.
    ///   - pieces: is given what was still open.
    /// - Throws: `.brokenStream` unless the model had said that it was finished.
    mutating func finish(isCut: Bool, into pieces: inout [ReplyPiece]) throws(ModelFailure) {
        switch shape {
        case .unknown:
            throw isCut ? .brokenStream : .nonsense("it is empty")
        case .whole:
            guard !isCut else { throw .brokenStream }
            guard body.first(where: { !Self.isSpace($0) }) != UInt8(ascii: "<") else {
                throw .nonsense("it is a web page; is the address right?")
            }
            pieces += try format.take(whole: body)
            pieces += format.end()
        case .events:
            try finishEvents(isCut: isCut, into: &pieces)
            pieces += format.end()
            guard format.isWhole else { throw .brokenStream }
        }
    }

    private mutating func finishEvents(isCut: Bool, into pieces: inout [ReplyPiece]) throws(ModelFailure) {
        guard !format.isFinished, !isCut, let event = events.finish() else { return }
        do throws(ModelFailure) {
            pieces += try format.take(event)
        } catch {
            // What the end of the stream has cut in two is no nonsense of the model's.
            guard case .nonsense = error else { throw error }
        }
    }

    mutating func gathered() throws(ModelFailure) -> GatheredReply { try format.gathered() }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0xEF || byte == 0xBB || byte == 0xBF
    }
}

extension ServerSentEvent {
    /// Keeps a connection open and says nothing. By the standard these are comments; servers also send empty data, or a word.
    var isKeepAlive: Bool {
        if ["ping", "heartbeat", "keepalive", "keep-alive"].contains(name.lowercased()) { return true }
        guard data.count <= 16 else { return false }
        return ["", "ping", "pong", "heartbeat", "keepalive", "keep-alive"].contains(words.lowercased())
    }

    /// The data without blanks around them.
    var words: String { String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
}

extension ReplyFormat {
    /// - Throws: `.nonsense` naming what is wrong: no UTF-8, no JSON, or JSON of another shape.
    static func decode<T: Decodable>(_ type: T.Type, _ bytes: [UInt8]) throws(ModelFailure) -> T {
        var bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        LoneSurrogates.mark(in: &bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .nonsense("it is not valid UTF-8") }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            if case .dataCorrupted(let context) = error, context.codingPath.isEmpty { throw .nonsense("it is not JSON") }
            throw .nonsense("its JSON has another shape than documented")
        } catch {
            throw .nonsense("it is not JSON")
        }
    }
}

/// A member that is not worth failing for: nil where it is absent or of another type.
@propertyWrapper
struct Lenient<Value: Decodable>: Decodable {
    var wrappedValue: Value?

    init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws { wrappedValue = try? Value(from: decoder) }
}

extension KeyedDecodingContainer {
    func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        try decodeIfPresent(type, forKey: key) ?? Lenient(wrappedValue: nil)
    }
}
