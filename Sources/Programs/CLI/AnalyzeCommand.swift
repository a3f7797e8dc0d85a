// `mien analyze`: how an AI behaves, sentence by sentence, without a server; and a gate for continuous integration.
import ArgumentParser
import Foundation
import PostureEngine
import TextEngine

/// As a bar for `--fail-on`: green would fail everything.
extension AlertLevel: ExpressibleByArgument {
    package init?(argument: String) {
        guard Self.allValueStrings.contains(argument) else { return nil }
        self.init(rawValue: argument)
    }

    package static var allValueStrings: [String] { allCases.filter { $0 > .green }.map(\.rawValue) }
}

extension PostureThresholds.Mode: ExpressibleByArgument {}
extension AnalyzeInput.Form: ExpressibleByArgument {}

struct AnalyzeCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, jsonl, junit }
    enum Colour: String, CaseIterable, ExpressibleByArgument { case auto, always, never }
    enum Switch: String, CaseIterable, ExpressibleByArgument { case on, off }

    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Read what an AI answered, sentence by sentence: where it holds, gives way, flatters, invents or pushes.",
        discussion: """
            Reads a file or standard input; no server, no network. It takes plain text (one answer, or lines that begin with "User:" and \
            "Assistant:"), a JSON list of messages with "role" and "content", or JSON lines with "response_text" and, if you like, "input_text", \
            "user_text", "session_name", "turn", "id", "evidence". Turns of one session_name are scored as one session; the others stand alone.

            Examples:
              mien analyze chat.txt
              pbpaste | mien analyze
              mien analyze transcripts.jsonl --format jsonl > scored.jsonl
              mien analyze answers.jsonl --fail-on orange --format junit > posture.xml

            Exit codes: 0 = read, and nothing reached the level of --fail-on; 1 = something did;
            2 = the input cannot be read, or a gate has no encoder.
            """)

    @Argument(help: ArgumentHelp("The file; standard input without it or with -.", valueName: "file"))
    var file: String?
    @Option(help: ArgumentHelp("What the input is.", valueName: "form"))
    var inputFormat: AnalyzeInput.Form = .auto
    @Option(help: ArgumentHelp("text = a report for people, jsonl = one JSON object a turn, junit = for CI.", valueName: "format"))
    var format: Format = .text
    @Option(help: ArgumentHelp("Exit with 1 when a turn reaches this level.", valueName: "level"))
    var failOn: AlertLevel?
    @Option(help: ArgumentHelp("How soon the engine speaks.", valueName: "mode"))
    var mode: PostureThresholds.Mode = .balanced
    @Option(help: ArgumentHelp("off = leave the user's side (crisis signals) unread.", valueName: "on|off"))
    var userRisk: Switch = .on
    @Option(
        help: ArgumentHelp(
            "Folder of the sentence encoder. (default: MIEN_MODEL_DIR, else the data folder and those around the program)", valueName: "dir"))
    var modelDir: String?
    @Flag(help: "Read by cue rules alone, without the sentence encoder.")
    var noModel = false
    @Option(help: ArgumentHelp("Threads to compute on. (default: all cores)", valueName: "n"))
    var threads: Int?
    @Flag(help: "Leave the sentences out of the output; codes and figures stay.")
    var noText = false
    @Option(help: ArgumentHelp("Colours of the report. auto heeds NO_COLOR.", valueName: "when"))
    var color: Colour = .auto

    func validate() throws {
        if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256.") }
        if noModel, modelDir != nil { throw ValidationError("--no-model and --model-dir exclude each other.") }
    }

    func run() async throws {
        do {
            if try analyze() { throw ExitCode(1) }
        } catch let failure as AnalyzeFailure {
            throw explained(failure.description)
        } catch let error as TranscriptError {
            throw explained(error.description)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            // 1 means that a turn reached the level, and nothing else.
            throw explained(ErrorSentence.of(error))
        }
    }

    private func explained(_ sentence: String) -> ExitCode {
        FileHandle.standardError.write(Data("mien analyze: \(sentence)\n".utf8))
        return ExitCode(2)
    }

    /// - Returns: whether a turn reached the level of `--fail-on`.
    private func analyze() throws -> Bool {
        let source = try ByteSource(path: file)
        if source.isTerminal { FileHandle.standardError.write(Data("Paste the conversation, then press Ctrl-D on an empty line.\n".utf8)) }
        defer { source.close() }
        let gate = failOn != nil ? "--fail-on" : format == .junit ? "--format junit" : nil
        let model = try AnalyzeModel.open(modelDir, isWanted: !noModel, gate: gate)
        if let notice = model.notice { FileHandle.standardError.write(Data("mien analyze: \(notice)\n".utf8)) }
        let thresholds = PostureThresholds(mode: mode)
        var pipeline = AnalyzePipeline(
            classifier: model.classifier, encoder: model.encoder, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
            thresholds: thresholds, readsUserRisk: userRisk == .on)
        let report = AnalyzeReport(style: .standardOutput(color), thresholds: thresholds, showsText: !noText)
        var output = try AnalyzeOutput(format: format, report: report, engineVersion: model.version, showsText: !noText, limit: failOn)
        var input = AnalyzeInput(source, form: inputFormat)
        var tally = AnalyzeTally(limit: failOn)
        let progress = AnalyzeProgress(size: source.size)
        while let turns = try input.next(enough: pipeline.portion) {
            let analyzed = pipeline.score(turns)
            for turn in analyzed { tally.add(turn) }
            try output.add(analyzed, sessions: pipeline.sessions)
            progress.show(bytes: input.source.taken, turns: tally.turns)
        }
        progress.end()
        try output.end(tally, sessions: pipeline.sessions)
        for sentence in input.leftOut.prefix(5) { FileHandle.standardError.write(Data("mien analyze: \(AnalyzeReport.plain(sentence))\n".utf8)) }
        guard let failure = tally.failure else { return false }
        FileHandle.standardError.write(Data("mien analyze: \(failure)\n".utf8))
        return true
    }
}

/// A bar on a terminal's standard error, from the second portion on: short input is done before anybody wonders.
final class AnalyzeProgress {
    private let size: Int?
    private let isShown = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0
    private var portions = 0

    init(size: Int?) { self.size = size }

    func show(bytes: Int, turns: Int) {
        portions += 1
        guard isShown, portions > 1 else { return }
        if let size, size > 0 {
            // The last piece is told by `end`.
            Progress.show(min(0.99, Double(bytes) / Double(size)), "\(turns) turns")
        } else {
            FileHandle.standardError.write(Data("\r\(turns) turns".utf8))
        }
    }

    func end() {
        if isShown, portions > 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
