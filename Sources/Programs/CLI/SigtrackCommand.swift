// `mien sigtrack verify`: whether the incident archive is as it was written.
import ArgumentParser
import Foundation
import Logging
import Posture
import Schema
import Server
import Storage
import Vocabulary

struct SigtrackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sigtrack", abstract: "Look after the incident archive.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check the ledger of incidents: every record follows the one before, every incident is as archived.",
            discussion: "Ends with 1 when something was changed or is missing. Erased incidents are in order: the ledger says that they went.")

        @OptionGroup var base: DatabaseOptions
        @Option(help: ArgumentHelp("One organization alone. (default: all)", valueName: "id")) var organization: String?

        func run() async throws {
            let isSound = try await base.withDatabase { database in
                var isSound = true
                let chosen: [String] = if let organization { [organization] } else { try await Ledger.organizations(in: database) }
                for org in chosen {
                    let verdict = try await Ledger.verify(org: org, in: database)
                    let figures = "\(verdict.records) records, \(verdict.incidents) incidents, \(verdict.erased) erased"
                    Console.line("\(verdict.problems.isEmpty ? "ok  " : "FAIL") \(org)  \(figures)")
                    for problem in verdict.problems { Console.line("     \(problem)") }
                    if !verdict.problems.isEmpty { isSound = false }
                }
                if chosen.isEmpty { Console.line("There are no incidents.") }
                return isSound
            }
            if !isSound { throw ExitCode(1) }
        }
    }
}
