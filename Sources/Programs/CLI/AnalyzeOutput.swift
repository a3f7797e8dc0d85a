// What `mien analyze` writes: lines as they come, JUnit when the counts are known.
import Foundation
import PostureEngine

/// Standard output, in pieces of a useful size.
struct ByteSink {
    private var buffer: [UInt8] = []

    mutating func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count > 1 << 16 { try flush() }
    }

    mutating func write(_ text: String) throws { try write(Array(text.utf8)) }

    mutating func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw AnalyzeFailure("The output cannot be written: \(String(cString: strerror(errno))).") }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Writes turns in the chosen format.
struct AnalyzeOutput {
    private let format: AnalyzeCommand.Format
    private let report: AnalyzeReport
    private let engineVersion: String
    private let showsText: Bool
    private var sink = ByteSink()
    private var cases: JUnitCases?
    private var hasBegun = false
    /// For the report's last lines, where they may show the session.
    private var health: [String: [Double]] = [:]

    init(format: AnalyzeCommand.Format, report: AnalyzeReport, engineVersion: String, showsText: Bool, limit: AlertLevel?) throws {
        self.format = format
        self.report = report
        self.engineVersion = engineVersion
        self.showsText = showsText
        // Without a limit of the caller's own, a turn fails from orange on: something has to be shown as a failure.
        if format == .junit { cases = try JUnitCases(limit: limit ?? .orange) }
    }

    mutating func add(_ turns: [AnalyzedTurn], sessions: AnalyzedSessions) throws {
        for turn in turns {
            switch format {
            case .jsonl: try sink.write(turn.record(engineVersion: engineVersion, showsText: showsText) + [UInt8(ascii: "\n")])
            case .junit: try cases?.add(turn)
            case .text:
                if !hasBegun { try sink.write(report.legend) }
                hasBegun = true
                try sink.write(report.turn(turn))
                if let name = turn.turn.sessionName, sessions.mayShow(turn.turn) {
                    health[name, default: []].append(turn.score.metrics.behavioralHealth)
                    if (health[name]?.count ?? 0) > 120 { health[name]?.removeFirst(60) }
                }
            }
        }
        try sink.flush()
    }

    mutating func end(_ tally: AnalyzeTally, sessions: AnalyzedSessions) throws {
        if format == .text { try sink.write(report.end(tally, sessions: sessions, health: health)) }
        if let cases { try cases.copy(to: &sink, engineVersion: engineVersion) }
        try sink.flush()
    }
}

/// Test cases in a file without a name until all are counted: the counts stand at the head of a JUnit file.
struct JUnitCases {
    private let limit: AlertLevel
    private let file: FileHandle
    private var count = 0
    private var failures = 0

    init(limit: AlertLevel) throws {
        self.limit = limit
        guard let stream = tmpfile() else { throw AnalyzeFailure("No temporary file can be made: \(String(cString: strerror(errno))).") }
        let descriptor = dup(fileno(stream))
        fclose(stream)
        guard descriptor >= 0 else { throw AnalyzeFailure("No temporary file can be made: \(String(cString: strerror(errno))).") }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// A turn passes or fails; its message is the rules' words, never the text.
    mutating func add(_ analyzed: AnalyzedTurn) throws {
        let score = analyzed.score
        count += 1
        let suite = Self.attribute(AnalyzeReport.plain(analyzed.turn.sessionName ?? "turns"))
        let name = Self.attribute(analyzed.place)
        var xml = "    <testcase classname=\"\(suite)\" name=\"\(name)\" time=\"0\">\n"
        if score.alert >= limit {
            failures += 1
            xml += "      <failure type=\"\(score.alert.rawValue)\" message=\"\(Self.attribute("\(score.alert.rawValue): \(score.details)"))\">"
            xml += Self.attribute(score.drivers.map(Self.line).joined(separator: "\n")) + "</failure>\n"
        } else if score.alert > .green {
            xml += "      <system-out>\(Self.attribute("\(score.alert.rawValue): \(score.details)"))</system-out>\n"
        }
        try file.write(contentsOf: Data((xml + "    </testcase>\n").utf8))
    }

    private static func line(_ driver: Driver) -> String {
        let sentences = driver.sentenceIndexes.map { String($0 + 1) }.joined(separator: ", ")
        return "\(driver.level.rawValue): \(driver.reason) [\(driver.metric) \(driver.value.outputRounded), limit \(driver.threshold.outputRounded)"
            + (sentences.isEmpty ? "]" : ", \(driver.side.rawValue) sentences \(sentences)]")
    }

    func copy(to sink: inout ByteSink, engineVersion: String) throws {
        try sink.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="mien analyze" tests="\(count)" failures="\(failures)" errors="0">
              <testsuite name="posture" tests="\(count)" failures="\(failures)" errors="0" skipped="0" time="0">
                <properties><property name="engine_version" value="\(Self.attribute(engineVersion))"/>\
            <property name="fail_on" value="\(limit.rawValue)"/></properties>

            """)
        try file.seek(toOffset: 0)
        while let data = try file.read(upToCount: 1 << 16), !data.isEmpty { try sink.write([UInt8](data)) }
        try sink.write("  </testsuite>\n</testsuites>\n")
    }

    /// Text inside XML; characters that XML cannot hold become blanks.
    static func attribute(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n": result += "&#10;"
            case "\t": result += "&#9;"
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                result.unicodeScalars.append(isAllowed ? scalar : " ")
            }
        }
        return result
    }
}
