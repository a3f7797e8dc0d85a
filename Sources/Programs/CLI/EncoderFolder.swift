// Where commands that need no server look for the sentence encoder, whatever folder they are started from.
import Foundation
import Server

/// The order is documented in docs/analyze.md: what was named, the data folder, the folder at hand, those around the program, and the user's own.
enum EncoderFolder {
    private static let name = "models/all-MiniLM-L6-v2"
    private static let file = "model.safetensors"

    /// The folder that the caller has named, by option or environment: it is used or refused, never passed over.
    static func named(_ option: String?) -> String? {
        let environment = ProcessInfo.processInfo.environment["MIEN_MODEL_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        return (option ?? environment).map(absolute)
    }

    /// The first place that holds an encoder; nil when none does.
    static func found() -> String? { places().first { FileManager.default.fileExists(atPath: $0 + "/" + file) } }

    /// All places where it is looked for, in order; absolute.
    static func places() -> [String] {
        let environment = ProcessInfo.processInfo.environment
        var folders: [String] = []
        if let data = environment["MIEN_DATA_DIR"], !data.isEmpty { folders.append(absolute(data)) }
        let usual = Settings().dataDirectory
        folders.append(absolute(usual))
        // A built program stands up to four folders below its repository, an installed one in bin beside share.
        var folder = program.deletingLastPathComponent()
        for _ in 0..<5 where folder.path != "/" {
            folders.append(folder.appendingPathComponent(usual).path)
            folders.append(folder.appendingPathComponent("share/mien").path)
            folder.deleteLastPathComponent()
        }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        folders.append(environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/mien" : nil } ?? home + "/.local/share/mien")
        var known: Set<String> = []
        return folders.map { $0 + "/" + name }.filter { known.insert($0).inserted }
    }

    static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    private static var program: URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).resolvingSymlinksInPath()
    }
}
