// A lost password, from the command line.
import Access
import ArgumentParser
import Foundation
import Vocabulary

extension AdminCommand {
    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Give a user a new password. It is made up and printed once, or read from standard input.",
            discussion: "Ends every login of this user. Their keys go on. A server that is working needs no restart.")

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "The user's email address.") var email: String
        @Flag(help: "Read the password from the first line of standard input.") var stdin = false

        func run() async throws {
            try await explained {
                guard let password = stdin ? readLine() : ID.randomBase62(16) else {
                    throw Problem.invalid("password", "is missing on standard input")
                }
                try await base.withDatabase { database in
                    try await PasswordReset.set(password, email: EmailAddress.canonical(email), cost: .standard, at: .wallClock(), in: database)
                }
                Console.line(stdin ? "\(email) has a new password." : "\(email)  \(password)")
            }
        }
    }
}
