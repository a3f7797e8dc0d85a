import Testing
import Vocabulary

@Suite("Times written as text")
struct TimestampReadingTests {
    @Test(
        "a time of RFC 3339 is read to the microsecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-07T12:00:00Z", 1_772_884_800_000_000), ("2026-03-07T12:00:00.5Z", 1_772_884_800_500_000),
            ("2026-03-07t13:00:00.000001999+01:00", 1_772_884_800_000_001), ("2026-03-07T06:30:00-05:30", 1_772_884_800_000_000),
            ("2024-02-29T23:59:60z", 1_709_251_200_000_000), ("1969-12-31T23:59:59.25Z", -750_000), ("2000-03-01T00:00:00Z", 951_868_800_000_000),
        ] as [(String, Int64)])
    func read(_ text: String, _ microseconds: Int64) { #expect(Timestamp(iso8601: text)?.microseconds == microseconds) }

    @Test(
        "what is no time, or no day of the calendar, is refused",
        arguments: [
            "", "yesterday", "2026-03-07", "2026-03-07T12:00:00", "2026-03-07 12:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-03-07T24:00:00Z", "2026-03-07T12:60:00Z", "2026-03-07T12:00:00.Z",
            "2026-03-07T12:00:00+1:00", "2026-03-07T12:00:00ZZ", "2026-03-07T12:00:00+24:00", "0000-01-01T00:00:00Z", "２026-03-07T12:00:00Z",
        ])
    func refused(_ text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test("days from 1900 to 2200 are written and read as the same time")
    func days() {
        var time = CivilDate.daysSince1970(year: 1900, month: 1, day: 1)
        let end = CivilDate.daysSince1970(year: 2200, month: 1, day: 1)
        #expect(end - time == 109_573)
        while time < end {
            let stamp = Timestamp(microseconds: Int64(time) * 86_400_000_000 + 1)
            #expect(Timestamp(iso8601: stamp.iso8601) == stamp)
            time += 7
        }
    }
}
