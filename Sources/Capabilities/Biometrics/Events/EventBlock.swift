import MatchEngine
import Vocabulary

/// Events as stored: one block of bytes per batch, column by column, about a tenth of their JSON.
///
/// `decode(encode(events))` is `events`, bit for bit, whatever the events hold. The layout carries a version; a block is never
/// rewritten, so every version once written stays readable.
///
///     magic 0xE5, version 1
///     count of events                                varint
///     strings                                        count, then length and UTF-8 of each
///     kind                                           one code an event
///     time                                           decimals (see EventColumns.swift)
///     field, type of field, name of other kinds      runs of (symbol, length); symbol 0 is "none"
///     zone, press, repeat, untrusted, x, y, button, pointer, offsets, width, height, delta, length, hidden, pressure,
///     contact size                                   presence, then the values that are there
///     input type, extra                              runs, as above
package enum EventBlock {
    static let magic: UInt8 = 0xE5
    package static let version: UInt8 = 1

    /// What codes mean, the inverse of `code` below. Stored for years: append, never reorder.
    static let kinds: [BehaviorEvent.Kind] = [
        .other, .keydown, .keyup, .focus, .blur, .input, .change, .paste, .cut, .copy, .autofill, .mousemove, .mousedown, .mouseup, .click,
        .scroll, .touchstart, .touchmove, .touchend, .visibilitychange, .windowBlur, .windowFocus, .resize, .compositionstart,
        .compositionend, .formSubmit,
    ]
    static let fieldTypes: [BehaviorEvent.FieldType] = [
        .textInput, .protectedInput, .dropdown, .checkbox, .radio, .textarea, .dateSelector,
    ]
    static let pointers: [BehaviorEvent.Pointer] = [.mouse, .touch, .pen]

    private static func code(_ kind: BehaviorEvent.Kind) -> UInt8 {
        switch kind {
        case .other: 0
        case .keydown: 1
        case .keyup: 2
        case .focus: 3
        case .blur: 4
        case .input: 5
        case .change: 6
        case .paste: 7
        case .cut: 8
        case .copy: 9
        case .autofill: 10
        case .mousemove: 11
        case .mousedown: 12
        case .mouseup: 13
        case .click: 14
        case .scroll: 15
        case .touchstart: 16
        case .touchmove: 17
        case .touchend: 18
        case .visibilitychange: 19
        case .windowBlur: 20
        case .windowFocus: 21
        case .resize: 22
        case .compositionstart: 23
        case .compositionend: 24
        case .formSubmit: 25
        }
    }

    private static func code(_ type: BehaviorEvent.FieldType) -> UInt8 {
        switch type {
        case .textInput: 0
        case .protectedInput: 1
        case .dropdown: 2
        case .checkbox: 3
        case .radio: 4
        case .textarea: 5
        case .dateSelector: 6
        }
    }

    private static func code(_ pointer: BehaviorEvent.Pointer) -> UInt8 {
        switch pointer {
        case .mouse: 0
        case .touch: 1
        case .pen: 2
        }
    }

    package static func encode(_ events: [BehaviorEvent]) -> [UInt8] {
        var columns = EventColumnWriter(count: events.count)
        columns.bytes { code(events[$0].kind) }
        columns.decimals { events[$0].time }
        columns.stringRuns { events[$0].field }
        columns.runs { events[$0].fieldType.map { Int(code($0)) + 1 } ?? 0 }
        columns.stringRuns { events[$0].typeName }
        columns.optionalBytes { events[$0].zone?.rawValue }
        columns.optionalIntegers { events[$0].press }
        columns.flags { events[$0].isRepeat }
        columns.flags { !events[$0].isTrusted }
        columns.optionalDecimals { events[$0].x }
        columns.optionalDecimals { events[$0].y }
        columns.optionalIntegers { events[$0].button }
        columns.optionalBytes { events[$0].pointer.map(code) }
        columns.optionalDecimals { events[$0].offsetX }
        columns.optionalDecimals { events[$0].offsetY }
        columns.optionalDecimals { events[$0].width }
        columns.optionalDecimals { events[$0].height }
        columns.optionalDecimals { events[$0].delta }
        columns.optionalIntegers { events[$0].length }
        columns.optionalBytes { events[$0].isHidden.map { $0 ? 1 : 0 } }
        columns.optionalDecimals { events[$0].pressure }
        columns.optionalDecimals { events[$0].contactSize }
        columns.stringRuns { events[$0].inputType }
        columns.stringRuns { events[$0].extra }
        return columns.block(magic: magic, version: version)
    }

    /// The events of a block. Throws for bytes that are no block, are cut short or changed beyond sense, or come from a newer version.
    package static func decode(_ block: [UInt8]) throws -> [BehaviorEvent] {
        do {
            var reader = ByteReader(block)
            guard try reader.byte() == magic else { throw Problem(.internalError, "These stored events are no event block.") }
            let version = try reader.byte()
            guard version == Self.version else {
                throw Problem(.internalError, "These stored events have layout \(version); this version of Mien reads \(Self.version).")
            }
            return try decodeColumns(&reader)
        } catch let error as MalformedBytes {
            throw Problem(.internalError, "These stored events are damaged at byte \(error.offset).")
        }
    }

    private static func decodeColumns(_ reader: inout ByteReader) throws(MalformedBytes) -> [BehaviorEvent] {
        var columns = try EventColumnReader(reader)
        var events = [BehaviorEvent](repeating: BehaviorEvent(.other, time: 0), count: columns.count)
        try columns.bytes(below: kinds.count) { events[$0].kind = kinds[Int($1)] }
        try columns.decimals { events[$0].time = $1 }
        try columns.stringRuns { events[$0].field = $1 }
        try columns.runs(upTo: fieldTypes.count) { events[$0].fieldType = fieldTypes[$1 - 1] }
        try columns.stringRuns { events[$0].typeName = $1 }
        try columns.optionalBytes(below: BehaviorEvent.Zone.allCases.count) { events[$0].zone = BehaviorEvent.Zone(rawValue: $1) }
        try columns.optionalIntegers { events[$0].press = $1 }
        try columns.flags { events[$0].isRepeat = true }
        try columns.flags { events[$0].isTrusted = false }
        try columns.optionalDecimals { events[$0].x = $1 }
        try columns.optionalDecimals { events[$0].y = $1 }
        try columns.optionalIntegers { events[$0].button = $1 }
        try columns.optionalBytes(below: pointers.count) { events[$0].pointer = pointers[Int($1)] }
        try columns.optionalDecimals { events[$0].offsetX = $1 }
        try columns.optionalDecimals { events[$0].offsetY = $1 }
        try columns.optionalDecimals { events[$0].width = $1 }
        try columns.optionalDecimals { events[$0].height = $1 }
        try columns.optionalDecimals { events[$0].delta = $1 }
        try columns.optionalIntegers { events[$0].length = $1 }
        try columns.optionalBytes(below: 2) { events[$0].isHidden = $1 == 1 }
        try columns.optionalDecimals { events[$0].pressure = $1 }
        try columns.optionalDecimals { events[$0].contactSize = $1 }
        try columns.stringRuns { events[$0].inputType = $1 }
        try columns.stringRuns { events[$0].extra = $1 }
        try columns.finish()
        return events
    }
}
