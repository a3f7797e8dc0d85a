// Keys and plans, from the command line.
import Access
import ArgumentParser
import Foundation
import Logging
import Schema
import Server
import Storage
import Vocabulary

extension AdminCommand {
    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key", abstract: "Make psa_ keys.", subcommands: [Create.self])

        struct Create: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "create", abstract: "Make a psa_ key in the name of a user. It is printed once.")

            @OptionGroup var base: DatabaseOptions
            @Option(help: "The user's email address.") var email: String
            @Option(help: "What the key is for.") var label = "command line"

            func run() async throws {
                try await explained {
                    guard (1...100).contains(label.unicodeScalars.count) else { throw Problem.invalid("label", "must have 1 to 100 characters") }
                    let key = try await base.withDatabase { database in
                        try await BearerKeys.create(email: EmailAddress.canonical(email), label: label, at: .wallClock(), in: database)
                    }
                    Console.line(key.text)
                }
            }
        }
    }

    struct SetPlan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan", abstract: "Give an organization a plan of its own for posture analysis.",
            discussion: "free: 50 analyses a month, 5 sessions, no API access. pro: 5,000 analyses a month. enterprise: no limit. "
                + "default: what the setting plan says.")

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "The organization's id.") var organization: String
        @Argument(help: "free, pro, enterprise or default.") var plan: String

        func run() async throws {
            try await explained {
                guard plan == "default" || Plan(rawValue: plan) != nil else {
                    throw Problem.invalid("plan", "must be one of free, pro, enterprise, default")
                }
                let changed = try await base.withDatabase { database in
                    try await OrganizationStore.setPlan(Plan(rawValue: plan), of: organization, at: .wallClock(), in: database)
                }
                guard changed else { throw Problem(.notFound, "There is no organization \(organization)") }
                Console.line("\(organization) has the plan \(plan).")
            }
        }
    }
}
