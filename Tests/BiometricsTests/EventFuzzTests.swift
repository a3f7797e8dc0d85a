// Bytes changed at random, from fixed seeds: readers may refuse, and must not crash, hang or let anything unchecked through.
import Foundation
import MatchEngine
import Testing
import Vocabulary

@testable import Biometrics

extension SeededGenerator {
    /// A copy with one to eight small accidents: bytes flipped, replaced, inserted, removed, or a piece repeated elsewhere.
    fileprivate mutating func damaged(_ original: [UInt8], tokens: [[UInt8]]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &self) {
            let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
            case 3 where !bytes.isEmpty: bytes.remove(at: place)
            case 4 where !tokens.isEmpty: bytes.insert(contentsOf: pick(tokens), at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 0...20, using: &self))
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &self))
            }
        }
        return bytes
    }
}

@Suite("Fuzzing events")
struct EventFuzzTests {
    private static let tokens: [[UInt8]] = [
        "null", "{}", "[]", "\"\"", "1e999", "-", "\\u0000", "\\uD800", "\\", "\"", "{\"", "[[[[", "]", "}", ",", ":", "\"data\":",
        "\"timestamp\":", "0.0000001",
        "99999999999999999999", "true", "\u{0}", "é",
    ].map { Array($0.utf8) }

    @Test("damaged batches are refused with a named field, or read into values within their bounds", arguments: 0..<8)
    func batches(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(1_000 + seed))
        var refused = 0
        for round in 0..<250 {
            let original = EventBatchFactory.json(seed: UInt64(seed * 1_000 + round), count: 1 + round % 4)
            let body = generator.damaged(original, tokens: Self.tokens)
            do {
                let batch = try EventBatchReader.read(body)
                #expect((1...128).contains(batch.sessionID.unicodeScalars.count))
                #expect((1...5_000).contains(batch.events.count))
                for event in batch.events {
                    #expect(event.time >= 0 && event.time < EventBatchReader.endOfTime)
                    #expect([event.x, event.y, event.delta].allSatisfy { $0?.isFinite ?? true })
                    #expect((event.kind == .other) == (event.typeName != nil))
                    #expect([event.field, event.typeName, event.inputType].allSatisfy { !($0?.utf8.contains(0) ?? false) })
                    if let extra = event.extra { _ = try JSONDecoder().decode([String: JSONValue].self, from: Data(extra.utf8)) }
                }
                #expect(try EventBlock.decode(EventBlock.encode(batch.events)) == batch.events)
                #expect((try? JSONSerialization.jsonObject(with: Data(body))) != nil, "\(String(decoding: body, as: UTF8.self))")
            } catch let problem as Problem {
                refused += 1
                #expect(problem.kind == .malformed && problem.field?.isEmpty == false)
            }
        }
        #expect(refused > 0)
    }

    @Test("damaged blocks are refused, or decode to events that encode again", arguments: 0..<8)
    func blocks(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(2_000 + seed))
        var refused = 0
        for round in 0..<300 {
            let original = EventBlock.encode(EventBatchFactory.events(seed: UInt64(seed * 1_000 + round), count: 1 + round % 40))
            let block = generator.damaged(original, tokens: [[0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80], [0]])
            do {
                let events = try EventBlock.decode(block)
                #expect(events.count <= block.count)
                #expect(try EventBlock.decode(EventBlock.encode(events)).count == events.count)
            } catch let problem as Problem {
                refused += 1
                #expect(problem.kind == .internalError)
            }
        }
        #expect(refused > 0)
    }

    @Test("random bytes are neither a batch nor, save by a rare accident, a block")
    func noise() {
        var generator = SeededGenerator(seed: 3)
        for length in 0..<400 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(throws: Problem.self) { try EventBatchReader.read(bytes) }
            #expect(throws: Problem.self) { try EventBlock.decode(bytes) }
            _ = try? EventBlock.decode([EventBlock.magic, EventBlock.version] + bytes)
        }
    }
}
