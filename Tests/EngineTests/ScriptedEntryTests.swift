import Foundation
import Testing

@testable import MatchEngine

/// Who changed the values: a script of the page on behalf of a person, or a robot.
@Suite struct ScriptedEntryTests {
    private func codes(_ stream: BehaviorStream) -> Set<String> { Set(stream.features().redFlags.filter { $0.severity > .mild }.map(\.code)) }

    private static func untrusted(_ delta: Double?) -> (inout BehaviorEvent) -> Void {
        { $0.isTrusted = false; $0.delta = delta }
    }

    /// What pages and tools do while a person is at the form.
    private static let legal: [(what: String, run: @Sendable (inout BehaviorStream) -> Void)] = [
        ("a mask tells the other field", { $0.add(.input, field: "iban", untrusted(0)) }),
        ("a mask adds a blank to the field itself", { $0.add(.input, field: "text", untrusted(1)) }),
        ("a mask in a protected field", { $0.add(.input, field: "card", type: .protectedInput, untrusted(nil)) }),
        ("a framework dispatches input and change again", { stream in
            stream.now += 0.01
            stream.add(.input, field: "text", untrusted(0))
            stream.add(.change, field: "text", untrusted(nil))
        }),
        ("a framework repeats the key for its component", { stream in
            for _ in 0 ..< 4 { stream.add(.keydown, field: "text") { $0.isTrusted = false; $0.zone = .l0 } }
            stream.add(.input, field: "text", untrusted(1))
        }),
        ("a total is written into another field", { $0.add(.autofill, field: "total", untrusted(6)) }),
        ("a postal code brings the address", { stream in
            stream.now += 4
            for field in ["street", "city", "state", "country"] { stream.add(.autofill, field: field, untrusted(9)) }
        }),
        ("a date picker", { stream in
            stream.now += 6
            stream.add(.mousedown)
            stream.add(.click)
            stream.now += 0.02
            stream.add(.autofill, field: "arrival", untrusted(10))
        }),
        ("a clear button", { stream in
            stream.now += 6
            stream.add(.click)
            stream.add(.input, field: "text", untrusted(-40))
        }),
        ("autosave dispatches a change every few seconds", { stream in
            for _ in 0 ..< 20 {
                stream.now += 5
                stream.add(.input, field: "text", untrusted(0))
                stream.add(.change, field: "text", untrusted(nil))
            }
        }),
        ("a password manager fills by itself", { stream in
            stream.now += 30
            for field in ["user", "password"] {
                stream.add(.keydown, field: field) { $0.isTrusted = false; $0.zone = .l0 }
                stream.add(.autofill, field: field, type: field == "user" ? .textInput : .protectedInput, untrusted(field == "user" ? 8 : nil))
            }
        }),
        ("keys without a change", { stream in
            stream.now += 30
            for _ in 0 ..< 2 { stream.add(.keydown, field: "menu") { $0.isTrusted = false; $0.zone = .enter } }
        }),
    ]

    @Test("what a page does on behalf of a person raises nothing", arguments: legal.indices)
    func legalScripts(_ index: Int) {
        for count in [12, 20] {
            var stream = BehaviorStream(seed: UInt64(index + 1))
            stream.human(count)
            Self.legal[index].run(&stream)
            #expect(!codes(stream).contains("untrusted_events"), "\(Self.legal[index].what)")
        }
    }

    @Test("a password manager that fills before anything is pressed raises nothing once the form is sent by hand")
    func fillOnLoad() {
        var stream = BehaviorStream()
        for field in ["user", "password"] { stream.add(.autofill, field: field, Self.untrusted(8)) }
        stream.now += 20
        stream.add(.mousedown)
        stream.add(.click)
        stream.add(.formSubmit)
        #expect(!codes(stream).contains("untrusted_events"))
    }

    /// Scripts that fill in a form alone.
    private static let robots: [(what: String, run: @Sendable (inout BehaviorStream) -> Void)] = [
        ("a value is set", { $0.add(.input, field: "email", untrusted(12)) }),
        ("a value is set, as the SDK tells it", { $0.add(.autofill, field: "email", untrusted(12)) }),
        ("five values are set and the form is sent by the mouse", { stream in
            for field in ["name", "email", "city", "phone", "street"] { stream.add(.autofill, field: field, untrusted(12)) }
            stream.now += 10
            stream.add(.mousedown)
            stream.add(.click)
        }),
        ("keys are dispatched", { stream in
            for _ in 0 ..< 40 {
                stream.add(.keydown, field: "email") { $0.isTrusted = false; $0.zone = .l0 }
                stream.add(.input, field: "email", untrusted(1))
                stream.now += 0.09
            }
        }),
        ("keys are dispatched after a press of the mouse", { stream in
            stream.add(.mousedown)
            stream.add(.click)
            for _ in 0 ..< 12 {
                stream.add(.keydown, field: "email") { $0.isTrusted = false; $0.zone = .l0 }
                stream.add(.input, field: "email", untrusted(1))
                stream.now += 0.09
            }
        }),
        ("a value grows letter by letter", { stream in
            for _ in 0 ..< 10 {
                stream.add(.input, field: "email", untrusted(1))
                stream.now += 0.05
            }
        }),
        ("a protected value is set", { $0.add(.input, field: "password", type: .protectedInput, untrusted(nil)) }),
        ("a person typed long ago, and a script types now", { stream in
            stream.human(40, field: "notes", type: .textarea)
            stream.now += 20
            for _ in 0 ..< 10 {
                stream.add(.input, field: "email", untrusted(1))
                stream.now += 0.3
            }
        }),
    ]

    @Test("every script that fills in a form by itself is a robot", arguments: robots.indices)
    func robotScripts(_ index: Int) {
        var stream = BehaviorStream(seed: UInt64(index + 1))
        Self.robots[index].run(&stream)
        #expect(codes(stream).contains("untrusted_events"), "\(Self.robots[index].what)")
    }

    @Test("twenty keys of a person and one scripted event without a change score as without it")
    func oneMirroredEvent() {
        var stream = BehaviorStream()
        stream.human(20)
        let without = stream.features().redFlags
        stream.add(.input, field: "iban", Self.untrusted(0))
        #expect(stream.features().redFlags == without)
    }
}
