import Foundation
import LanguageModel
import Vocabulary

extension Tool {
    /// `current_time(timezone?)`: the time in the zone asked for, else the user's, else UTC.
    static func currentTime(zone: @escaping @Sendable (ToolContext) async throws -> String?) -> Tool {
        Tool(
            description: ToolDescription(
                name: "current_time",
                description: "The present date, time and weekday. Use it whenever an answer depends on today or now.",
                parameters: .schema([
                    "timezone": [
                        "type": "string", "description": "An IANA time zone such as Europe/Berlin. Leave it out for the user's own zone.",
                    ]
                ]))
        ) { arguments, context in
            let asked = try arguments.text("timezone", limit: 64)
            let usual = try await zone(context)
            let name = asked ?? usual ?? "UTC"
            guard let zone = TimeZone(identifier: name) else {
                throw ToolError("There is no time zone '\(name)'. Use an IANA name such as Europe/Berlin, or leave it out.")
            }
            return ToolOutput(text(context.now, zone, name))
        }
    }

    /// `Saturday 2026-03-07 13:00:00 +01:00 (Europe/Berlin), 2026-03-07T12:00:00Z`
    static func text(_ now: Timestamp, _ zone: TimeZone, _ name: String) -> String {
        let seconds = Int64(now.seconds.rounded(.down))
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        let local = Timestamp(microseconds: (seconds + Int64(offset)) * 1_000_000)
        func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let size = abs(offset)
        let shift = (offset < 0 ? "-" : "+") + padded(size / 3_600) + ":" + padded(size / 60 % 60)
        let stamp = local.iso8601.dropLast().replacing("T", with: " ")
        return "\(weekday(local)) \(stamp) \(shift) (\(name)), \(Timestamp(microseconds: seconds * 1_000_000).iso8601)"
    }

    /// `Saturday 2026-03-07 (UTC)`
    static func date(_ now: Timestamp) -> String { "\(weekday(now)) \(now.iso8601.prefix(10)) (UTC)" }

    private static func weekday(_ local: Timestamp) -> String {
        let days = Int(local.startOfDay.microseconds / 86_400_000_000)
        let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return weekdays[((days + 3) % 7 + 7) % 7]
    }
}
