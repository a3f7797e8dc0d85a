// A law: however a stream's bytes are split on their way, the same reply comes of them.
import Testing

@testable import LanguageModel

@Suite("Splitting")
struct SplitTests {
    /// Good streams and bad ones, of both formats.
    static let streams: [(name: String, bytes: [UInt8], isAnthropic: Bool)] = [
        ("text", WireFixtures.openAIText, false), ("tools", WireFixtures.openAITools, false),
        ("text, CRLF", WireFixtures.with("\r\n", WireFixtures.openAIText), false),
        ("tools, CR", WireFixtures.with("\r", WireFixtures.openAITools), false),
        ("text with a byte order mark", [0xEF, 0xBB, 0xBF] + WireFixtures.openAIText, false),
        ("in one piece", Array(#"  {"model":"m","choices":[{"message":{"role":"assistant","content":"Ja – gut"}}]}"#.utf8), false),
        ("no UTF-8", Array(WireFixtures.openAIText.prefix(700)) + [0xFF, 0x0A, 0x0A], false),
        ("cut", Array(WireFixtures.openAIText.prefix(500)), false),
        ("no JSON in the middle", Array("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {x\n\n".utf8), false),
        ("text", WireFixtures.anthropicText, true), ("tools", WireFixtures.anthropicTools, true),
        ("tools, CRLF", WireFixtures.with("\r\n", WireFixtures.anthropicTools), true), ("cut", Array(WireFixtures.anthropicTools.prefix(900)), true),
    ]

    private func outcome(_ stream: (name: String, bytes: [UInt8], isAnthropic: Bool), _ parts: [ArraySlice<UInt8>]) -> ReadOutcome {
        stream.isAnthropic ? ReadOutcome(AnthropicReply.self, parts) : ReadOutcome(OpenAIReply.self, parts)
    }

    @Test("any split into two gives the same", arguments: streams.indices)
    func two(index: Int) {
        let stream = Self.streams[index], bytes = stream.bytes
        let whole = outcome(stream, [bytes[...]])
        #expect(bytes.count > 40)
        for place in bytes.indices where outcome(stream, [bytes[..<place], bytes[place...]]) != whole {
            Issue.record("\(stream.name): split at \(place)")
        }
    }

    @Test("single bytes, and many random splits, give the same", arguments: streams.indices)
    func many(index: Int) {
        let stream = Self.streams[index], bytes = stream.bytes
        let whole = outcome(stream, [bytes[...]])
        #expect(outcome(stream, bytes.indices.map { bytes[$0..<($0 + 1)] }) == whole)
        var generator = SplitMix(state: UInt64(index) + 1)
        for _ in 0..<100 {
            var parts: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                parts.append(rest.prefix(Int.random(in: 0...40, using: &generator)))
                rest = rest.dropFirst(parts[parts.count - 1].count)
            }
            #expect(outcome(stream, parts) == whole)
        }
    }

    @Test("ends of lines make no difference")
    func lineEnds() {
        let plain = ReadOutcome(OpenAIReply.self, WireFixtures.openAITools)
        #expect(ReadOutcome(OpenAIReply.self, WireFixtures.with("\r\n", WireFixtures.openAITools)) == plain)
        #expect(ReadOutcome(OpenAIReply.self, WireFixtures.with("\r", WireFixtures.openAITools)) == plain)
    }

    /// The same numbers on every run.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
