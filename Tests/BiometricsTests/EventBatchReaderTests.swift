import Foundation
import MatchEngine
import Testing
import Vocabulary

@testable import Biometrics

/// Reads a batch given as text.
private func read(_ text: String) throws -> EventBatch { try EventBatchReader.read(Array(text.utf8)) }

/// A batch of one event, given as the inside of the event.
private func readEvent(_ members: String) throws -> BehaviorEvent {
    try #require(try read(#"{"session_id":"s","events":[{"# + members + "}]}").events.first)
}

/// One event's `data`, given as text.
private func readData(_ data: String) throws -> BehaviorEvent {
    try readEvent(#""event_type":"click","timestamp":1,"data":"# + data)
}

@Suite("Reading event batches")
struct EventBatchReaderTests {
    @Test("the documented batch is read, member by member")
    func documentedBatch() throws {
        let batch = try read(
            """
            {"session_id": "stm_a1b2c3d4", "sdk_version": "0.1.0", "page_url": "https://shop.example/checkout", "batch_seq": 3,
             "publishable_key": "pk_test_1", "events": [
              {"event_type": "keydown", "timestamp": 1772884800.123, "field_name": "first_name", "field_type": "text_input",
               "data": {"zone": "L1", "press": 7, "repeat": true, "trusted": false}},
              {"event_type": "click", "timestamp": 1772884800.5, "field_name": null, "field_type": null,
               "data": {"x": 10.5, "y": -3, "button": 0, "pointer": "mouse", "offset_x": 0.25, "offset_y": 0.75, "width": 120, "height": 32}}
            ]}
            """)
        #expect(batch.sessionID == "stm_a1b2c3d4")
        #expect(batch.sdkVersion == "0.1.0")
        #expect(batch.pageURL == "https://shop.example/checkout")
        #expect(batch.batchSequence == 3)
        #expect(batch.publishableKey == "pk_test_1")

        var key = BehaviorEvent(.keydown, time: 1_772_884_800.123, field: "first_name", fieldType: .textInput)
        key.zone = .l1
        key.press = 7
        key.isRepeat = true
        key.isTrusted = false
        var click = BehaviorEvent(.click, time: 1_772_884_800.5)
        (click.x, click.y, click.button, click.pointer) = (10.5, -3, 0, .mouse)
        (click.offsetX, click.offsetY, click.width, click.height) = (0.25, 0.75, 120, 32)
        #expect(batch.events == [key, click])
    }

    @Test("every remaining member of data is read")
    func dataMembers() throws {
        let event = try readData(
            #"{"delta":-2,"length":9,"input_type":"insertText","hidden":true,"pressure":0.5,"contact_size":11.5,"pointer":"touch"}"#)
        #expect(event.delta == -2)
        #expect(event.length == 9)
        #expect(event.inputType == "insertText")
        #expect(event.isHidden == true)
        #expect(event.pressure == 0.5)
        #expect(event.contactSize == 11.5)
        #expect(event.pointer == .touch)
        #expect(event.extra == nil)
    }

    @Test("every documented kind, field type and zone is known by its wire name")
    func vocabulary() throws {
        for kind in BehaviorEvent.Kind.allCases where kind != .other {
            let event = try readEvent(#""event_type":"\#(kind.rawValue)","timestamp":1"#)
            #expect(event.kind == kind && event.typeName == nil)
        }
        for type in BehaviorEvent.FieldType.allCases {
            #expect(try readEvent(#""event_type":"focus","timestamp":1,"field_type":"\#(type.rawValue)""#).fieldType == type)
        }
        for zone in BehaviorEvent.Zone.allCases { #expect(try readData(#"{"zone":"\#(zone.name)"}"#).zone == zone) }
    }

    @Test("an unknown event type is kept by name", arguments: ["wheel", "other", "Keydown", "keydow", "keydownn", "日本"])
    func unknownType(name: String) throws {
        let event = try readEvent(#""event_type":"\#(name)","timestamp":1"#)
        #expect(event.kind == .other)
        #expect(event.typeName == name)
    }

    @Test("unknown members of data, and known ones of another type, are kept as JSON text")
    func extra() throws {
        let event = try readData(#"{"x":"left","velocity":[1, 2.50],"y":4,"zone":"Q9","press":1.5,"note":"\u00e9","width":1e999}"#)
        #expect(event.extra == #"{"x":"left","velocity":[1, 2.50],"zone":"Q9","press":1.5,"note":"\u00e9","width":1e999}"#)
        #expect(event.x == nil && event.y == 4 && event.zone == nil && event.press == nil && event.width == nil)
        #expect(try readData(#"{"x":null,"trusted":null}"#) == BehaviorEvent(.click, time: 1))
        #expect(try readData("{}").extra == nil)
        #expect(try readData("null").extra == nil)
    }

    @Test("of a member given twice the last counts")
    func duplicates() throws {
        #expect(try readEvent(#""event_type":"zoom","timestamp":5,"event_type":"click","timestamp":1"#) == BehaviorEvent(.click, time: 1))
        #expect(try readData(#"{"x":1,"x":2}"#).x == 2)
        let toExtra = try readData(#"{"x":1,"x":"a"}"#)
        #expect(toExtra.x == nil && toExtra.extra == #"{"x":"a"}"#)
        let fromExtra = try readData(#"{"x":"a","k":0,"x":1}"#)
        #expect(fromExtra.x == 1 && fromExtra.extra == #"{"k":0}"#)
        #expect(try readData(#"{"k":1,"j":2,"\u006b":3}"#).extra == #"{"j":2,"\u006b":3}"#)
        #expect(try readData(#"{"x":1,"x":null}"#).x == nil)
        #expect(try readEvent(#""event_type":"a","timestamp":1,"data":{"x":1,"k":2},"data":{"y":3}"#).x == nil)
        #expect(try read(#"{"session_id":"a","events":[{"event_type":"x","timestamp":1}],"session_id":"b"}"#).sessionID == "b")
    }

    @Test("order, white space, unknown members and escaped names are free")
    func spelling() throws {
        let text =
            " \n{\"x\":{\"events\":[]},"
            + " \"events\" : [ {\"data\":{},\"timestamp\" :1 ,\"event_t\\u0079pe\":\"cl\\u0069ck\"} ] ,\t\"session\\u005fid\":\"s\"}\r\n"
        let batch = try read(text)
        #expect(batch.sessionID == "s")
        #expect(batch.events == [BehaviorEvent(.click, time: 1)])
    }

    @Test("escapes and characters beyond ASCII arrive as they were meant")
    func escapes() throws {
        let event = try readEvent(#""event_type":"click","timestamp":1,"field_name":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00\uFFFFé😀""#)
        #expect(event.field == "\"\\/\u{8}\u{C}\n\r\té😀\u{FFFF}é😀")
    }

    @Test("timestamps are kept to the microsecond", arguments: [
        ("1772884800", 1_772_884_800), ("1772884800.123456", 1_772_884_800.123456), ("1772884800.1234567891234", 1_772_884_800.123457),
        ("17728848e2", 1_772_884_800), ("0", 0), ("-0", 0), ("253402300799.5", 253_402_300_799.5),
    ] as [(String, Double)])
    func timestamps(text: String, seconds: Double) throws {
        let time = try readEvent(#""event_type":"click","timestamp":"# + text).time
        #expect(time.bitPattern == seconds.bitPattern)
    }

    @Test("numbers are the doubles nearest to their text", arguments: [
        "0", "-0", "-0.0", "1", "0.1", "123456789012345678", "9007199254740993", "1e22", "1e23", "-1.7976931348623157e308", "5e-324", "2.5e-324",
        "2.2250738585072011e-308", "0.1e1", "100000000000000000000000000000e-29", "3.141592653589793238462643383279", "1E+2",
        "0.000000000000000000000000000001", "17976931348623158079372897140530341507993413271003782693617377898044496829e234",
    ])
    func numbers(text: String) throws {
        let expected = try #require(Double(text))
        #expect(try readData(#"{"x":\#(text)}"#).x?.bitPattern == expected.bitPattern)
    }

    @Test("5,000 events are taken, an id of 128 characters too")
    func limitsReached() throws {
        let event = #"{"event_type":"click","timestamp":1}"#
        let id = String(repeating: "é", count: 128)
        let batch = try read(#"{"session_id":"\#(id)","events":["# + Array(repeating: event, count: 5_000).joined(separator: ",") + "]}")
        #expect(batch.events.count == 5_000)
        #expect(batch.sessionID == id)
        let data = #"{"k":""# + String(repeating: "x", count: 4_096 - 8) + #""}"#
        #expect(try readData(data).extra?.utf8.count == 4_096)
        #expect(try readData(nested(28)).extra != nil)
    }
}

/// `{"k":[[…]]}`: an object and `levels` arrays in it.
private func nested(_ levels: Int) -> String {
    #"{"k":"# + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}"
}

@Suite("Refusing event batches")
struct EventBatchRefusalTests {
    /// The field that the problem names, and that its sentence begins with.
    private func field(_ body: [UInt8]) -> String? {
        do {
            _ = try EventBatchReader.read(body)
            return nil
        } catch let problem as Problem {
            #expect(problem.kind == .malformed)
            #expect(problem.message.hasPrefix((problem.field ?? "?") + ": "))
            return problem.field
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test("a body that is no JSON object is refused", arguments: [
        "", " ", "[]", "3", "null", "\"a\"", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{'a':1}",
        "{\"a\":01}", "{\"a\":+1}",
        "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":trueish}", "{\"a\":[1,]}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12G4\"}", "{\"a\" 1}", "{,}", "\u{FEFF}{}", "// no\n{}",
        #"{"session_id":"s","events":[{"event_type":"x","timestamp":1}]} x"#, #"{"session_id":"s","events":[{"event_type":"x","timestamp":1}]}{}"#,
        #"{"session_id":"s","events":[{"event_type":"x","timestamp":1}"#, #"{"session_id":"s","events":[{"event_type":"x","timestamp":1};]}"#,
        #"{"session_id":"s","events":[{"event_type":"x","timestamp":abc}]}"#,
    ])
    func notJSON(text: String) {
        #expect(field(Array(text.utf8)) == "body")
    }

    private static let event = #"{"event_type":"click","timestamp":1}"#

    @Test("a wrong member of the batch is named", arguments: [
        (#"{"events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":null,"events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":5,"events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"\#(String(repeating: "x", count: 129))","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"a\nb","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"a\u007fb","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"a\u0085b","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"a\u0000b","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"\uD800","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"\uDC00\uD800","events":[\#(event)]}"#, "session_id"),
        (#"{"session_id":"\uD800\u0041","events":[\#(event)]}"#, "session_id"),
        ("{\"session_id\":\"a\tb\",\"events\":[\(event)]}", "session_id"),
        (#"{"session_id":"s"}"#, "events"),
        (#"{"session_id":"s","events":null}"#, "events"),
        (#"{"session_id":"s","events":{}}"#, "events"),
        (#"{"session_id":"s","events":"x"}"#, "events"),
        (#"{"session_id":"s","events":[]}"#, "events"),
        (#"{"session_id":"s","events":[\#(Array(repeating: event, count: 5_001).joined(separator: ","))]}"#, "events"),
        (#"{"session_id":"s","events":[\#(event)],"sdk_version":1}"#, "sdk_version"),
        (#"{"session_id":"s","events":[\#(event)],"sdk_version":"\#(String(repeating: "1", count: 65))"}"#, "sdk_version"),
        (#"{"session_id":"s","events":[\#(event)],"page_url":[]}"#, "page_url"),
        (#"{"session_id":"s","events":[\#(event)],"page_url":"\#(String(repeating: "u", count: 2_049))"}"#, "page_url"),
        (#"{"session_id":"s","events":[\#(event)],"batch_seq":-1}"#, "batch_seq"),
        (#"{"session_id":"s","events":[\#(event)],"batch_seq":1.5}"#, "batch_seq"),
        (#"{"session_id":"s","events":[\#(event)],"batch_seq":"1"}"#, "batch_seq"),
        (#"{"session_id":"s","events":[\#(event)],"batch_seq":9223372036854775808}"#, "batch_seq"),
        (#"{"session_id":"s","events":[\#(event)],"publishable_key":7}"#, "publishable_key"),
    ])
    func batchMember(text: String, name: String) {
        #expect(field(Array(text.utf8)) == name)
    }

    @Test("a wrong member of an event is named with the event's place", arguments: [
        (#""event_type":5,"timestamp":1"#, "event_type"),
        (#""timestamp":1"#, "event_type"),
        (#""event_type":null,"timestamp":1"#, "event_type"),
        (#""event_type":"","timestamp":1"#, "event_type"),
        (#""event_type":"\#(String(repeating: "e", count: 65))","timestamp":1"#, "event_type"),
        (#""event_type":"a\u0000","timestamp":1"#, "event_type"),
        (#""event_type":"click""#, "timestamp"),
        (#""event_type":"click","timestamp":null"#, "timestamp"),
        (#""event_type":"click","timestamp":"1""#, "timestamp"),
        (#""event_type":"click","timestamp":-1"#, "timestamp"),
        (#""event_type":"click","timestamp":1e999"#, "timestamp"),
        (#""event_type":"click","timestamp":253402300800"#, "timestamp"),
        (#""event_type":"click","timestamp":1772884800123"#, "timestamp"),
        (#""event_type":"click","timestamp":1,"field_name":5"#, "field_name"),
        (#""event_type":"click","timestamp":1,"field_name":"\#(String(repeating: "f", count: 257))""#, "field_name"),
        (#""event_type":"click","timestamp":1,"field_name":"\u0000""#, "field_name"),
        (#""event_type":"click","timestamp":1,"field_type":"text""#, "field_type"),
        (#""event_type":"click","timestamp":1,"field_type":"""#, "field_type"),
        (#""event_type":"click","timestamp":1,"field_type":1"#, "field_type"),
        (#""event_type":"click","timestamp":1,"data":[]"#, "data"),
        (#""event_type":"click","timestamp":1,"data":"x""#, "data"),
        (#""event_type":"click","timestamp":1,"data":{"k":"\u0000"}"#, "data"),
        (#""event_type":"click","timestamp":1,"data":{"k\uDFFF":1}"#, "data"),
        (#""event_type":"click","timestamp":1,"data":{"k":"\#(String(repeating: "x", count: 4_096 - 7))"}"#, "data"),
        (#""event_type":"click","timestamp":1,"data":{\#(Array(repeating: #""k":1"#, count: 1_000).joined(separator: ","))}"#, "data"),
        (#""event_type":"click","timestamp":1,"data":\#(nested(29))"#, "data"),
    ])
    func eventMember(members: String, name: String) {
        let body = #"{"session_id":"s","events":[\#(Self.event),\#(Self.event),\#(Self.event),{\#(members)}]}"#
        #expect(field(Array(body.utf8)) == "events[3].\(name)")
    }

    @Test("an event that is no object is named by its place", arguments: ["null", "1", "\"x\"", "[]", "true"])
    func eventNoObject(text: String) {
        #expect(field(Array(#"{"session_id":"s","events":[\#(Self.event),\#(text)]}"#.utf8)) == "events[1]")
    }

    @Test("ill-formed UTF-8 is refused where it stands", arguments: [
        [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4,
        0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
    func badUTF8(bytes: [UInt8]) {
        let body = Array(#"{"session_id":"s","events":[{"event_type":"click","timestamp":1,"field_name":"a"#.utf8) + bytes + Array(#"b"}]}"#.utf8)
        #expect(field(body) == "events[0].field_name")
    }

    @Test("a raw NUL or control character in a string is refused", arguments: [0x00, 0x01, 0x0A, 0x1F] as [UInt8])
    func rawControl(byte: UInt8) {
        let body = Array(#"{"session_id":"s"#.utf8) + [byte] + Array(#"","events":[]}"#.utf8)
        #expect(field(body) == "session_id")
    }

    @Test("every prefix of a batch is refused without a crash")
    func truncated() throws {
        let whole = EventBatchFactory.json(seed: 5, count: 6)
        let trimmed = Array(String(decoding: whole, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        for length in 0..<trimmed.count { #expect(throws: Problem.self) { try EventBatchReader.read(Array(trimmed[..<length])) } }
    }
}
