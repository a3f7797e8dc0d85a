import ArgumentParser
import Server

@main
struct Mien: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mien",
        abstract: "Tells how people and AI carry themselves: a self-hosted server, and tools beside it.",
        version: Server.version,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, AdminCommand.self, BackupCommand.self, RestoreCommand.self, BenchCommand.self, EvalCommand.self,
            ReplayCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)
}
