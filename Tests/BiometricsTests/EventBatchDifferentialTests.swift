// The batch reader against Foundation's JSON decoder: on generated well-formed batches both must say the same.
import Foundation
import MatchEngine
import Testing
import Vocabulary

@testable import Biometrics

/// The plain way to read a batch.
private struct PlainBatch: Decodable {
    struct Event: Decodable {
        var event_type: String
        var timestamp: Double
        var field_name: String?
        var field_type: String?
        var data: [String: JSONValue]?
    }
    var session_id: String
    var sdk_version: String?
    var page_url: String?
    var batch_seq: Int?
    var events: [Event]
}

/// What the engine's event should be, worked out from the decoded dictionary; the rest of `data` beside it.
private func expected(_ plain: PlainBatch.Event) -> (event: BehaviorEvent, rest: [String: JSONValue]) {
    let kind = BehaviorEvent.Kind(rawValue: plain.event_type).flatMap { $0 == .other ? nil : $0 }
    var event = BehaviorEvent(kind ?? .other, time: Timestamp(seconds: plain.timestamp).seconds, field: plain.field_name)
    if kind == nil { event.typeName = plain.event_type }
    event.fieldType = plain.field_type.flatMap { BehaviorEvent.FieldType(rawValue: $0) }
    var rest = plain.data ?? [:]
    func take<Value>(_ name: String, _ convert: (JSONValue) -> Value?) -> Value? {
        guard let value = rest[name] else { return nil }
        if value == .null {
            rest[name] = nil
            return nil
        }
        guard let converted = convert(value) else { return nil }
        rest[name] = nil
        return converted
    }
    func integer(_ value: JSONValue) -> Int? { value.doubleValue.flatMap { abs($0) < 1e16 ? Int(exactly: $0) : nil } ?? whole(value) }
    func whole(_ value: JSONValue) -> Int? { if case .integer(let value) = value { Int(value) } else { nil } }
    event.zone = take("zone") { $0.stringValue.flatMap { BehaviorEvent.Zone(name: $0) } }
    event.press = take("press", integer)
    event.isRepeat = take("repeat", \.boolValue) ?? false
    event.isTrusted = take("trusted", \.boolValue) ?? true
    event.x = take("x", \.doubleValue)
    event.y = take("y", \.doubleValue)
    event.button = take("button", integer)
    event.pointer = take("pointer") { $0.stringValue.flatMap { BehaviorEvent.Pointer(rawValue: $0) } }
    event.offsetX = take("offset_x", \.doubleValue)
    event.offsetY = take("offset_y", \.doubleValue)
    event.width = take("width", \.doubleValue)
    event.height = take("height", \.doubleValue)
    event.delta = take("delta", \.doubleValue)
    event.length = take("length", integer)
    event.inputType = take("input_type", \.stringValue)
    event.isHidden = take("hidden", \.boolValue)
    event.pressure = take("pressure", \.doubleValue)
    event.contactSize = take("contact_size", \.doubleValue)
    return (event, rest)
}

@Suite("The batch reader against JSONDecoder")
struct EventBatchDifferentialTests {
    @Test("both read the same from 200 generated batches", arguments: 0..<20)
    func agrees(group: Int) throws {
        for seed in (group * 10)..<(group * 10 + 10) {
            let body = EventBatchFactory.json(seed: UInt64(seed), count: 1 + seed % 23)
            let plain = try JSONDecoder().decode(PlainBatch.self, from: Data(body))
            let batch = try EventBatchReader.read(body)
            #expect(batch.sessionID == plain.session_id)
            #expect(batch.sdkVersion == plain.sdk_version)
            #expect(batch.pageURL == plain.page_url)
            #expect(batch.batchSequence == plain.batch_seq)
            try #require(batch.events.count == plain.events.count)
            for (index, (event, plainEvent)) in zip(batch.events, plain.events).enumerated() {
                var (wanted, rest) = expected(plainEvent)
                wanted.extra = event.extra
                #expect(event == wanted, "seed \(seed), event \(index)")
                let extra = try event.extra.map { try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8)) } ?? [:]
                #expect(extra == rest, "seed \(seed), event \(index)")
            }
        }
    }
}
