import Support
import Testing
import Vocabulary
import Web

@testable import Assistant

@Suite("Imports: ZIP archives")
struct ZipArchiveTests {
    private typealias File = ZipBuilder.File

    private func only(_ file: File) throws -> (archive: ZipArchive, entry: ZipArchive.Entry) {
        let archive = try ZipArchive(ZipBuilder.archive([file]), entryLimit: 10)
        return (archive, try #require(archive.entries.first))
    }

    @Test("files are unpacked as they were, packed or not, and folders are no files")
    func contents() throws {
        let long = Array(String(repeating: "lavender and thyme, ", count: 5_000).utf8)
        let files = [File("a.md", "short", isPacked: false), File("folder/", ""), File("folder/b.md", long), File("empty.md", "")]
        let archive = try ZipArchive(ZipBuilder.archive(files), entryLimit: 4)
        #expect(archive.entries.map(\.name) == ["a.md", "folder/b.md", "empty.md"])
        #expect(archive.entries.allSatisfy { $0.fault == nil })
        #expect(try archive.entries.map { try archive.unpack($0) } == [Array("short".utf8), long, []])
        #expect(archive.entries[0].modifiedAt == Timestamp(iso8601: "2026-03-07T12:30:10Z"))
        // Behind something else, and with a comment.
        var wrapped = Array("#!/bin/sh\n".utf8) + ZipBuilder.archive(files)
        wrapped[wrapped.count - 2] = 3
        let second = try ZipArchive(wrapped + [1, 2, 3], entryLimit: 4)
        #expect(try second.unpack(second.entries[1]) == long)
    }

    @Test("names are read as UTF-8, else by code page 437; times in UTC where the archive has them")
    func namesAndTimes() throws {
        var file = File("x", "x")
        file.name = [0x4D, 0x81, 0x6C, 0x6C, 0x65, 0x72, 0x5C, 0x61]
        file.extra = [0x55, 0x54, 5, 0, 1, 0x00, 0xE1, 0xF5, 0x05]
        let entry = try only(file).entry
        #expect(entry.name == "Müller/a")
        #expect(entry.modifiedAt == Timestamp(microseconds: 100_000_000_000_000))
        #expect(try only(File("Übersicht/日本語.md", "x")).entry.name == "Übersicht/日本語.md")
    }

    @Test(
        "names that lead out of the archive, links, encrypted files, unknown packing and second files of a name are not read",
        arguments: ["../a.md", "a/../../b.md", "/etc/passwd", "C:\\a.md", "..\\a.md", "a\u{7}.md"])
    func unsafeNames(name: String) throws {
        let (archive, entry) = try only(File(name, "x"))
        #expect(entry.fault == "has a name that leads out of the archive")
        #expect(throws: Problem.self) { try archive.unpack(entry) }
    }

    @Test("links, encrypted files, unknown packing and second files of a name have a fault each")
    func faults() throws {
        var link = File("l.md", "/etc/passwd"), secret = File("s.md", "x"), odd = File("o.md", "x")
        link.mode = 0o120777
        secret.flags = 1
        odd.method = 12
        let files = [link, secret, odd, File("a.md", "1"), File("a.md", "2")]
        let archive = try ZipArchive(ZipBuilder.archive(files), entryLimit: 5)
        #expect(
            archive.entries.map(\.fault) == ["is a link", "is encrypted", "is packed in a way that is not read here", nil, "is in the archive twice"])
    }

    @Test("what says too little or too much of its size, or has another checksum, is damaged")
    func lies() throws {
        let zeros = [UInt8](repeating: 0, count: 2_000_000)
        for change: (inout File) -> Void in [
            { $0.size = 10 }, { $0.size = 2_000_001 }, { $0.size = 4_000_000_000 }, { $0.checksum = 1 }, { $0.size = 0 },
        ] {
            var file = File("bomb.md", zeros)
            change(&file)
            let (archive, entry) = try only(file)
            let problem = #expect(throws: Problem.self) { try archive.unpack(entry) }
            #expect(problem?.code == "bad_archive")
        }
    }

    @Test("too many files are refused, and files that are too large together while they are read")
    func limits() throws {
        let many = ZipBuilder.archive((0..<11).map { File("\($0).md", "x") })
        #expect(throws: Problem.self) { try ZipArchive(many, entryLimit: 10) }
        #expect(try ZipArchive(many, entryLimit: 11).entries.count == 11)
        // A megabyte of one letter packs to a kilobyte.
        let letters = [UInt8](repeating: 0x78, count: 1 << 20)
        let bomb = ZipBuilder.archive((0..<3).map { File("\($0).md", letters) })
        #expect(bomb.count < 1 << 16)
        var passedOver = PassedOver(), read = 0
        let archive = try ImportArchive(bomb, sizeLimit: 2 << 20)
        let problem = #expect(throws: Problem.self) {
            try archive.forEach(["md"], otherwise: "is no note", &passedOver) { _, bytes, _, _ in read += bytes.count }
        }
        #expect(problem?.kind == .tooLarge)
        #expect(read == 2 << 20)
    }

    @Test("damaged archives give a problem or what is left of them, never a trap", arguments: UInt64(1)...60)
    func damage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = ZipBuilder.archive([
            File("a.md", "# One"), File("b.md", String(repeating: "words ", count: 400)), File("c.txt", "x", isPacked: false),
        ])
        for _ in 0..<20 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))) }
            guard let archive = try? ZipArchive(bytes, entryLimit: 100) else { continue }
            for entry in archive.entries where (try? archive.unpack(entry)) != nil { #expect(entry.fault == nil) }
        }
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: Problem.self) { try ZipArchive(Array(whole.prefix(length)), entryLimit: 100) }
        }
    }
}
