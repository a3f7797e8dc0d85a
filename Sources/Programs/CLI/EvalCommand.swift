// `mien eval`: how well the engines do on labelled data of your own.
import ArgumentParser
import Foundation
import MatchEvaluation
import Storage

struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure the engines on labelled data, beside the classic methods.",
        subcommands: [EvalTypingCommand.self, EvalMouseCommand.self, EvalPostureCommand.self])
}

extension TypingEvaluation.Format: ExpressibleByArgument {}
extension TypingEvaluation.Setup: ExpressibleByArgument {}

struct EvalTypingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "typing",
        abstract: "Measure typing: equal error rates per number of baseline sessions.",
        discussion: """
            Formats: timings is a CSV with subject,row and H.* DD.* UD.* columns in seconds, one repetition of a text a row; events is a CSV with \
            user,session,keyname,timepress,timerelease in milliseconds.
            Protocols: km (Killourhy & Maxion: long training), fewshot (a few sessions of a text), freetext (a few sessions of free writing).
            """)

    @Option(help: ArgumentHelp("The data file.", valueName: "file"))
    var data: String
    @Option(help: "Form of the data: timings or events.")
    var format: TypingEvaluation.Format
    @Option(name: .customLong("protocol"), help: "What is measured: km, fewshot or freetext.")
    var setup: TypingEvaluation.Setup
    @Option(help: ArgumentHelp("Keys in a session. (default: five times the text; 100 for free writing)", valueName: "n"))
    var keysPerSession: Int?
    @Option(help: ArgumentHelp("Rows that make a sitting where the file has no day column.", valueName: "n"))
    var rowsPerSitting = 50
    @Flag(help: "Use the shipped constants alone, without a population.")
    var coldStart = false
    @Option(help: ArgumentHelp("Random divisions into background and tested people.", valueName: "n"))
    var splits = 20
    @Option(help: ArgumentHelp("Seed of the divisions.", valueName: "n"))
    var seed: UInt64 = 1
    @Flag(help: "Print JSON and nothing else.")
    var json = false

    func validate() throws {
        if let keysPerSession, keysPerSession < 1 { throw ValidationError("--keys-per-session must be at least 1.") }
        if rowsPerSitting < 1 { throw ValidationError("--rows-per-sitting must be at least 1.") }
        if splits < 1 { throw ValidationError("--splits must be at least 1.") }
    }

    func run() async throws {
        var evaluation = TypingEvaluation(setup: setup, format: format)
        evaluation.keysPerSession = keysPerSession
        evaluation.rowsPerSitting = rowsPerSitting
        evaluation.isColdStart = coldStart
        evaluation.splits = splits
        evaluation.seed = seed
        do {
            let report = try evaluation.run(EvaluationFile.text(at: data))
            print(json ? try report.json() : report.table())
        } catch let error as EvaluationError {
            throw Failure(description: error.description)
        }
    }
}

struct EvalMouseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mouse",
        abstract: "Measure pointer movement on a folder in the form of the Balabit Mouse Dynamics Challenge.",
        discussion: "The folder holds training_files/USER/SESSION, test_files/USER/SESSION and public_labels.csv.")

    @Option(help: ArgumentHelp("The data folder.", valueName: "folder"))
    var data: String
    @Flag(help: "Print JSON and nothing else.")
    var json = false

    func run() async throws {
        do {
            let recording = MouseRecording(
                training: try EvaluationFile.sessions(in: data + "/training_files"), tests: try EvaluationFile.sessions(in: data + "/test_files"),
                labels: try EvaluationFile.text(at: data + "/public_labels.csv"))
            let result = MouseEvaluation.run(recording)
            print(json ? result.json : result.table)
        } catch let error as EvaluationError {
            throw Failure(description: error.description)
        }
    }
}

/// Reads data files for evaluations; the engine itself touches no file.
enum EvaluationFile {
    static func text(at path: String) throws -> String {
        String(decoding: try InputFile.bytes(path), as: UTF8.self)
    }

    /// The files of each subfolder: user → session → content.
    static func sessions(in folder: String) throws -> [String: [String: String]] {
        let users: [String]
        do { users = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw Failure(description: "The folder \(folder) cannot be read: \(FileReason.of(error))")
        }
        var sessions: [String: [String: String]] = [:]
        for user in users.sorted() where !user.hasPrefix(".") {
            guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + user) else { continue }
            for file in files.sorted() where !file.hasPrefix(".") { sessions[user, default: [:]][file] = try text(at: "\(folder)/\(user)/\(file)") }
        }
        return sessions
    }
}
