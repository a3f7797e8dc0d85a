import Testing

@testable import MatchEngine

@Suite struct TimelineTests {
    @Test("fields come in the order of their first visit, with keys, paste, time and returns")
    func timeline() throws {
        var stream = BehaviorStream()
        stream.add(.focus, field: "first_name")
        stream.now += 1
        for _ in 0 ..< 4 { stream.key(.l0, field: "first_name", interval: 0.25) }
        stream.add(.blur, field: "first_name")
        stream.now += 0.5
        stream.add(.focus, field: "email")
        stream.add(.paste, field: "email") { $0.length = 9 }
        stream.now += 2
        stream.add(.blur, field: "email")
        stream.add(.focus, field: "first_name")
        stream.now += 0.5
        stream.key(.r0, field: "first_name", interval: 0.5)
        stream.add(.blur, field: "first_name")
        stream.add(.focus, field: "card", type: .protectedInput)
        stream.now += 1
        stream.add(.formSubmit)
        let timeline = Timeline(of: stream.events)
        #expect(timeline.durationMs == 6500)
        #expect(timeline.fields == [
            .init(name: "first_name", fieldType: .textInput, focusTimeMs: 3000, keystrokeCount: 5, pasteDetected: false, revisits: 1),
            .init(name: "email", fieldType: .textInput, focusTimeMs: 2000, keystrokeCount: 0, pasteDetected: true, revisits: 0),
            .init(name: "card", fieldType: .protectedInput, focusTimeMs: 1000, keystrokeCount: 0, pasteDetected: false, revisits: 0),
        ])
        #expect(try Timeline(decoding: timeline.encoded()) == timeline)
    }

    @Test("losing the window and coming back to the same field is no return")
    func windowLoss() {
        var stream = BehaviorStream()
        stream.add(.focus, field: "name")
        stream.now += 1
        stream.add(.blur, field: "name")
        stream.add(.windowBlur)
        stream.now += 5
        stream.add(.windowFocus)
        stream.add(.focus, field: "name")
        stream.now += 1
        stream.add(.blur, field: "name")
        let fields = Timeline(of: stream.events).fields
        #expect(fields.count == 1)
        #expect(fields.first?.revisits == 0)
    }

    @Test("without focus events the keys tell where the person is")
    func withoutFocus() {
        var stream = BehaviorStream()
        stream.human(5, field: "a")
        stream.human(5, field: "b")
        stream.human(5, field: "a")
        let fields = Timeline(of: stream.events).fields
        #expect(fields.map(\.name) == ["a", "b"])
        #expect(fields.map(\.keystrokeCount) == [10, 5])
        #expect(fields.map(\.revisits) == [1, 0])
    }

    @Test("what the browser fills in elsewhere is no visit, but the fields are listed")
    func autofill() {
        var stream = BehaviorStream()
        stream.add(.focus, field: "name")
        stream.now += 1
        for field in ["name", "email", "city"] { stream.add(.autofill, field: field) }
        stream.now += 1
        stream.human(3, field: "name")
        stream.add(.blur, field: "name")
        let fields = Timeline(of: stream.events).fields
        #expect(fields.map(\.name) == ["name", "email", "city"])
        #expect(fields.allSatisfy { $0.revisits == 0 })
        #expect(stream.features().navigation.fields.map(\.name) == ["name"])
    }

    @Test("nothing happened, nothing is told")
    func empty() {
        #expect(Timeline(of: []) == Timeline())
    }
}
