import MatchEngine
import Vocabulary

/// Reads the body of `POST /sessions/events` straight from bytes to values: one pass, no tree, hardly an allocation.
///
/// A batch is taken whole or refused whole, with a `Problem` that names the member at fault as the sender spelt it. White space,
/// order of members and unknown members outside `data` are free. A member given twice is checked each time, and the last counts.
package enum EventBatchReader {
    /// *Documented*: 1–5,000 events per batch.
    package static let maximumEvents = 5_000
    /// *Documented*: session ids have 1–128 characters. Counted in Unicode scalars, like every length here.
    package static let maximumSessionIDLength = 128
    // *Our choice*, each several times what browsers and our SDK send.
    package static let maximumTypeLength = 64
    package static let maximumFieldNameLength = 256
    package static let maximumSDKVersionLength = 64
    package static let maximumPageURLLength = 2_048
    package static let maximumKeyLength = 256
    /// *Our choice*: the JSON text of one event's `data`; our SDK's largest is under 200 bytes.
    package static let maximumDataBytes = 4_096
    /// *Our choice*: the first moment of the year 10000, in Unix seconds. Milliseconds given for seconds fall beyond it.
    package static let endOfTime = 253_402_300_800.0

    package static func read(_ body: [UInt8]) throws -> EventBatch { try body.withUnsafeBytes { try read($0) } }

    /// As above, for bytes that somebody else owns; nothing of them is kept.
    package static func read(_ body: UnsafeRawBufferPointer) throws -> EventBatch {
        var reading = BatchReading(body)
        do { return try reading.batch() } catch let fault as JSONFault { throw reading.problem(fault) }
    }
}

/// One body being read.
private struct BatchReading {
    private enum Member: Sendable { case sessionID, events, sdkVersion, pageURL, batchSequence, publishableKey, ended, droppedEvents }
    private enum EventMember: Sendable { case type, timestamp, fieldName, fieldType, data }

    private static let members = WordTable<Member>([
        ("session_id", .sessionID), ("events", .events), ("sdk_version", .sdkVersion), ("page_url", .pageURL),
        ("batch_seq", .batchSequence), ("publishable_key", .publishableKey), ("ended", .ended),
        ("dropped_events", .droppedEvents),
    ])
    private static let eventMembers = WordTable<EventMember>([
        ("event_type", .type), ("timestamp", .timestamp), ("field_name", .fieldName), ("field_type", .fieldType), ("data", .data),
    ])
    private static let kinds = WordTable(BehaviorEvent.Kind.allCases.filter { $0 != .other }.map { ($0.rawValue, $0) })
    private static let fieldTypes = WordTable(BehaviorEvent.FieldType.allCases.map { ($0.rawValue, $0) })

    // Tables of the type are reached through a lazy initializer; a reading looks them up thousands of times and keeps its own.
    private let members = Self.members
    private let eventMembers = Self.eventMembers
    private let kinds = Self.kinds
    private let fieldTypes = Self.fieldTypes

    private let size: Int
    private var scanner: JSONScanner
    private var dataReader = EventDataReader()
    /// Where the reading stands, for the sentence about a fault: index of the event, if in one, and the member's name.
    private var eventIndex: Int?
    private var memberName: StaticString = ""
    /// The field name read last, and where it stands: most events repeat it.
    private var lastField: (start: Int, end: Int, name: String?) = (0, 0, nil)

    init(_ body: UnsafeRawBufferPointer) {
        size = body.count
        scanner = JSONScanner(body)
    }

    // MARK: The batch

    mutating func batch() throws -> EventBatch {
        guard scanner.next() == UInt8(ascii: "{") else {
            guard size > 0 else { throw Problem.invalid("body", "must be a JSON object, and is empty") }
            _ = try scanner.value(depth: 0)
            throw Problem.invalid("body", "must be a JSON object")
        }
        try scanner.take(UInt8(ascii: "{"))
        var sessionID: String?
        var events: [BehaviorEvent]?
        var batch = EventBatch(sessionID: "", events: [])
        if !scanner.closesAtOnce(UInt8(ascii: "}")) {
            repeat {
                memberName = ""
                let name = try scanner.name()
                switch lookUp(name, in: members) {
                case .sessionID:
                    memberName = "session_id"
                    sessionID = try self.sessionID()
                case .events:
                    memberName = "events"
                    events = try self.events()
                case .sdkVersion:
                    memberName = "sdk_version"
                    batch.sdkVersion = try optionalText(atMost: EventBatchReader.maximumSDKVersionLength)
                case .pageURL:
                    memberName = "page_url"
                    batch.pageURL = try optionalText(atMost: EventBatchReader.maximumPageURLLength)
                case .batchSequence:
                    memberName = "batch_seq"
                    batch.batchSequence = try wholeNumber()
                case .publishableKey:
                    memberName = "publishable_key"
                    batch.publishableKey = try optionalText(atMost: EventBatchReader.maximumKeyLength)
                case .ended:
                    memberName = "ended"
                    batch.hasEnded = try flag()
                case .droppedEvents:
                    memberName = "dropped_events"
                    batch.droppedEvents = try wholeNumber() ?? 0
                case nil: _ = try scanner.value(depth: 1)
                }
            } while try scanner.more(until: UInt8(ascii: "}"))
        }
        memberName = ""
        _ = scanner.next()
        guard scanner.isAtEnd else { throw scanner.fault(.unexpectedByte) }
        guard let sessionID else { throw Problem.invalid("session_id", "is required") }
        guard let events else { throw Problem.invalid("events", "is required") }
        batch.sessionID = sessionID
        batch.events = events
        return batch
    }

