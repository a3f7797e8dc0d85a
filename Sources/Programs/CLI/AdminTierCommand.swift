// A user's tier and budget, from the command line.
import Access
import ArgumentParser
import Audit
import Foundation
import Logging
import Schema
import Server
import Storage
import Vocabulary

extension AdminCommand {
    struct SetTier: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tier", abstract: "Give a user a tier or a budget of their own for the assistant.",
            discussion: """
                What is not named stays as it is. "default" takes a choice away, so that the server's settings hold again; a cap "none" lifts it \
                for this user. Holds from the user's next action on.
                """)

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "The user's email address.") var email: String
        @Option(help: ArgumentHelp("sidekick, operator, builder or default.", valueName: "tier")) var tier: String?
        @Option(help: ArgumentHelp("Actions a month: a number, none or default.", valueName: "n")) var actionsCap: String?
        @Option(help: ArgumentHelp("Dollars of compute a month: a number, none or default.", valueName: "dollars")) var computeCap: String?

        func run() async throws {
            try await explained {
                guard tier != nil || actionsCap != nil || computeCap != nil else {
                    throw Problem(.malformed, "Name what to set: --tier, --actions-cap or --compute-cap")
                }
                let tier = tier, email = EmailAddress.canonical(email)
                if let tier, tier != "default", Tier(rawValue: tier) == nil {
                    throw Problem.invalid("tier", "must be one of sidekick, operator, builder, default")
                }
                let actions = try Self.cap(actionsCap, "actions-cap", scale: 1), cost = try Self.cap(computeCap, "compute-cap", scale: 1_000_000)
                let now = Timestamp.wallClock()
                let own = try await base.withDatabase { database in
                    try await database.transaction { db in
                        guard let found = try await UserTierStore.find(email: email, in: db) else {
                            throw Problem(.notFound, "There is no user with the address \(email)")
                        }
                        let user = found.user
                        var own = found.own
                        if let tier { own.tier = Tier(rawValue: tier) }
                        if let actions { own.actionsCap = actions.value }
                        if let cost { own.costCapMicros = cost.value }
                        try await UserTierStore.save(own, user.id, org: user.organizationID, in: db)
                        let change = [
                            "tier": own.tier?.rawValue ?? "default", "actions_cap": own.actionsCap.map(String.init) ?? "default",
                            "cost_cap_micros": own.costCapMicros.map(String.init) ?? "default",
                        ]
                        let author = AuditAuthor(.system, organizationID: user.organizationID, at: now)
                        try await Audit.record(author.entry(.tierChanged, "user", user.id, change: change), in: db)
                        return own
                    }
                }
                func shown(_ cap: Int64?, _ scale: Double) -> String {
                    cap.map { $0 < 0 ? "none" : (Double($0) / scale).formatted(.number.grouping(.never)) } ?? "default"
                }
                Console.line(
                    "\(email): tier \(own.tier?.rawValue ?? "default"), actions a month \(shown(own.actionsCap, 1)), "
                        + "dollars a month \(shown(own.costCapMicros, 1_000_000))")
            }
        }

        /// A choice that was made; its value nil = back to the server's settings.
        private struct Cap: Sendable { var value: Int64? }

        private static func cap(_ text: String?, _ name: String, scale: Double) throws -> Cap? {
            switch text {
            case nil: return nil
            case "default": return Cap(value: nil)
            case "none": return Cap(value: -1)
            case let text?:
                guard let number = Double(text), (0...1_000_000_000).contains(number) else {
                    throw Problem.invalid(name, "must be a number from 0, none or default, not '\(text)'")
                }
                guard scale > 1 || number == number.rounded() else { throw Problem.invalid(name, "must be a whole number, not '\(text)'") }
                return Cap(value: Int64((number * scale).rounded()))
            }
        }
    }
}
