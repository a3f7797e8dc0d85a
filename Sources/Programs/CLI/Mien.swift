import ArgumentParser
import Foundation
import Server

@main
struct Mien: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mien",
        abstract: "Verifies who is typing, and audits how an AI behaves: a self-hosted server, and tools beside it.",
        version: Server.version,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, AdminCommand.self, BackupCommand.self, RestoreCommand.self, BenchCommand.self, EvalCommand.self,
            ReplayCommand.self, SigtrackCommand.self, AuditCommand.self, AnalyzeCommand.self, TrainCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// As the parser's own, except that `analyze` used wrongly exits with 2, like all that keeps it from reading.
    static func main() async {
        do {
            try checkCommand(CommandLine.arguments.dropFirst().first)
            var command = try await asyncParseAsRoot()
            do {
                if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
            } catch {
                // Help and the version come as errors too.
                throw exitCode(for: error) == .success ? error : ErrorSentence.failure(error)
            }
        } catch let failure as Failure {
            FileHandle.standardError.write(Data("Error: \(failure.description)\n".utf8))
            Foundation.exit(failure.exitCode)
        } catch {
            if CommandLine.arguments.dropFirst().first == AnalyzeCommand.configuration.commandName, exitCode(for: error) == .validationFailure {
                FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
                Foundation.exit(2)
            }
            exit(withError: error)
        }
    }

    /// `serve` takes no words, so one that stands first is meant as a command.
    private static func checkCommand(_ word: String?) throws {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard let word, !word.isEmpty, !word.hasPrefix("-"), !names.contains(word) else { return }
        let near = names.filter { name in name.hasPrefix(word) || word.hasPrefix(name) || name.difference(from: word).count <= 2 }
        let guess = near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?"
        throw Failure(
            description: "There is no command '\(word)'.\(guess) 'mien --help' lists them all.", exitCode: ExitCode.validationFailure.rawValue)
    }
}
