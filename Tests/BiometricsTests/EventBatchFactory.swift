// Makes event batches for tests, from a seed: the same seed, the same batch, on every machine.
import Foundation
import MatchEngine

@testable import Biometrics

extension SeededGenerator {
    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }
}

/// Any strings that JSON and Swift can hold, but NUL.
private let strings = [
    "", "a", "first_name", "héllo", "日本語", "👩‍👩‍👧‍👦", "tab\there", "quote\"back\\slash/", "line\nfeed\r",
    "\u{1}\u{1F}", "e\u{301}", "é", "\u{FFFF}",
    "\u{10FFFF}", "x: {[,]}", String(repeating: "long", count: 30),
]

enum EventBatchFactory {
    /// A well-formed batch as JSON text: every kind of event, every member, odd strings, odd spellings of numbers.
    static func json(seed: UInt64, count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var writer = Writer(generator: generator)
        _ = generator.next()
        return writer.batch(count: count)
    }

    /// Events that no browser would send: every member at random, to exercise storage.
    static func events(seed: UInt64, count: Int) -> [BehaviorEvent] {
        var generator = SeededGenerator(seed: seed)
        // Whole columns come and go together, as they do in real batches, so that each coding is met.
        let density = [0, 0.02, 0.5, 1]
        let likelihoods = (0..<20).map { _ in generator.pick(density) }
        return (0..<count).map { _ in
            func maybe<Value>(_ column: Int, _ value: (inout SeededGenerator) -> Value) -> Value? {
                generator.chance(likelihoods[column]) ? value(&generator) : nil
            }
            var event = BehaviorEvent(generator.pick(BehaviorEvent.Kind.allCases), time: number(&generator))
            event.typeName = maybe(0) { $0.pick(strings) }
            event.field = maybe(1) { $0.pick(strings) }
            event.fieldType = maybe(2) { $0.pick(BehaviorEvent.FieldType.allCases) }
            event.zone = maybe(3) { $0.pick(BehaviorEvent.Zone.allCases) }
            event.press = maybe(4) { $0.pick([0, 1, -1, Int.max, Int.min, 77]) }
            event.isRepeat = generator.chance(likelihoods[5])
            event.isTrusted = !generator.chance(likelihoods[6])
            event.x = maybe(7) { number(&$0) }
            event.y = event.x == nil ? nil : number(&generator)
            event.button = maybe(8) { $0.pick([0, 1, 2, -5]) }
            event.pointer = maybe(9) { $0.pick([.mouse, .touch, .pen]) }
            event.offsetX = maybe(10) { number(&$0) }
            event.offsetY = maybe(10) { number(&$0) }
            event.width = maybe(11) { number(&$0) }
            event.height = maybe(12) { number(&$0) }
            event.delta = maybe(13) { number(&$0) }
            event.length = maybe(14) { $0.pick([0, 1, 9, 33]) }
            event.inputType = maybe(15) { $0.pick(strings) }
            event.isHidden = maybe(16) { $0.chance(0.5) }
            event.pressure = maybe(17) { number(&$0) }
            event.contactSize = maybe(18) { number(&$0) }
            event.extra = maybe(19) { $0.pick(strings) }
            return event
        }
    }

