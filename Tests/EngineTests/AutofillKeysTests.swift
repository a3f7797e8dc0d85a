import Testing

@testable import MatchEngine

/// Chrome's autofill as earlier versions of the SDK told it.
@Suite struct AutofillKeysTests {
    private func fill(_ stream: inout BehaviorStream, _ field: String, press: Int, took: Double = 0, type: BehaviorEvent.FieldType = .textInput) {
        let isSecret = type == .protectedInput
        stream.add(.keydown, field: field, type: type) { $0.press = press; $0.zone = isSecret ? .protected : nil }
        stream.add(.input, field: field, type: type) { $0.delta = isSecret ? nil : 12 }
        stream.now += took
        stream.add(.keyup, field: field, type: type) { $0.press = press; $0.zone = isSecret ? .protected : nil }
        stream.add(.change, field: field, type: type)
    }

    @Test("a key of no zone and no duration around a fill is no keystroke, and the fill is an autofill", arguments: [0, 0.008, 0.2])
    func fills(took: Double) {
        var stream = BehaviorStream()
        for (index, field) in ["name", "email", "city"].enumerated() {
            fill(&stream, field, press: index + 1, took: took)
            stream.now += 0.001
        }
        let features = stream.features()
        #expect(features.typing.keyCount == 0)
        #expect(features.pace.autofillCount == 3)
        #expect(Timeline(of: stream.events).fields.map(\.keystrokeCount) == [0, 0, 0])
    }

    @Test("a password that the browser fills in is no keystroke")
    func password() {
        var stream = BehaviorStream()
        fill(&stream, "password", press: 1, type: .protectedInput)
        #expect(Timeline(of: stream.events).fields.map(\.keystrokeCount) == [0])
        #expect(stream.features().pace.autofillCount == 1)
    }

    @Test("a pair of events without a change of value is no keystroke either, with a counter or without", arguments: [1, nil])
    func alone(press: Int?) {
        var stream = BehaviorStream()
        for kind in [BehaviorEvent.Kind.keydown, .keyup] { stream.add(kind, field: "name") { $0.press = press } }
        #expect(stream.features().typing.keyCount == 0)
        #expect(Timeline(of: stream.events).fields.allSatisfy { $0.keystrokeCount == 0 })
    }

    @Test("a screen keyboard, which tells neither place nor duration, still types")
    func screenKeyboard() {
        var stream = BehaviorStream()
        for press in 1 ... 12 {
            for kind in [BehaviorEvent.Kind.keydown, .input, .keyup] {
                stream.add(kind, field: "name") {
                    if kind == .input { $0.delta = 1; $0.inputType = "insertCompositionText" } else { $0.press = press }
                }
            }
            stream.now += 0.2
        }
        #expect(stream.features().typing.keyCount == 12)
    }

    @Test("a key of unknown place with a duration counts, and so does a password typed on a screen")
    func realKeys() {
        var stream = BehaviorStream()
        stream.add(.keydown, field: "name") { $0.press = 1 }
        stream.now += 0.08
        stream.add(.keyup, field: "name") { $0.press = 1 }
        for _ in 0 ..< 6 { stream.key(.protected, field: "password", type: .protectedInput, hold: 0, interval: 0.2) }
        #expect(stream.features().typing.keyCount == 7)
    }
}
