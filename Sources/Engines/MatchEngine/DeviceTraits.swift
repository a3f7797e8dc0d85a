/// What the SDK tells of the browser once per session (`device_info`), as far as the engine reads it.
package struct DeviceTraits: Sendable, Equatable {
    /// `webdriver`: navigator.webdriver is true.
    package var isWebdriver = false
    /// `automation`: globals of automation tools, or a headless user agent, were found.
    package var hasAutomationTraces = false
    /// `plugins`, `languages`: how many the browser names; nil when not told.
    package var pluginCount: Int?
    package var languageCount: Int?
    /// `color_depth` in bits.
    package var colorDepth: Int?
    /// `timer_grid_ms`: the step of the browser's clock; nil when not told.
    package var timerGridMs: Double?
    /// `coarse_pointer`: the main pointer is a finger.
    package var hasCoarsePointer = false

    package init() {}
}