    private static func number(_ generator: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<40, using: &generator) {
        case 0: generator.pick([0, -0.0, .greatestFiniteMagnitude, -.leastNonzeroMagnitude, 9_007_199_254_740_994, 0.1 + 0.2, 1e300])
        case 1: Double.random(in: -1e9...1e9, using: &generator)
        case 2...10: Double(Int.random(in: -100_000...100_000, using: &generator)) / 1_000
        case 11...20: 1_772_884_800 + Double(Int.random(in: 0...9_000_000, using: &generator)) / 10_000
        default: Double(Int.random(in: -2_000...2_000, using: &generator))
        }
    }

    private struct Writer {
        var generator: SeededGenerator
        var text = ""

        mutating func batch(count: Int) -> [UInt8] {
            var members: [String] = []
            members.append("\"session_id\":" + string(generator.pick(["stm_a1", "日本語", "x", String(repeating: "é", count: 128)])))
            if generator.chance(0.5) { members.append("\"sdk_version\":" + generator.pick(["null", "\"1.0.0\"", "\"\""])) }
            if generator.chance(0.5) { members.append("\"page_url\":" + generator.pick(["null", "\"https:\\/\\/shop.example/a?b=c\""])) }
            if generator.chance(0.5) { members.append("\"batch_seq\":" + generator.pick(["null", "0", "7", "12.0", "1e3"])) }
            if generator.chance(0.5) { members.append("\"unknown\":" + value(depth: 3)) }
            let events = (0..<count).map { _ in event() }
            members.append("\"events\":" + "[" + events.joined(separator: comma()) + "]")
            members.shuffle(using: &generator)
            return Array((space() + "{" + members.joined(separator: comma()) + "}" + space()).utf8)
        }

        mutating func event() -> String {
            var members: [String] = []
            let kind = generator.pick(BehaviorEvent.Kind.allCases)
            members.append("\"event_type\":" + string(kind == .other ? generator.pick(["wheel", "zoom é", "other"]) : kind.rawValue))
            members.append("\"timestamp\":" + space() + timestamp())
            if generator.chance(0.7) { members.append("\"field_name\":" + (generator.chance(0.2) ? "null" : string(generator.pick(strings)))) }
            if generator.chance(0.7) {
                let type = generator.pick(BehaviorEvent.FieldType.allCases).rawValue
                members.append("\"field_type\":" + (generator.chance(0.2) ? "null" : "\"\(type)\""))
            }
            if generator.chance(0.9) { members.append("\"data\":" + (generator.chance(0.1) ? "null" : data())) }
            if generator.chance(0.1) { members.append("\"extra_member\":" + value(depth: 4)) }
            members.shuffle(using: &generator)
            return "{" + space() + members.joined(separator: comma()) + space() + "}"
        }

        mutating func data() -> String {
            let names = [
                "zone", "press", "repeat", "trusted", "x", "y", "button", "pointer", "offset_x", "offset_y", "width", "height", "delta",
                "length", "input_type", "hidden", "pressure", "contact_size", "velocity", "déjà", "k\"ey", "",
            ]
            let chosen = names.shuffled(using: &generator).prefix(Int.random(in: 0...8, using: &generator))
            return "{" + chosen.map { string($0) + ":" + dataValue($0) }.joined(separator: comma()) + "}"
        }

        mutating func dataValue(_ name: String) -> String {
            if generator.chance(0.15) { return value(depth: 4) }
            switch name {
            case "zone": return "\"\(generator.pick(["L0", "R2", "D", "*", "Q9"]))\""
            case "pointer": return "\"\(generator.pick(["mouse", "touch", "pen", "finger"]))\""
            case "repeat", "trusted", "hidden": return generator.pick(["true", "false"])
            case "input_type": return string(generator.pick(strings))
            case "press", "button", "length":
                return generator.pick(["0", "1", "17", "-3", "2.0", "1.5", "9223372036854775807", "9223372036854775808"])
            default: return number()
            }
        }

        mutating func value(depth: Int) -> String {
            switch Int.random(in: 0..<(depth < 8 ? 8 : 6), using: &generator) {
            case 0: return "null"
            case 1: return generator.pick(["true", "false"])
            case 2, 3: return number()
            case 4, 5: return string(generator.pick(strings))
            case 6: return "[" + (0..<3).map { _ in value(depth: depth + 1) }.joined(separator: comma()) + "]"
            default: return "{" + space() + "\"a\":" + value(depth: depth + 1) + comma() + "\"b\" :" + value(depth: depth + 1) + "}"
            }
        }

        mutating func timestamp() -> String {
            let seconds = 1_772_884_800 + Int.random(in: 0...100_000, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: return "\(seconds)"
            case 1: return "\(seconds).\(Int.random(in: 100...999, using: &generator))"
            case 2: return "\(seconds).\(Int.random(in: 100_000...999_999, using: &generator))"
            case 3: return "\(seconds).\(Int.random(in: 100_000_000...999_999_999, using: &generator))"
            default: return generator.pick(["0", "1.7728848e9", "17728848E+2", "0.5e1", "1772884800123e-3", "-0", "253402300799.5"])
            }
        }

        mutating func number() -> String {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: return "\(Int.random(in: -3_000...3_000, using: &generator))"
            case 1: return "\(Double(Int.random(in: -300_000...300_000, using: &generator)) / 100)"
            case 2: return "\(Double.random(in: -1...1, using: &generator))"
            case 3: return "\(Double(bitPattern: generator.next() & 0x7FDF_FFFF_FFFF_FFFF))"
            default: return generator.pick(["0", "-0", "-0.0", "1e5", "1E-7", "123456789012345678901234567890", "0.1e+2", "5e-324"])
            }
        }

        /// A string literal, at random with escapes that nobody needs.
        mutating func string(_ value: String) -> String {
            var text = "\""
            for unit in value.unicodeScalars {
                switch unit {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case _ where unit.value < 0x20 || generator.chance(0.03):
                    for code in String(unit).utf16 { text += "\\u" + hex(code) }
                default: text.unicodeScalars.append(unit)
                }
            }
            return text + "\""
        }

        private mutating func hex(_ code: UInt16) -> String {
            let digits = String(code, radix: 16, uppercase: generator.chance(0.5))
            return String(repeating: "0", count: 4 - digits.count) + digits
        }

        mutating func space() -> String { generator.chance(0.9) ? "" : generator.pick([" ", "\n", "\t\r\n "]) }
        mutating func comma() -> String { space() + "," + space() }
    }
}
