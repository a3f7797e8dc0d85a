/// One thing a person did on a form, as the SDK tells it: when and where, never which character.
package struct BehaviorEvent: Sendable, Equatable {
    /// What happened. The raw value is the wire's `event_type`.
    package enum Kind: String, Sendable, CaseIterable {
        case keydown, keyup
        case focus, blur, input, change
        case paste, cut, copy, autofill
        case mousemove, mousedown, mouseup, click, scroll
        case touchstart, touchmove, touchend
        case visibilitychange, windowBlur = "window_blur", windowFocus = "window_focus", resize
        case compositionstart, compositionend
        case formSubmit = "form_submit"
        /// An event type that this version does not know; `typeName` keeps it.
        case other
    }

    /// The wire's `field_type`.
    package enum FieldType: String, Sendable, CaseIterable {
        case textInput = "text_input"
        case protectedInput = "protected_input"
        case dropdown, checkbox, radio, textarea
        case dateSelector = "date_selector"
    }

    /// Where on the keyboard a key lies: hand and row for letters, else its class. `biometrics.md` 5.1.
    package enum Zone: UInt8, Sendable, CaseIterable {
        case l0 = 0, l1, l2, r0, r1, r2, digit, space, punctuation, edit, modifier, enter, protected

        /// The wire's name: `L0 L1 L2 R0 R1 R2 D S P E M N *`.
        package var name: String { Zone.names[Int(rawValue)] }
        package init?(name: String) {
            guard let index = Zone.names.firstIndex(of: name) else { return nil }
            self.init(rawValue: UInt8(index))
        }
        private static let names = ["L0", "L1", "L2", "R0", "R1", "R2", "D", "S", "P", "E", "M", "N", "*"]
    }

    package enum Pointer: String, Sendable { case mouse, touch, pen }

    package var kind: Kind
    /// The wire's `event_type` when `kind` is `other`.
    package var typeName: String?
    /// Unix time in seconds.
    package var time: Double
    package var field: String?
    package var fieldType: FieldType?

    // The members of the wire's `data` that the engine reads; each absent where it does not apply.
    /// `zone` of a key event.
    package var zone: Zone?
    /// `press`: a counter that pairs a keyup with its keydown.
    package var press: Int?
    /// `repeat`: the key is being held down.
    package var isRepeat = false
    /// `trusted`: false when a script made the event.
    package var isTrusted = true
    /// `x`, `y` in CSS pixels of the page.
    package var x: Double?
    package var y: Double?
    /// `button` of a mouse event.
    package var button: Int?
    package var pointer: Pointer?
    /// `offset_x`, `offset_y`: where in its target a click landed, as fractions 0…1.
    package var offsetX: Double?
    package var offsetY: Double?
    /// `width`, `height` of the click's target in CSS pixels.
    package var width: Double?
    package var height: Double?
    /// `delta`: change of the field's length (input), or scrolled pixels (scroll).
    package var delta: Double?
    /// `length`: lower end of the paste's length bucket (0, 1, 9, 33).
    package var length: Int?
    /// `input_type` of an input event, e.g. `insertText`, `insertReplacementText`.
    package var inputType: String?
    /// `hidden` of a visibility change.
    package var isHidden: Bool?
    /// `pressure` 0…1 and contact size in CSS pixels of a touch.
    package var pressure: Double?
    package var contactSize: Double?
    /// Members of `data` that the engine does not read, as JSON text; kept so that nothing sent is lost.
    package var extra: String?

    package init(_ kind: Kind, time: Double, field: String? = nil, fieldType: FieldType? = nil) {
        self.kind = kind
        self.time = time
        self.field = field
        self.fieldType = fieldType
    }
}
