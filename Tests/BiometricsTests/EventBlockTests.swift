import Foundation
import MatchEngine
import Testing
import Vocabulary

@testable import Biometrics

/// Equal to the bit, where `==` is too kind: doubles by their bits, strings by their bytes.
private func isExactly(_ left: BehaviorEvent, _ right: BehaviorEvent) -> Bool {
    func bits(_ event: BehaviorEvent) -> [UInt64?] {
        [event.time, event.x, event.y, event.offsetX, event.offsetY, event.width, event.height, event.delta, event.pressure, event.contactSize]
            .map { $0?.bitPattern }
    }
    func bytes(_ event: BehaviorEvent) -> [[UInt8]?] {
        [event.typeName, event.field, event.inputType, event.extra].map { $0.map { Array($0.utf8) } }
    }
    return left == right && bits(left) == bits(right) && bytes(left) == bytes(right)
}

@Suite("Event blocks")
struct EventBlockTests {
    @Test("what was encoded comes back bit for bit", arguments: 0..<60)
    func roundTrip(seed: Int) throws {
        let events = EventBatchFactory.events(seed: UInt64(seed), count: [0, 1, 2, 7, 8, 9, 64, 250][seed % 8])
        let decoded = try EventBlock.decode(EventBlock.encode(events))
        try #require(decoded.count == events.count)
        for (index, (event, back)) in zip(events, decoded).enumerated() {
            #expect(isExactly(event, back), "event \(index): \(event) became \(back)")
        }
    }

    @Test("what the batch reader read comes back bit for bit", arguments: 0..<30)
    func roundTripOfBatches(seed: Int) throws {
        let events = try EventBatchReader.read(EventBatchFactory.json(seed: UInt64(seed), count: 40)).events
        let decoded = try EventBlock.decode(EventBlock.encode(events))
        #expect(zip(events, decoded).allSatisfy { isExactly($0, $1) })
        #expect(decoded.count == events.count)
    }

    @Test("differently composed accents stay apart")
    func normalisation() throws {
        let events = ["é", "e\u{301}", "é", "e\u{301}", "e\u{301}"].map { BehaviorEvent(.focus, time: 1, field: $0) }
        let decoded = try EventBlock.decode(EventBlock.encode(events))
        #expect(decoded.map { Array(($0.field ?? "").utf8) } == events.map { Array(($0.field ?? "").utf8) })
    }

    @Test("a typical event takes at most 12 bytes")
    func size() throws {
        let events = typicalEvents(250)
        let block = EventBlock.encode(events)
        #expect(Double(block.count) / Double(events.count) <= 12)
        #expect(try EventBlock.decode(block) == events)
    }

    @Test("the layout of version 1 is readable for ever")
    func goldenBlock() throws {
        var key = BehaviorEvent(.keydown, time: 1.5, field: "f", fieldType: .textInput)
        key.zone = .space
        key.press = 2
        var click = BehaviorEvent(.click, time: 2.25)
        click.x = 10
        click.isTrusted = false
        let block: [UInt8] = [
            0xE5, 1, 2, 1, 1, 0x66,  // magic, version, two events, one string "f"
            1, 14,  // kinds: keydown, click
            2, 0xAC, 0x02, 0x96, 0x01,  // times at scale 2: 150, +75
            1, 1, 0, 1,  // field: string 1 once, none once
            1, 1, 0, 1,  // type of field: text_input once, none once
            0, 2,  // no name of kind
            2, 0b01, 7,  // zone of the first: space
            3, 4,  // press of the same: 2
            0,  // no repeat
            2, 0b10,  // the second is untrusted
            3, 0, 20,  // x of the same, scale 0: 10
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  // y … contact size: nowhere
            0, 2, 0, 2,  // no input type, no extra
        ]
        #expect(EventBlock.encode([key, click]) == block)
        #expect(try EventBlock.decode(block) == [key, click])
    }

    @Test("every kind has a code of its own, so does every field type and pointer")
    func codes() {
        #expect(Set(EventBlock.kinds) == Set(BehaviorEvent.Kind.allCases))
        #expect(Set(EventBlock.fieldTypes) == Set(BehaviorEvent.FieldType.allCases))
        #expect(EventBlock.kinds.count == Set(EventBlock.kinds).count && EventBlock.fieldTypes.count == Set(EventBlock.fieldTypes).count)
    }

    @Test("bytes that are no block are refused", arguments: [
        [], [0xE5], [0xE4, 1, 0, 0], [0xE5, 2, 0, 0], [0xE5, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], [0xE5, 1, 1, 1, 0xFF],
        [0xE5, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ] as [[UInt8]])
    func notABlock(bytes: [UInt8]) {
        #expect(throws: Problem.self) { try EventBlock.decode(bytes) }
    }

    @Test("a block that is cut short, or longer than it says, is refused")
    func truncated() {
        let block = EventBlock.encode(typicalEvents(30))
        for length in 0..<block.count { #expect(throws: Problem.self) { try EventBlock.decode(Array(block[..<length])) } }
        #expect(throws: Problem.self) { try EventBlock.decode(block + [0]) }
    }

    /// A form being filled: keys in pairs, the mouse between them, a click now and then.
    private func typicalEvents(_ count: Int) -> [BehaviorEvent] {
        var generator = SeededGenerator(seed: 1)
        var time = 1_772_884_800_000
        return (0..<count).map { index in
            time += Int.random(in: 8...180, using: &generator)
            let seconds = Double(time) / 1_000
            let field = index < count / 2 ? "first_name" : "email"
            switch index % 6 {
            case 0...3:
                var event = BehaviorEvent(index % 2 == 0 ? .keydown : .keyup, time: seconds, field: field, fieldType: .textInput)
                event.zone = generator.pick(BehaviorEvent.Zone.allCases)
                event.press = index / 2
                return event
            case 4:
                var event = BehaviorEvent(.mousemove, time: seconds)
                (event.x, event.y, event.pointer) = (Double(400 + index), Double(300 - index), .mouse)
                return event
            default:
                var event = BehaviorEvent(.input, time: seconds, field: field, fieldType: .textInput)
                (event.delta, event.inputType) = (1, "insertText")
                return event
            }
        }
    }
}
