import MatchEngine

/// From the names that keystroke data sets give keys to the zones that the SDK would send (`biometrics.md` 5.1, US layout).
package enum KeyName {
    package static func zone(of name: String) -> BehaviorEvent.Zone {
        let lower = name.lowercased()
        if let zone = letters[lower] ?? named[lower] { return zone }
        if lower.count == 1, let character = lower.first { return character.isNumber ? .digit : character == " " ? .space : .punctuation }
        // Compound names such as `shift.r`, `Key.space` or `numpad_5` end in the key.
        if let last = lower.split(whereSeparator: { ".+_ ".contains($0) }).last.map(String.init), last != lower { return zone(of: last) }
        if lower.hasPrefix("digit") || lower.hasPrefix("numpad") { return .digit }
        if lower.hasPrefix("key"), lower.count == 4 { return zone(of: String(lower.suffix(1))) }
        return .punctuation
    }

    private static let letters: [String: BehaviorEvent.Zone] = {
        var table: [String: BehaviorEvent.Zone] = [:]
        let rows: [(String, BehaviorEvent.Zone)] = [
            ("qwert", .l0), ("asdfg", .l1), ("zxcvb", .l2), ("yuiop", .r0), ("hjkl", .r1), ("nm", .r2),
        ]
        for (keys, zone) in rows { for key in keys { table[String(key)] = zone } }
        return table
    }()

    private static let named: [String: BehaviorEvent.Zone] = {
        let groups: [(BehaviorEvent.Zone, [String])] = [
            (.digit, ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]),
            (.space, ["space", "spacebar"]),
            (
                .edit,
                [
                    "backspace", "back", "delete", "del", "left", "right", "up", "down", "home", "end", "insert", "page_up", "page_down",
                    "arrowleft", "arrowright", "arrowup", "arrowdown",
                ]
            ),
            (
                .modifier,
                [
                    "shift", "left_shift", "right_shift", "lshift", "rshift", "shiftleft", "shiftright", "ctrl", "control", "left_ctrl",
                    "right_ctrl", "alt", "left_alt", "right_alt", "altgr", "meta", "win", "cmd", "caps_lock", "capslock", "capital",
                    "num_lock",
                ]
            ),
            (.enter, ["enter", "return", "tab"]),
        ]
        var table: [String: BehaviorEvent.Zone] = [:]
        for (zone, names) in groups { for name in names { table[name] = zone } }
        return table
    }()
}
