// The program as its users start it.
import Foundation

/// What a run of `mien` came to.
struct Outcome {
    var code: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The lines as JSON objects.
    func objects() throws -> [[String: Any]] {
        try lines.map { line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { throw NotAnObject(line: line) }
            return object
        }
    }

    struct NotAnObject: Error { var line: String }
}

/// Runs `mien` on an input, in a folder and an environment of its own.
/// - Parameter before: what a shell does first, in the process that becomes `mien`.
func mien(_ arguments: [String], _ input: Data, environment: [String: String] = [:], before: String? = nil) throws -> Outcome {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("mien")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mien-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files instead of pipes: neither side ever waits for the other.
    let files = try ["input", "output", "errors"].map { name in
        let file = folder.appendingPathComponent(name)
        try (name == "input" ? input : Data()).write(to: file)
        return file
    }
    let process = Process()
    process.executableURL = before == nil ? program : URL(fileURLWithPath: "/bin/sh")
    process.arguments = (before.map { ["-c", $0 + "; exec \"$0\" \"$@\"", program.path] } ?? []) + arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path].merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
        code: process.terminationStatus, output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
}

/// `mien analyze` by cue rules, which need no model.
func analyze(_ arguments: String..., input: String, environment: [String: String] = [:]) throws -> Outcome {
    try mien(["analyze", "--no-model"] + arguments, Data(input.utf8), environment: environment)
}
