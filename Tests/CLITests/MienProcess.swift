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

var mienProgram: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("mien")
}

/// Runs `mien` on an input, in a folder and an environment of its own.
/// - Parameter before: what a shell does first, in the process that becomes `mien`.
func mien(
    _ arguments: [String], _ input: Data, environment: [String: String] = [:], before: String? = nil, program: URL = mienProgram
) throws -> Outcome {
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

/// Runs a copy of `mien` that stands by itself, so that nothing around the build is found.
/// - Parameter folder: where a file stands in an encoder's place; relative to the folder that is home, current and beside the program's.
func aloneMien(_ arguments: [String], _ input: Data, environment: [String: String] = [:], encoderIn folder: String? = nil) throws -> Outcome {
    // A link costs nothing, and needs the same disk.
    let home = mienProgram.deletingLastPathComponent().appendingPathComponent("mien-alone-\(UUID().uuidString)")
    let program = home.appendingPathComponent("program/mien")
    try FileManager.default.createDirectory(at: program.deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    try FileManager.default.linkItem(at: mienProgram, to: program)
    if let folder {
        let place = home.appendingPathComponent(folder + "/models/all-MiniLM-L6-v2").standardizedFileURL
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data("none".utf8).write(to: place.appendingPathComponent("model.safetensors"))
    }
    let own = environment.mapValues { $0.replacing("SELF", with: home.path) }
    return try mien(
        arguments, input, environment: ["HOME": home.path].merging(own) { $1 }, before: "cd '\(home.path)'", program: program)
}

/// `mien analyze` by cue rules, which need no model.
func analyze(_ arguments: String..., input: String, environment: [String: String] = [:]) throws -> Outcome {
    try mien(["analyze", "--no-model"] + arguments, Data(input.utf8), environment: environment)
}
