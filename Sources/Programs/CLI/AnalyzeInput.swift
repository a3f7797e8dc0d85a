// Where `mien analyze` reads from: a file or standard input, line by line where the form allows it.
import Foundation
import PostureEngine

/// A sentence on standard error and exit code 2.
struct AnalyzeFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Bytes of a file or of standard input, as they come.
struct ByteSource {
    private let descriptor: Int32
    private let isOwned: Bool
    let name: String
    /// Bytes in all; nil when nobody knows.
    let size: Int?
    private(set) var taken = 0

    /// Standard input when `path` is nil or `-`.
    init(path: String?) throws {
        guard let path, path != "-" else {
            descriptor = STDIN_FILENO
            isOwned = false
            name = "standard input"
            size = Self.size(of: STDIN_FILENO)
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw AnalyzeFailure("\(path) cannot be opened: \(String(cString: strerror(errno))).") }
        isOwned = true
        name = path
        size = Self.size(of: descriptor)
    }

    private static func size(of descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether the next read would have to wait for somebody to write.
    var wouldWait: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 0
    }

    /// The next bytes; empty at the end.
    mutating func read() throws -> [UInt8] {
        let room = 1 << 16
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, used in
                count = Glibc.read(descriptor, buffer.baseAddress, room)
                used = max(0, count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw AnalyzeFailure("\(name) cannot be read: \(String(cString: strerror(errno))).") }
            taken += count
            return bytes
        }
    }

    func close() {
        if isOwned { _ = Glibc.close(descriptor) }
    }
}

/// What is read, in portions: `next` gives turns until there are none.
struct AnalyzeInput {
    enum Form: String, CaseIterable {
        case auto, text, jsonl, messages
    }

    /// Bytes of one line, and of a whole text (our choice: beyond any conversation, below any machine's memory).
    private static let lineLimit = 16 << 20
    private static let wholeLimit = 64 << 20

    private(set) var source: ByteSource
    private var form: Form
    private var buffer: [UInt8] = []
    /// Where the unread part of `buffer` begins.
    private var start = 0
    private var isAtEnd = false
    private var line = 0
    private var sawTurn = false
    /// Turns of a text that was read at once, in reverse, as long as they are still to be given.
    private var waiting: [TranscriptTurn] = []
    private(set) var leftOut: [String] = []

    init(_ source: ByteSource, form: Form) {
        self.source = source
        self.form = form
    }

    /// The next turns, at least one and about `enough` characters, or nil at the end. Does not wait for more when it has something.
    mutating func next(enough: Int) throws -> [TranscriptTurn]? {
        if form == .auto, !sawTurn, try holdsLines() { form = .jsonl }
        guard form == .jsonl else {
            if !sawTurn {
                sawTurn = true
                let transcript = try whole()
                leftOut += transcript.leftOut
                waiting = transcript.turns.reversed()
                buffer = []
                start = 0
            }
            return takeWaiting(enough)
        }
        var turns: [TranscriptTurn] = []
        var characters = 0
        while characters < enough {
            if !turns.isEmpty, !hasLine, !isAtEnd, source.wouldWait { break }
            guard let bytes = try nextLine() else { break }
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            characters += bytes.count
            turns += try Self.turns(bytes, number: line, leftOut: &leftOut)
        }
        sawTurn = sawTurn || !turns.isEmpty
        guard sawTurn else { throw AnalyzeFailure("There is nothing to read: \(source.name) is empty.") }
        return turns.isEmpty ? nil : turns
    }

    private mutating func takeWaiting(_ enough: Int) -> [TranscriptTurn]? {
        var turns: [TranscriptTurn] = []
        var characters = 0
        while characters < enough, let turn = waiting.popLast() {
            characters += turn.responseText.utf8.count + (turn.userText ?? turn.inputText ?? "").utf8.count
            turns.append(turn)
        }
        return turns.isEmpty ? nil : turns
    }

    private static func turns(_ bytes: ArraySlice<UInt8>, number: Int, leftOut: inout [String]) throws -> [TranscriptTurn] {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw AnalyzeFailure("line \(number): is not valid UTF-8.") }
        return try JSONTranscript.turns(ofLine: Data(withoutMark(bytes)), number: number, leftOut: &leftOut)
    }

    /// Without the mark that some programs put before UTF-8.
    private static func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }

    // MARK: Forms

    /// Whether the first line is a whole JSON object. Anything else is read at once and then looked at.
    private mutating func holdsLines() throws -> Bool {
        while !isAtEnd {
            let text = Self.withoutMark(buffer[...])
            if let first = text.first(where: { $0 > 0x20 }) {
                guard first == UInt8(ascii: "{") else { return false }
                if text.drop(while: { $0 <= 0x20 }).contains(UInt8(ascii: "\n")) { break }
                guard buffer.count <= Self.lineLimit else { return false }
            }
            try fill()
        }
        let text = Self.withoutMark(buffer[...]).drop { $0 <= 0x20 }
        guard text.first == UInt8(ascii: "{"), let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        return JSONTranscript.isObject(text[..<end])
    }

    private mutating func whole() throws -> Transcript {
        while !isAtEnd {
            guard buffer.count <= Self.wholeLimit else {
                throw AnalyzeFailure("\(source.name) has more than \(Self.wholeLimit >> 20) MB in one piece. Longer input must be JSON lines.")
            }
            try fill()
        }
        let bytes = buffer
        start = buffer.count
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw AnalyzeFailure("\(source.name): line \(Self.brokenLine(bytes)): is not valid UTF-8.")
        }
        if form == .text { return try TranscriptReader.plain(text) }
        let transcript = try TranscriptReader.read(text)
        guard form == .messages else { return transcript }
        guard transcript.form == .messages || transcript.form == .records else {
            throw AnalyzeFailure("\(source.name) is not a JSON list of messages.")
        }
        return transcript
    }

    /// The first line that is not valid UTF-8.
    private static func brokenLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    // MARK: Lines

    private mutating func fill() throws {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let bytes = try source.read()
        isAtEnd = bytes.isEmpty
        buffer += bytes
    }

    private var hasLine: Bool { buffer[start...].contains(UInt8(ascii: "\n")) }

    private mutating func nextLine() throws -> ArraySlice<UInt8>? {
        var searched = 0
        while true {
            if let end = buffer[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                line += 1
                return buffer[start..<end]
            }
            searched = buffer.count - start
            if isAtEnd {
                guard searched > 0 else { return nil }
                defer { start = buffer.count }
                line += 1
                return buffer[start...]
            }
            guard searched <= Self.lineLimit else { throw AnalyzeFailure("line \(line + 1): has more than \(Self.lineLimit >> 20) MB.") }
            try fill()
        }
    }
}