    private mutating func sessionID() throws -> String {
        guard case .text(let text) = try scanner.value(depth: 1) else { throw invalid("must be a string") }
        let id = scanner.string(text)
        let maximum = EventBatchReader.maximumSessionIDLength
        guard !id.isEmpty, id.unicodeScalars.count <= maximum else { throw invalid("must have 1 to \(maximum) characters") }
        guard !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw invalid("must not contain control characters")
        }
        return id
    }

    private mutating func optionalText(atMost maximum: Int) throws -> String? {
        switch try scanner.value(depth: 1) {
        case .null: return nil
        case .text(let text):
            guard fits(text, maximum) else { throw invalid("must have at most \(maximum) characters") }
            return scanner.string(text)
        default: throw invalid("must be a string or null")
        }
    }

    private mutating func flag() throws -> Bool {
        switch try scanner.value(depth: 1) {
        case .null: return false
        case .bool(let value): return value
        default: throw invalid("must be true, false or null")
        }
    }

    private mutating func wholeNumber() throws -> Int? {
        switch try scanner.value(depth: 1) {
        case .null: return nil
        case .number(let number):
            guard let sequence = scanner.integer(number), sequence >= 0 else { fallthrough }
            return sequence
        default: throw invalid("must be an integer of 0 or more, or null")
        }
    }

    // MARK: The events

    private mutating func events() throws -> [BehaviorEvent] {
        guard scanner.next() == UInt8(ascii: "[") else {
            _ = try scanner.value(depth: 1)
            throw invalid("must be an array")
        }
        try scanner.take(UInt8(ascii: "["))
        guard !scanner.closesAtOnce(UInt8(ascii: "]")) else { throw invalid("must hold at least 1 event") }
        var events: [BehaviorEvent] = []
        // The shortest typical event takes about 80 bytes; a wrong guess costs one more allocation.
        events.reserveCapacity(min(EventBatchReader.maximumEvents, size / 80 + 1))
        repeat {
            guard events.count < EventBatchReader.maximumEvents else {
                throw Problem.invalid("events", "must hold at most \(EventBatchReader.maximumEvents) events")
            }
            eventIndex = events.count
            memberName = ""
            // Read where it will stay: an event is a few hundred bytes.
            events.append(BehaviorEvent(.other, time: 0))
            try readEvent(into: &events[events.count - 1])
        } while try scanner.more(until: UInt8(ascii: "]"))
        eventIndex = nil
        return events
    }

    private mutating func readEvent(into event: inout BehaviorEvent) throws {
        guard scanner.next() == UInt8(ascii: "{") else {
            _ = try scanner.value(depth: 2)
            throw invalid("must be an object")
        }
        try scanner.take(UInt8(ascii: "{"))
        var hasType = false
        var hasTimestamp = false
        var hasData = false
        if !scanner.closesAtOnce(UInt8(ascii: "}")) {
            repeat {
                memberName = ""
                let name = try scanner.name()
                switch lookUp(name, in: eventMembers) {
                case .type:
                    memberName = "event_type"
                    hasType = true
                    try readType(into: &event)
                case .timestamp:
                    memberName = "timestamp"
                    hasTimestamp = true
                    event.time = try timestamp()
                case .fieldName:
                    memberName = "field_name"
                    event.field = try fieldName()
                case .fieldType:
                    memberName = "field_type"
                    event.fieldType = try fieldType()
                case .data:
                    memberName = "data"
                    if hasData { event = event.withoutData }
                    hasData = true
                    try readData(into: &event)
                case nil: _ = try scanner.value(depth: 3)
                }
            } while try scanner.more(until: UInt8(ascii: "}"))
        }
        guard hasType else {
            memberName = "event_type"
            throw invalid("is required")
        }
        guard hasTimestamp else {
            memberName = "timestamp"
            throw invalid("is required")
        }
    }

    private mutating func readType(into event: inout BehaviorEvent) throws {
        guard case .text(let text) = try scanner.value(depth: 3) else { throw invalid("must be a string") }
        if let kind = lookUp(text, in: kinds) {
            event.kind = kind
            event.typeName = nil
            return
        }
        let maximum = EventBatchReader.maximumTypeLength
        guard text.end > text.start, fits(text, maximum) else { throw invalid("must have 1 to \(maximum) characters") }
        event.kind = .other
        event.typeName = scanner.string(text)
    }

    /// Unix seconds, rounded to the microsecond, which is finer than any browser tells.
    private mutating func timestamp() throws -> Double {
        guard case .number(let number) = try scanner.value(depth: 3) else {
            throw invalid("must be a number: Unix time in seconds")
        }
        let seconds = scanner.double(number)
        guard seconds.isFinite, seconds >= 0, seconds < EventBatchReader.endOfTime else {
            throw invalid("must be Unix time in seconds, from 0 to the year 9999")
        }
        return Double(Int64(seconds * 1_000_000 + 0.5)) / 1_000_000
    }

    private mutating func fieldName() throws -> String? {
        switch try scanner.value(depth: 3) {
        case .null: return nil
        case .text(let text):
            if !text.isEscaped, let known = lastField.name, isSame(text, lastField.start, lastField.end) { return known }
            let maximum = EventBatchReader.maximumFieldNameLength
            guard fits(text, maximum) else { throw invalid("must have at most \(maximum) characters") }
            let name = scanner.string(text)
            if !text.isEscaped { lastField = (text.start, text.end, name) }
            return name
        default: throw invalid("must be a string or null")
        }
    }

    private mutating func fieldType() throws -> BehaviorEvent.FieldType? {
        switch try scanner.value(depth: 3) {
        case .null: return nil
        case .text(let text):
            guard let type = lookUp(text, in: fieldTypes) else { fallthrough }
            return type
        default:
            throw invalid("must be one of \(BehaviorEvent.FieldType.allCases.map(\.rawValue).joined(separator: ", ")), or null")
        }
    }

    private mutating func readData(into event: inout BehaviorEvent) throws {
        guard scanner.next() == UInt8(ascii: "{") else {
            guard case .null = try scanner.value(depth: 3) else { throw invalid("must be an object or null") }
            return
        }
        try dataReader.read(&scanner, atMost: EventBatchReader.maximumDataBytes, into: &event)
    }

    // MARK: Odds and ends of reading

    @inline(__always)
    private func lookUp<Value>(_ text: JSONText, in table: WordTable<Value>) -> Value? { table.find(text, scanner) }

    private func isSame(_ text: JSONText, _ start: Int, _ end: Int) -> Bool {
        scanner.slice(text.start, text.end).elementsEqual(scanner.slice(start, end))
    }

    /// Whether a string has at most `maximum` scalars; one of no more bytes needs no counting.
    private func fits(_ text: JSONText, _ maximum: Int) -> Bool {
        text.end - text.start <= maximum || scanner.string(text).unicodeScalars.count <= maximum
    }

    // MARK: Saying what is wrong

    private var place: String {
        let member = memberName.description
        guard let eventIndex else { return member.isEmpty ? "body" : member }
        return member.isEmpty ? "events[\(eventIndex)]" : "events[\(eventIndex)].\(member)"
    }

    private func invalid(_ message: String) -> Problem { .invalid(place, message) }

    func problem(_ fault: JSONFault) -> Problem {
        switch fault.reason {
        case .nulCharacter: invalid("must not contain a NUL character (byte \(fault.offset))")
        case .controlCharacter: invalid("holds a control character that is not escaped (byte \(fault.offset))")
        case .loneSurrogate: invalid("must not contain half of a surrogate pair (byte \(fault.offset))")
        case .invalidUTF8: invalid("is not valid UTF-8 (byte \(fault.offset))")
        case .nestedTooDeep: invalid("must not be nested deeper than \(JSONScanner.maximumDepth) levels (byte \(fault.offset))")
        case .tooLong: invalid("must take at most \(EventBatchReader.maximumDataBytes) bytes")
        case .unexpectedEnd: .invalid("body", "is not valid JSON: it ends too early, in \(place)")
        case .unexpectedByte: .invalid("body", "is not valid JSON: unexpected character at byte \(fault.offset), in \(place)")
        case .malformedNumber: .invalid("body", "is not valid JSON: malformed number at byte \(fault.offset), in \(place)")
        case .malformedEscape: .invalid("body", "is not valid JSON: malformed escape at byte \(fault.offset), in \(place)")
        }
    }
}
