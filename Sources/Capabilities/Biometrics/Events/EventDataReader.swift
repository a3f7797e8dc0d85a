import MatchEngine

/// Reads an event's `data`: what the engine knows goes to its members, everything else is kept as JSON text in `extra`.
///
/// A known member of another type, or with a value that has no meaning here, counts as unknown. `null` counts as absent.
struct EventDataReader {
    private enum Member: UInt8, Sendable {
        case zone, press, isRepeat, isTrusted, x, y, button, pointer, offsetX, offsetY, width, height, delta, length, inputType
        case isHidden, pressure, contactSize
    }

    /// The wire's names.
    private static let members = WordTable<Member>([
        ("zone", .zone), ("press", .press), ("repeat", .isRepeat), ("trusted", .isTrusted), ("x", .x), ("y", .y), ("button", .button),
        ("pointer", .pointer), ("offset_x", .offsetX), ("offset_y", .offsetY), ("width", .width), ("height", .height),
        ("delta", .delta), ("length", .length), ("input_type", .inputType), ("hidden", .isHidden), ("pressure", .pressure),
        ("contact_size", .contactSize),
    ])
    private static let zones = WordTable(BehaviorEvent.Zone.allCases.map { ($0.name, $0) })
    private static let pointers = WordTable<BehaviorEvent.Pointer>([("mouse", .mouse), ("touch", .touch), ("pen", .pen)])

    private let members = Self.members
    private let zones = Self.zones
    private let pointers = Self.pointers

    /// A member kept as text: its name with quotes, and its value, as ranges of the body.
    private struct Kept {
        var member: Member?
        var name: JSONText
        var valueStart: Int
        var valueEnd: Int
    }
    private var kept: [Kept] = []
    /// One bit for each known member that is among `kept`.
    private var keptMembers: UInt32 = 0

    /// Takes the object whose brace comes next, of at most `maximumBytes` bytes of text.
    mutating func read(_ scanner: inout JSONScanner, atMost maximumBytes: Int, into event: inout BehaviorEvent) throws(JSONFault) {
        kept.removeAll(keepingCapacity: true)
        keptMembers = 0
        let begin = scanner.position
        try scanner.take(UInt8(ascii: "{"))
        if scanner.closesAtOnce(UInt8(ascii: "}")) { return }
        repeat {
            let name = try scanner.name()
            let member = members.find(name, scanner)
            _ = scanner.next()
            let start = scanner.position
            let value = try scanner.value(depth: 4)
            guard scanner.position - begin < maximumBytes else { throw JSONFault(reason: .tooLong, offset: begin) }
            if let member {
                let bit = UInt32(1) << UInt32(member.rawValue)
                if keptMembers & bit != 0 { kept.removeAll { $0.member == member } }
                keptMembers &= ~bit
                if set(member, value, scanner, &event) { continue }
                keptMembers |= bit
            }
            kept.append(Kept(member: member, name: name, valueStart: start, valueEnd: scanner.position))
        } while try scanner.more(until: UInt8(ascii: "}"))
        guard scanner.position - begin <= maximumBytes else { throw JSONFault(reason: .tooLong, offset: begin) }
        if !kept.isEmpty { event.extra = extra(scanner) }
    }

    /// Sets one member, forgetting what an earlier one of the same name said. False when the value does not fit it.
    @inline(__always)
    private func set(_ member: Member, _ value: JSONToken, _ scanner: JSONScanner, _ event: inout BehaviorEvent) -> Bool {
        let fits =
            switch member {
            case .zone: put(word(value, scanner, zones), &event.zone)
            case .press: put(integer(value, scanner), &event.press)
            case .isRepeat: put(bool(value), &event.isRepeat, whenAbsent: false)
            case .isTrusted: put(bool(value), &event.isTrusted, whenAbsent: true)
            case .x: put(number(value, scanner), &event.x)
            case .y: put(number(value, scanner), &event.y)
            case .button: put(integer(value, scanner), &event.button)
            case .pointer: put(word(value, scanner, pointers), &event.pointer)
            case .offsetX: put(number(value, scanner), &event.offsetX)
            case .offsetY: put(number(value, scanner), &event.offsetY)
            case .width: put(number(value, scanner), &event.width)
            case .height: put(number(value, scanner), &event.height)
            case .delta: put(number(value, scanner), &event.delta)
            case .length: put(integer(value, scanner), &event.length)
            case .inputType: put(string(value, scanner), &event.inputType)
            case .isHidden: put(bool(value), &event.isHidden)
            case .pressure: put(number(value, scanner), &event.pressure)
            case .contactSize: put(number(value, scanner), &event.contactSize)
            }
        if case .null = value { return true }
        return fits
    }

    @inline(__always)
    private func put<Value>(_ value: Value?, _ place: inout Value?) -> Bool {
        place = value
        return value != nil
    }

    @inline(__always)
    private func put(_ value: Bool?, _ place: inout Bool, whenAbsent standard: Bool) -> Bool {
        place = value ?? standard
        return value != nil
    }

    @inline(__always)
    private func word<Value>(_ value: JSONToken, _ scanner: JSONScanner, _ table: WordTable<Value>) -> Value? {
        if case .text(let text) = value { table.find(text, scanner) } else { nil }
    }

    @inline(__always)
    private func integer(_ value: JSONToken, _ scanner: JSONScanner) -> Int? {
        if case .number(let number) = value { scanner.integer(number) } else { nil }
    }

    /// Numbers too large for a double have no meaning here; their text is kept.
    @inline(__always)
    private func number(_ value: JSONToken, _ scanner: JSONScanner) -> Double? {
        guard case .number(let number) = value else { return nil }
        let double = scanner.double(number)
        return double.isFinite ? double : nil
    }

    @inline(__always)
    private func bool(_ value: JSONToken) -> Bool? {
        if case .bool(let bool) = value { bool } else { nil }
    }

    @inline(__always)
    private func string(_ value: JSONToken, _ scanner: JSONScanner) -> String? {
        if case .text(let text) = value { scanner.string(text) } else { nil }
    }

    // MARK: What the engine does not read

    /// The kept members as one object, in the order sent; of two with the same name the last.
    private func extra(_ scanner: JSONScanner) -> String {
        var text: [UInt8] = [UInt8(ascii: "{")]
        var lastPlace: [String: Int] = [:]
        if kept.count > 1 {
            for (index, member) in kept.enumerated() { lastPlace[scanner.string(member.name)] = index }
        }
        for (index, member) in kept.enumerated() {
            if kept.count > 1, lastPlace[scanner.string(member.name)] != index { continue }
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: scanner.slice(member.name.start - 1, member.name.end + 1))
            text.append(UInt8(ascii: ":"))
            text.append(contentsOf: scanner.slice(member.valueStart, member.valueEnd))
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension BehaviorEvent {
    /// The event as it is without its `data`.
    var withoutData: BehaviorEvent {
        var bare = BehaviorEvent(kind, time: time, field: field, fieldType: fieldType)
        bare.typeName = typeName
        return bare
    }
}
