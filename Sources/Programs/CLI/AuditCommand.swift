// `mien audit`: whether the audit log is as it was written, and what it says.
import ArgumentParser
import Audit
import Foundation
import Logging
import Schema
import Server
import Storage
import Vocabulary

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check, read and export the audit log.", subcommands: [Verify.self, List.self, Export.self])

    /// The chain that an option names: an organization's, or the instance's.
    static let instanceName = "instance"

    static func chain(_ name: String) -> String { name == instanceName ? Audit.instanceChain : name }
    static func name(_ chain: String) -> String { chain == Audit.instanceChain ? instanceName : chain }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check that every record is as it was written and follows the one before it.",
            discussion: """
                Ends with 1 and names the first broken record when one was edited, removed, moved, slipped in, or cut off at the end. Each line \
                ends with the chain's last number and hash, as <chain>:<number>:<hash>. Kept elsewhere and given to a later check with --expect, \
                it proves that nothing up to there was rewritten since, not even by somebody who made the whole chain anew.
                """)

        @OptionGroup var base: DatabaseOptions
        @Option(help: ArgumentHelp("One organization's chain alone, or 'instance'. (default: all)", valueName: "id")) var organization: String?
        @Option(help: ArgumentHelp("An end that an earlier check printed. May be given several times.", valueName: "end")) var expect: [String] = []

        func run() async throws {
            let isIntact = try await explained {
                let anchors = try expect.map(AuditCommand.anchor)
                return try await base.withDatabase { database in
                    let found = try await AuditLog.chains(in: database)
                    // A chain that was removed as a whole is missed by whoever kept its end.
                    let all = Set(found + anchors.map(\.chain)).sorted()
                    let chosen = organization.map { [AuditCommand.chain($0)] } ?? all
                    var isIntact = true
                    for chain in chosen {
                        let verdict = try await AuditLog.verify(chain: chain, anchors: anchors, in: database)
                        let end = "\(AuditCommand.name(chain)):\(verdict.end.number):\(verdict.end.hash)"
                        let state = verdict.isIntact ? "intact" : "broken at record \(verdict.firstBroken ?? 0)"
                        let mark = verdict.isIntact ? "ok  " : "FAIL"
                        Console.line("\(mark) \(AuditCommand.name(chain))  \(verdict.records) records, \(state)  \(end)")
                        for problem in verdict.problems.prefix(20) { Console.line("     \(problem)") }
                        if verdict.problems.count > 20 { Console.line("     and \(verdict.problems.count - 20) more") }
                        if !verdict.isIntact { isIntact = false }
                    }
                    if chosen.isEmpty { Console.line("The audit log is empty.") }
                    return isIntact
                }
            }
            if !isIntact { throw ExitCode(1) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Print the newest records of a chain, one a line.")

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "An organization's id, or 'instance'.") var organization = AuditCommand.instanceName
        @Option(help: "Only this action, e.g. key.created.") var action: String?
        @Option(help: ArgumentHelp("Records, 1–10000. (default: 50)", valueName: "n")) var limit = 50

        func run() async throws {
            try await explained {
                guard (1...10_000).contains(limit) else { throw Problem.invalid("limit", "must be a whole number from 1 to 10000") }
                try await base.withDatabase { database in
                    let chain = AuditCommand.chain(organization)
                    let found = try await AuditLog.list(
                        AuditFilter(action: action), organization: chain == Audit.instanceChain ? nil : chain, limit: limit, offset: 0, in: database)
                    for listing in found.listings {
                        let entry = listing.record.entry
                        let actor = [entry.actor.kind, entry.actor.id].compactMap(\.self).joined(separator: " ")
                        let target = [entry.targetType, entry.targetID].compactMap(\.self).joined(separator: " ")
                        let members = [entry.at.iso8601Milliseconds, entry.action.name, entry.result.rawValue, actor, target, entry.address ?? "-"]
                        Console.line(members.joined(separator: "  "))
                    }
                }
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Print every record of a chain as a line of JSON, oldest first.",
            discussion: "The members are those that the hash is made of; docs/audit.md says how to compute it.")

        @OptionGroup var base: DatabaseOptions
        @Argument(help: "An organization's id, or 'instance'.") var organization = AuditCommand.instanceName

        func run() async throws {
            try await explained {
                try await base.withDatabase { database in
                    let chain = AuditCommand.chain(organization)
                    var last: Int64 = 0
                    while true {
                        let listings = try await AuditLog.records(
                            after: last, organization: chain == Audit.instanceChain ? nil : chain, in: database)
                        for listing in listings { Console.line(try ExportedRecord(listing).line) }
                        guard let end = listings.last?.record.number else { return }
                        last = end
                    }
                }
            }
        }
    }

    /// Reads `<chain>:<number>:<hash>`.
    static func anchor(_ text: String) throws -> AuditAnchor {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let number = Int64(parts[1]), number >= 0, parts[2].count == 64, parts[2].allSatisfy(\.isHexDigit) else {
            throw Problem.invalid("expect", "must be an end as verify prints it: <chain>:<number>:<hash>")
        }
        return AuditAnchor(chain: chain(parts[0]), end: HashChain.End(number: number, hash: parts[2].lowercased()))
    }
}

/// A record with all that its hash is made of, in the words of the table.
private struct ExportedRecord: Encodable {
    var chain: String
    var number: Int64
    var recordedAt: Int64
    var actorKind: String
    @ExplicitNull var actorID: String?
    var action: String
    @ExplicitNull var targetType: String?
    @ExplicitNull var targetID: String?
    var result: String
    @ExplicitNull var address: String?
    @ExplicitNull var requestID: String?
    @ExplicitNull var changeHash: String?
    var previousHash: String
    var recordHash: String

    enum CodingKeys: String, CodingKey {
        case chain, number, recordedAt = "recorded_at", actorKind = "actor_kind", actorID = "actor_id", action, targetType = "target_type"
        case targetID = "target_id", result, address, requestID = "request_id", changeHash = "change_hash", previousHash = "previous_hash"
        case recordHash = "record_hash"
    }

    init(_ listing: AuditListing) {
        let entry = listing.record.entry
        chain = entry.organizationID ?? Audit.instanceChain
        number = listing.record.number
        recordedAt = entry.at.microseconds
        actorKind = entry.actor.kind
        _actorID = ExplicitNull(wrappedValue: entry.actor.id)
        action = entry.action.name
        _targetType = ExplicitNull(wrappedValue: entry.targetType)
        _targetID = ExplicitNull(wrappedValue: entry.targetID)
        result = entry.result.rawValue
        _address = ExplicitNull(wrappedValue: entry.address)
        _requestID = ExplicitNull(wrappedValue: entry.requestID)
        _changeHash = ExplicitNull(wrappedValue: entry.change)
        previousHash = listing.record.previousHash
        recordHash = listing.hash
    }

    /// Sorted members, so that equal records give equal lines.
    var line: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
