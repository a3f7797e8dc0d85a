import Foundation
import Schema
import Storage
import Support
import Testing
import Vocabulary

@testable import Audit

/// Runs a promise on a migrated database.
func withTables<T: Sendable>(_ dialect: Dialect, _ body: (any SQLDatabase) async throws -> T) async throws -> T {
    try await TestDatabases.with(dialect, migrations: Schema.migrations(for: dialect), body)
}

private let noon = Timestamp(seconds: 1_772_884_800)

private func entry(_ index: Int, org: String? = "org_a", action: AuditAction = .keyCreated) -> AuditEntry {
    AuditEntry(
        at: noon.adding(seconds: Double(index)), actor: .user("usr_1"), action: action, targetType: "key", targetID: "key_\(index)",
        organizationID: org, address: "203.0.113.7", requestID: "req_\(index)")
}

private func record(_ entries: [AuditEntry], in database: any SQLDatabase) async throws {
    for entry in entries { try await Audit.recordAlone(entry, in: database) }
}

@Suite("The audit log is a chain")
struct ChainTests {
    @Test("Each organization has a chain of its own, and what belongs to none is in the instance's", arguments: TestDatabases.available)
    func chains(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            try await record((1...5).map { entry($0) } + [entry(6, org: "org_b"), entry(7, org: nil, action: .login)], in: database)
            #expect(try await AuditLog.chains(in: database) == ["", "org_a", "org_b"])
            for (chain, count) in [("org_a", 5), ("org_b", 1), ("", 1)] {
                let verdict = try await AuditLog.verify(chain: chain, in: database)
                #expect(verdict.isIntact, "\(verdict.problems)")
                #expect(verdict.records == count)
                #expect(verdict.end.number == Int64(count))
            }
            #expect(try await AuditLog.verify(chain: "org_nobody", in: database).records == 0)
        }
    }

    @Test("The canonical bytes are as described, member by member")
    func canonicalBytes() {
        let known = AuditRecord(
            number: 7,
            entry: AuditEntry(
                at: Timestamp(microseconds: 1), actor: .user("usr_ü"), action: .login, organizationID: nil, result: .failure, address: "::1"),
            previousHash: HashChain.origin)
        let text = String(decoding: known.canonicalBytes, as: UTF8.self)
        #expect(
            text == "mien-audit-1\n0:\n1:7\n1:1\n4:user\n6:usr_ü\n5:login\n-\n-\n7:failure\n3:::1\n-\n-\n64:\(HashChain.origin)\n")
        #expect(known.hash == HashChain.hash(known.canonicalBytes))
        // Computed with sha256sum over the text above.
        #expect(known.hash == "176706271659748b515801cc7ee3abe9828ecb11ca69892b328e4e19d92d93a8")
    }

    @Test("A record that could be read as another is another: a member's end is never in doubt")
    func unambiguous() {
        var left = entry(1), right = entry(1)
        (left.targetType, left.targetID) = ("key\n5:key_1", nil)
        (right.targetType, right.targetID) = ("key", "key_1")
        let hashes = [left, right].map { AuditRecord(number: 1, entry: $0, previousHash: HashChain.origin).hash }
        #expect(hashes[0] != hashes[1])
        var absent = entry(1), empty = entry(1)
        (absent.address, empty.address) = (nil, "")
        #expect(
            AuditRecord(number: 1, entry: absent, previousHash: HashChain.origin).hash
                != AuditRecord(number: 1, entry: empty, previousHash: HashChain.origin).hash)
    }

    @Test("Writers at the same moment never fork a chain", arguments: TestDatabases.available)
    func concurrentWriters(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 1...60 {
                    group.addTask { try await Audit.recordAlone(entry(index, org: index % 3 == 0 ? nil : "org_a"), in: database) }
                }
                try await group.waitForAll()
            }
            let verdicts = [
                try await AuditLog.verify(chain: "org_a", in: database), try await AuditLog.verify(chain: Audit.instanceChain, in: database),
            ]
            #expect(verdicts.map(\.problems) == [[], []])
            #expect(verdicts.map(\.records) == [40, 20])
        }
    }

    @Test("An entry goes with its change: what is taken back leaves neither record nor gap", arguments: TestDatabases.available)
    func takenBack(dialect: Dialect) async throws {
        struct Refused: Error {}
        try await withTables(dialect) { database in
            try await record([entry(1)], in: database)
            await #expect(throws: Refused.self) {
                try await database.transaction { db in
                    try await Audit.record(entry(2), in: db)
                    throw Refused()
                }
            }
            try await record([entry(3)], in: database)
            let verdict = try await AuditLog.verify(chain: "org_a", in: database)
            #expect(verdict.isIntact && verdict.records == 2, "\(verdict)")
        }
    }

    /// What somebody with access to the database may try, and the record that a check must name.
    enum Tampering: String, CaseIterable {
        case edit, editWithNewHash, delete, reorder, truncate, truncateWithEnd, slipIn, dropEnd, otherOrganization

        var statements: [String] {
            switch self {
            case .edit: ["UPDATE audit_records SET result = 'failure' WHERE organization_id = 'org_a' AND number = 4"]
            case .editWithNewHash:
                [
                    "UPDATE audit_records SET target_id = 'key_x', record_hash = '\(String(repeating: "a", count: 64))' "
                        + "WHERE organization_id = 'org_a' AND number = 4"
                ]
            case .delete: ["DELETE FROM audit_records WHERE organization_id = 'org_a' AND number = 4"]
            case .reorder:
                [
                    "UPDATE audit_records SET number = 100 WHERE organization_id = 'org_a' AND number = 4",
                    "UPDATE audit_records SET number = 4 WHERE organization_id = 'org_a' AND number = 5",
                    "UPDATE audit_records SET number = 5 WHERE organization_id = 'org_a' AND number = 100",
                ]
            case .truncate: ["DELETE FROM audit_records WHERE organization_id = 'org_a' AND number > 6"]
            case .truncateWithEnd:
                [
                    "DELETE FROM audit_records WHERE organization_id = 'org_a' AND number > 6",
                    "UPDATE audit_ends SET number = 6, record_hash = (SELECT record_hash FROM audit_records WHERE organization_id = 'org_a' "
                        + "AND number = 6) WHERE organization_id = 'org_a'",
                ]
            case .slipIn:
                [
                    "INSERT INTO audit_records (organization_id, number, recorded_at, actor_kind, action, result, previous_hash, record_hash) "
                        + "SELECT 'org_a', 9, recorded_at, 'system', action, result, record_hash, '\(String(repeating: "b", count: 64))' "
                        + "FROM audit_records WHERE organization_id = 'org_a' AND number = 8"
                ]
            case .dropEnd: ["DELETE FROM audit_ends WHERE organization_id = 'org_a'"]
            case .otherOrganization:
                [
                    "DELETE FROM audit_records WHERE organization_id = 'org_a' AND number = 4",
                    "UPDATE audit_records SET organization_id = 'org_a' WHERE organization_id = 'org_b' AND number = 4",
                ]
            }
        }

        /// The first record that is not as it was written.
        var firstBroken: Int64 {
            switch self {
            case .edit, .editWithNewHash, .delete, .reorder, .otherOrganization: 4
            case .truncate, .truncateWithEnd: 7
            case .slipIn, .dropEnd: 9
            }
        }
    }

    @Test("Whatever was done to the table, a check names the first record that is wrong", arguments: Tampering.allCases, TestDatabases.available)
    func tampering(_ tampering: Tampering, dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            try await record((1...8).map { entry($0) } + (1...8).map { entry($0, org: "org_b") }, in: database)
            let before = try await AuditLog.verify(chain: "org_a", in: database)
            #expect(before.isIntact)
            for statement in tampering.statements { try await database.execute(statement) }
            // A tail that was cut off together with its end is found by whoever wrote the end down.
            let anchors = tampering == .truncateWithEnd ? [AuditAnchor(chain: "org_a", end: before.end)] : []
            let after = try await AuditLog.verify(chain: "org_a", anchors: anchors, in: database)
            #expect(!after.isIntact)
            #expect(after.firstBroken == (tampering == .truncateWithEnd ? 8 : tampering.firstBroken), "\(after.problems)")
            if tampering == .truncateWithEnd { #expect(try await AuditLog.verify(chain: "org_a", in: database).isIntact) }
        }
    }

    @Test("Who makes the rest of a chain anew is found by an end that was written down", arguments: TestDatabases.available)
    func rewritten(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            try await record((1...4).map { entry($0) }, in: database)
            let anchor = AuditAnchor(chain: "org_a", end: try await AuditLog.verify(chain: "org_a", in: database).end)
            try await database.execute("DELETE FROM audit_records WHERE number > 2")
            try await database.execute(
                "UPDATE audit_ends SET number = 2, record_hash = (SELECT record_hash FROM audit_records WHERE number = 2)")
            try await record((5...9).map { entry($0) }, in: database)
            #expect(try await AuditLog.verify(chain: "org_a", in: database).isIntact)
            let verdict = try await AuditLog.verify(chain: "org_a", anchors: [anchor], in: database)
            #expect(verdict.firstBroken == 4, "\(verdict.problems)")
        }
    }

    @Test("An entry costs the same at the end of a long chain", arguments: TestDatabases.available)
    func costIsConstant(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            let recording = RecordingDatabase(database)
            try await record([entry(1)], in: recording)
            let first = recording.statements.count
            try await record((2...50).map { entry($0) }, in: recording)
            let before = recording.statements.count
            try await record([entry(51)], in: recording)
            #expect(recording.statements.count - before == 3, "held, written, moved")
            #expect(first == 5)
        }
    }

    @Test("What is longer than an entry may be is cut, and still verifies", arguments: TestDatabases.available)
    func bounded(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            var long = entry(1)
            long.targetID = String(repeating: "é\0", count: 400)
            try await record([long], in: database)
            #expect(try await AuditLog.verify(chain: "org_a", in: database).isIntact)
            let listed = try await AuditLog.list(AuditFilter(), organization: "org_a", limit: 10, offset: 0, in: database).listings
            #expect(listed.first?.record.entry.targetID == String(repeating: "é", count: 256))
        }
    }

    @Test("Lists are newest first, filtered, and know their total", arguments: TestDatabases.available)
    func lists(dialect: Dialect) async throws {
        try await withTables(dialect) { database in
            try await record((1...30).map { entry($0, action: $0 % 3 == 0 ? .exported : .keyCreated) }, in: database)
            let all = try await AuditLog.list(AuditFilter(), organization: "org_a", limit: 4, offset: 2, in: database)
            #expect(all.listings.map(\.record.number) == [28, 27, 26, 25])
            #expect(all.total == 30 && !all.isTotalCapped)
            let some = AuditFilter(since: noon.adding(seconds: 20), action: AuditAction.exported.name)
            let exports = try await AuditLog.list(some, organization: "org_a", limit: 2, offset: 0, in: database)
            #expect(exports.listings.map(\.record.number) == [30, 27])
            #expect(exports.total == 4)
            #expect(try await AuditLog.list(AuditFilter(), organization: "org_b", limit: 4, offset: 0, in: database).total == 0)
        }
    }
}
