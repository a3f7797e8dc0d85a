extension RedFlag {
    /// Findings that tell of a program at the keyboard or in the browser, as opposed to a person who does something unusual.
    private static let automationCodes: Set<String> = [
        "uniform_key_timing", "uniform_key_hold", "zero_hold_keys", "superhuman_typing", "repeated_interval", "no_rollover_fast",
        "untrusted_events", "webdriver_present", "value_without_input", "straight_mouse", "constant_speed_mouse", "click_without_move",
        "centre_clicks", "submission_too_fast", "replayed_session",
    ]

    package var tellsOfAutomation: Bool { Self.automationCodes.contains(code) }

    /// The same finding, told without a say in the score.
    var asObservation: RedFlag {
        var flag = self
        flag.capsScore = false
        return flag
    }
}
