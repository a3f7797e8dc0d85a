import Foundation
import MatchEngine

/// Recorded pointer movements of known people, in the form of the Balabit Mouse Dynamics Challenge.
package struct MouseRecording: Sendable {
    /// Training sessions by user and session name; the files' contents.
    package var training: [String: [String: String]]
    /// Test sessions by the user whom the session claims, and session name.
    package var tests: [String: [String: String]]
    /// The labels file: `filename,is_illegal`, 1 = somebody else than the claimed user. Sessions without a label are left out.
    package var labels: String

    package init(training: [String: [String: String]], tests: [String: [String: String]], labels: String) {
        self.training = training
        self.tests = tests
        self.labels = labels
    }

    /// Session name → whether somebody else made it.
    package func isIllegalBySession() -> [String: Bool] {
        var found: [String: Bool] = [:]
        for row in CommaSeparated.rows(of: labels) {
            guard row.count >= 2, let flag = Int(row[1].trimmingCharacters(in: .whitespaces)) else { continue }
            found[row[0].trimmingCharacters(in: .whitespaces)] = flag != 0
        }
        return found
    }

    /// Pointer events of one session file: `record timestamp,client timestamp,button,state,x,y`, seconds and pixels. Rows of other forms
    /// (the header, wheel steps) are skipped. The client's time is taken: the recorder's holds the delays of the network.
    package static func events(in text: String) -> [BehaviorEvent] {
        var events: [BehaviorEvent] = []
        for row in CommaSeparated.rows(of: text) {
            guard row.count >= 6, let time = Double(row[1]), let x = Double(row[4]), let y = Double(row[5]), time.isFinite, x.isFinite, y.isFinite
            else { continue }
            // 65535 is the recorder's word for "not known".
            guard x < 65_535, y < 65_535 else { continue }
            let kind: BehaviorEvent.Kind
            switch row[3] {
            case "Move", "Drag": kind = .mousemove
            case "Pressed": kind = .mousedown
            case "Released": kind = .mouseup
            default: continue
            }
            var event = BehaviorEvent(kind, time: time)
            event.x = x
            event.y = y
            event.pointer = .mouse
            events.append(event)
        }
        return events
    }
}

/// Splits simple comma-separated text; fields hold no quotes in these files.
enum CommaSeparated {
    static func rows(of text: String) -> [[String]] {
        text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
