import ArgumentParser
import Foundation
import Logging
import Server
import Storage
import Vocabulary

/// The settings that a server and the tools on its database share. Each can also stand in the environment (`MIEN_DATA_DIR`) or in the JSON file
/// that `--config` names (`"data_dir"`).
struct DatabaseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the SQLite file and the instance key. (default: mien-data)", valueName: "dir"))
    var dataDir: String?
    @Option(
        help: ArgumentHelp("memory, sqlite:<path> or postgres://user:password@host/name. (default: SQLite in the data directory)", valueName: "url"))
    var database: String?
    @Option(help: ArgumentHelp("Connections to PostgreSQL, 1–100. (default: 8)", valueName: "n"))
    var poolSize: String?
    @Option(
        help: ArgumentHelp(
            "64 hexadecimal digits; all servers on one database need the same. "
                + "Better set as MIEN_INSTANCE_KEY. (default: made in the data directory)",
            valueName: "key"))
    var instanceKey: String?
    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("A JSON file with any of these settings, with _ for -. Flags and the environment go before it.", valueName: "file"))
    var config: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["data-dir"] = dataDir
        flags["database"] = database
        flags["pool-size"] = poolSize
        flags["instance-key"] = instanceKey
        flags["log-level"] = logLevel
        return flags
    }
}

extension Settings {
    func logger() -> Logger {
        let level = logLevel
        return Logger(label: "mien") { JSONLineLog(label: $0, level: level) }
    }
}
