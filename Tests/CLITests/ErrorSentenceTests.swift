// What people read when the system refuses: a sentence with the path, exit code 2, and nothing of the program's insides.
import Foundation
import Testing

/// A folder for one test, with a few files that are no good.
private struct Place {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("mien-errors-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path + "/empty", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: path + "/damaged", withIntermediateDirectories: true)
        try put("file", "a file")
        try put("damaged/mien.sqlite", String(repeating: "this is no database. ", count: 400))
        try put("damaged/instance.key", "half a ke")
        try put("list.json", "[1, 2]")
        try put("broken.json", "{\"port\": ")
    }

    func put(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

private func expectSentence(_ outcome: Outcome, _ words: [String], _ what: String) {
    // A server that got as far as that has logged a line or two before, each of JSON.
    let told = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("{") }
    #expect(outcome.code == 2, "\(what): \(outcome.code) \(outcome.errors)")
    #expect(told.count == 1, "\(what): \(outcome.errors)")
    guard let sentence = told.last else { return }
    for word in words { #expect(sentence.contains(word), "\(what) should say '\(word)', not: \(sentence)") }
    for inside in ["Domain", "SQLError", "Problem(", "Error(", "Cocoa", "POSIX", "NIO", "Optional(", "Usage:"] {
        #expect(!sentence.contains(inside), "\(what) says '\(inside)': \(sentence)")
    }
}

@Suite("Errors of the system")
struct ErrorSentenceTests {
    private static let cases: [(arguments: [String], words: [String])] = [
        // The data folder and the database.
        (["serve", "--data-dir", "@/file"], ["@/file", "is a file", "--data-dir"]),
        (["serve", "--data-dir", "@/file/inside"], ["@/file/inside", "cannot be made"]),
        (["migrate", "--data-dir", "/proc/mien"], ["/proc/mien"]),
        (["serve", "--data-dir", "@/damaged"], ["@/damaged/instance.key", "64 hexadecimal digits"]),
        (["migrate", "--data-dir", "@/damaged"], ["@/damaged/mien.sqlite", "damaged", "mien restore"]),
        (["audit", "verify", "--data-dir", "@/damaged"], ["@/damaged/mien.sqlite", "damaged"]),
        (["backup", "--data-dir", "@/damaged", "@/copy.sqlite"], ["@/damaged/mien.sqlite", "damaged"]),
        (["migrate", "--database", "sqlite:@/nowhere/mien.sqlite"], ["@/nowhere/mien.sqlite", "folder"]),
        (["migrate", "--database", "sqlite:@/empty"], ["@/empty"]),
        (["migrate", "--database", "mysql://x"], ["database"]),
        // Where there is nothing yet, tools make nothing.
        (["audit", "export", "--data-dir", "@/empty"], ["@/empty/mien.sqlite", "--data-dir"]),
        (["admin", "grant", "ann@acme.com", "--data-dir", "@/empty"], ["@/empty/mien.sqlite"]),
        (["sigtrack", "verify", "--data-dir", "@/empty"], ["@/empty/mien.sqlite"]),
        (["backup", "--data-dir", "@/empty", "@/copy.sqlite"], ["@/empty/mien.sqlite"]),
        // Settings.
        (["serve", "--config", "@/none.json"], ["@/none.json", "no such file"]),
        (["serve", "--config", "@/empty"], ["@/empty", "a folder"]),
        (["serve", "--config", "@/broken.json"], ["@/broken.json", "JSON object"]),
        (["serve", "--config", "@/list.json"], ["@/list.json", "JSON object"]),
        (["serve", "--data-dir", "@/new", "--instance-key", "abc"], ["instance-key", "64 hexadecimal digits"]),
        (["serve", "--data-dir", "@/new", "--port", "0", "--host", "203.0.113.7"], ["host", "203.0.113.7"]),
        // Files that a command is given.
        (["analyze", "--no-model", "@/none.txt"], ["@/none.txt"]),
        (["eval", "typing", "--data", "@/none.csv", "--format", "events", "--protocol", "freetext"], ["@/none.csv", "no such file"]),
        (["eval", "typing", "--data", "@/empty", "--format", "events", "--protocol", "freetext"], ["@/empty", "a folder"]),
        (["eval", "mouse", "--data", "@/none"], ["@/none", "no such file"]),
        (["eval", "posture", "--data", "@/none"], ["@/none"]),
        (
            ["replay", "--data", "@/none.csv", "--url", "http://127.0.0.1:9", "--publishable-key", "pk", "--secret-key", "sk"],
            ["@/none.csv", "no such file"]
        ),
        (["restore", "--data-dir", "@/empty", "@/none.sqlite"], ["@/none.sqlite", "no such file"]),
        (["restore", "--data-dir", "@/empty", "@/empty"], ["@/empty", "a folder"]),
        (["restore", "--data-dir", "@/empty", "@/damaged/mien.sqlite"], ["@/damaged/mien.sqlite", "not a backup", "nothing was changed"]),
        (["bench", "ingest", "--data-dir", "@/empty", "--bodies", "@/none"], ["@/none", "no such file"]),
    ]

    @Test("are told in one sentence with the path and end with 2", arguments: cases.indices)
    func sentences(_ index: Int) throws {
        let place = try Place()
        defer { place.remove() }
        func filled(_ text: String) -> String { text.replacingOccurrences(of: "@", with: place.path) }
        let arguments = Self.cases[index].arguments.map { $0.contains("@acme") ? $0 : filled($0) }
        expectSentence(try mien(arguments, Data()), Self.cases[index].words.map(filled), arguments.joined(separator: " "))
    }

    @Test("a full disk, a database of a newer version, and a backup that cannot be written are told the same way")
    func databaseTroubles() throws {
        let place = try Place()
        defer { place.remove() }
        let folder = place.path + "/data"
        let full = try mien(["migrate", "--data-dir", folder], Data(), before: "trap '' XFSZ; ulimit -f 64")
        expectSentence(full, [folder + "/mien.sqlite"], "a full disk")
        try FileManager.default.removeItem(atPath: folder)
        #expect(try mien(["migrate", "--data-dir", folder], Data()).code == 0)
        let into = try mien(["backup", "--data-dir", folder, place.path + "/nowhere/copy.sqlite"], Data())
        expectSentence(into, [place.path + "/nowhere"], "a backup into no folder")
        try sqlite("INSERT INTO schema_migrations VALUES ('m9999_later', 'x', 0)", in: folder + "/mien.sqlite")
        for command in [["serve"], ["migrate"], ["audit", "list"]] {
            let outcome = try mien(command + ["--data-dir", folder], Data())
            expectSentence(outcome, [folder + "/mien.sqlite", "newer version", "m9999_later"], command.joined(separator: " "))
        }
    }

    @Test("a port that is taken is named with the way out")
    func portTaken() throws {
        let place = try Place()
        defer { place.remove() }
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(socket, pointer, length) == 0, listen(socket, 1) == 0, getsockname(socket, pointer, &length) == 0 else { return 0 }
                return Int(UInt16(bigEndian: UnsafeRawPointer(pointer).loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            }
        }
        let outcome = try mien(["serve", "--data-dir", place.path + "/data", "--port", "\(port)"], Data())
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("port: \(port) is taken on 127.0.0.1; choose another one with --port"), "\(outcome.errors)")
    }

    private func sqlite(_ sql: String, in file: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()", file, sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
