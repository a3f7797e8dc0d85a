import Foundation
import Testing

@testable import MatchEngine

@Suite struct RedFlagTests {
    private func codes(_ stream: BehaviorStream, _ device: DeviceTraits = DeviceTraits()) -> [String: RedFlag.Severity] {
        Dictionary(stream.features(device).redFlags.map { ($0.code, $0.severity) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("a person at a form raises nothing")
    func person() {
        for seed in 0 ..< 40 {
            var stream = BehaviorStream(seed: UInt64(seed))
            stream.wander(25)
            stream.add(.focus, field: "first_name")
            stream.human(40, field: "first_name")
            stream.add(.focus, field: "message", type: .textarea)
            stream.human(80, field: "message", type: .textarea)
            stream.add(.formSubmit)
            #expect(codes(stream).isEmpty)
        }
    }

    @Test("even keys are a robot's")
    func evenKeys() {
        var stream = BehaviorStream(seed: 2)
        for _ in 0 ..< 60 {
            let wobble = stream.normal()
            stream.key(.l0, hold: 0.05 + 0.001 * wobble, interval: 0.1 + 0.01 * wobble)
        }
        let found = codes(stream)
        #expect(found["uniform_key_timing"] == .severe)
        #expect(found["uniform_key_hold"] == .severe)
        #expect(stream.features().redFlags.allSatisfy { $0.severity != .severe || $0.capsScore })
    }

    @Test("keys without duration and without pause are a robot's")
    func instantKeys() {
        var stream = BehaviorStream(seed: 3)
        for _ in 0 ..< 60 { stream.key(.r0, hold: 0, interval: 0.001 + 0.004 * stream.uniform()) }
        let found = codes(stream)
        #expect(found["superhuman_typing"] == .severe)
        #expect(found["zero_hold_keys"] == .severe)
    }

    @Test("keys that all fall in one instant are a robot's")
    func oneInstant() {
        var stream = BehaviorStream()
        for _ in 0 ..< 40 { stream.key(.r0, hold: 0, interval: 0) }
        #expect(codes(stream)["superhuman_typing"] == .severe)
        #expect(codes(stream)["uniform_key_timing"] == .severe)
    }

    @Test("one interval over and over is noticed on a fine clock only")
    func repeatedInterval() {
        var stream = BehaviorStream(seed: 4)
        for index in 0 ..< 80 {
            let interval = index % 2 == 0 ? 0.12 : 0.05 + 0.4 * stream.uniform()
            stream.key(.l1, hold: 0.03 + 0.05 * stream.uniform(), interval: interval)
        }
        #expect(codes(stream)["repeated_interval"] == .moderate)
        var coarse = DeviceTraits()
        coarse.timerGridMs = 16
        #expect(codes(stream, coarse)["repeated_interval"] == nil)
    }

    @Test("screen keyboards report no durations and are no robots")
    func screenKeyboard() {
        var stream = BehaviorStream(seed: 5)
        stream.human(60, hold: 0)
        var phone = DeviceTraits()
        phone.hasCoarsePointer = true
        #expect(codes(stream, phone).isEmpty)
    }

    @Test("automation traces of the browser are severe", arguments: 0 ..< 3)
    func automation(kind: Int) {
        var device = DeviceTraits()
        switch kind {
        case 0: device.isWebdriver = true
        case 1: device.hasAutomationTraces = true
        default:
            device.pluginCount = 0
            device.languageCount = 0
        }
        #expect(codes(BehaviorStream(), device) == ["webdriver_present": .severe])
        var phone = DeviceTraits()
        phone.pluginCount = 0
        phone.languageCount = 2
        #expect(codes(BehaviorStream(), phone).isEmpty)
    }

    @Test("script-made input is severe, a password manager's filling is not")
    func untrusted() {
        var script = BehaviorStream()
        script.add(.input, field: "email") { $0.isTrusted = false; $0.delta = 12 }
        #expect(codes(script)["untrusted_events"] == .severe)

        var manager = BehaviorStream()
        manager.add(.keydown, field: "email") { $0.isTrusted = false; $0.zone = .l0 }
        manager.add(.input, field: "email") { $0.isTrusted = false; $0.delta = 12 }
        manager.add(.autofill, field: "email") { $0.delta = 12 }
        #expect(codes(manager).isEmpty)
        for _ in 0 ..< 6 { manager.add(.keydown, field: "email") { $0.isTrusted = false; $0.zone = .l0 } }
        #expect(codes(manager)["untrusted_events"] == .severe)
    }

    @Test("a value from nowhere is observed; dictation and autofill are not")
    func valueWithoutInput() {
        var script = BehaviorStream()
        script.add(.input, field: "email") { $0.delta = 12 }
        #expect(codes(script)["value_without_input"] == .severe)
        #expect(script.features().redFlags.allSatisfy { !$0.capsScore })

        for type in ["insertText", "insertReplacementText", "insertFromDrop", "insertCompositionText"] {
            var legal = BehaviorStream()
            legal.add(.input, field: "email") { $0.delta = 12; $0.inputType = type }
            #expect(codes(legal).isEmpty, "\(type)")
        }
        var spinner = BehaviorStream()
        spinner.add(.click, field: "guests")
        spinner.now += 0.01
        spinner.add(.input, field: "guests") { $0.delta = 1 }
        #expect(codes(spinner).isEmpty)
        var filled = BehaviorStream()
        filled.add(.input, field: "email") { $0.delta = 12 }
        filled.add(.autofill, field: "email")
        #expect(codes(filled).isEmpty)
    }

    @Test("straight and steady pointers are a robot's")
    func robotPointer() {
        var stream = BehaviorStream(seed: 6)
        stream.wander(25, bend: 0, jitter: 0)
        let found = codes(stream)
        #expect(found["straight_mouse"] == .severe)
        #expect(found["constant_speed_mouse"] == .severe)
        var few = BehaviorStream(seed: 6)
        few.wander(15, bend: 0, jitter: 0)
        #expect(codes(few).isEmpty)
    }

    @Test("clicks from nowhere and at dead centre are observed, the keyboard's clicks are not")
    func clicks() {
        var stream = BehaviorStream()
        func click(_ stream: inout BehaviorStream, x: Double, pressed: Bool) {
            func place(_ event: inout BehaviorEvent) {
                event.x = x
                event.y = 2 * x
                event.offsetX = 0.5
                event.offsetY = 0.5
                event.width = 120
                event.height = 40
            }
            if pressed { stream.add(.mousedown, place) } else { stream.key(.enter, field: "submit", interval: 0.05) }
            stream.now += 0.05
            stream.add(.click, place)
            stream.now += 1
        }
        for index in 1 ... 5 { click(&stream, x: 100 * Double(index), pressed: true) }
        #expect(codes(stream) == ["click_without_move": .moderate, "centre_clicks": .moderate])
        #expect(stream.features().redFlags.allSatisfy { !$0.capsScore })
        var keyboard = BehaviorStream()
        for index in 1 ... 5 { click(&keyboard, x: 100 * Double(index), pressed: false) }
        #expect(codes(keyboard).isEmpty)
    }

    @Test("pasting what one knows by heart is moderate, after switching windows severe")
    func paste() {
        var stream = BehaviorStream()
        stream.add(.paste, field: "last_name") { $0.length = 1 }
        #expect(codes(stream) == ["paste_identity_field": .moderate])
        #expect(stream.features().redFlags.first?.capsScore == true)
        for field in ["email", "phone_number", "dateOfBirth"] {
            stream.now += 1
            stream.add(.windowBlur)
            stream.now += 3
            stream.add(.windowFocus)
            stream.now += 0.5
            stream.add(.paste, field: field) { $0.length = 9 }
        }
        #expect(codes(stream) == ["paste_identity_field": .severe, "window_switching": .moderate])
        var other = BehaviorStream()
        other.add(.paste, field: "coupon") { $0.length = 9 }
        #expect(codes(other).isEmpty)
    }

    @Test(
        "identity fields are told by their names",
        arguments: [
            ("first_name", true), ("lastName", true), ("E-Mail", true), ("billing[phone]", true), ("date_of_birth", true), ("ssn", true),
            ("username", false), ("user_name", false), ("company_name", false), ("coupon", false), ("message", false), ("", false), ("amount", false),
        ])
    func identityFields(name: String, expected: Bool) {
        #expect(IdentityFields.contains(name) == expected)
    }

    @Test("a form filled within a second is observed, one filled by the browser is not")
    func tooFast() {
        var stream = BehaviorStream()
        for field in ["a", "b", "c"] {
            stream.human(3, field: field, interval: 0.05)
        }
        stream.add(.formSubmit)
        #expect(codes(stream)["submission_too_fast"] == .severe)
        var filled = BehaviorStream()
        for field in ["a", "b", "c"] {
            filled.add(.autofill, field: field)
            filled.add(.input, field: field) { $0.inputType = "insertReplacementText"; $0.delta = 8 }
        }
        filled.now += 0.5
        filled.add(.formSubmit)
        #expect(codes(filled).isEmpty)
    }

    @Test("two traces of remote access are observed")
    func remoteAccess() {
        var stream = BehaviorStream(seed: 8)
        for _ in 0 ..< 80 {
            let x = 1000 * stream.uniform()
            let y = 600 * stream.uniform()
            stream.add(.mousemove) { $0.x = x; $0.y = y }
            stream.now += 0.05 * Double(1 + Int(stream.uniform() * 3))
        }
        #expect(codes(stream).isEmpty)
        var device = DeviceTraits()
        device.colorDepth = 16
        #expect(codes(stream, device)["remote_access_pattern"] == .moderate)
    }
}
