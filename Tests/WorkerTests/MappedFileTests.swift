import Foundation
import Testing
import Vocabulary
import Workers

@Suite("Mapped file")
struct MappedFileTests {
    private func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mien-\(UUID().uuidString)").path
        try content.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test("the content is the file's, also after the file was removed")
    func content() throws {
        let content = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        var mapped = Data()
        try withFile(content) { mapped = try MappedFile.read($0) }
        #expect(mapped == content)
    }

    @Test("an empty file is empty")
    func empty() throws {
        try withFile(Data()) { path in
            let content = try MappedFile.read(path)
            #expect(content.isEmpty)
        }
    }

    @Test("a missing file and a folder are refused with their path")
    func missing() throws {
        for path in ["/nowhere/at/all", "/tmp"] {
            let problem = #expect(throws: Problem.self) { _ = try MappedFile.read(path) }
            #expect(problem?.kind == .notFound)
            #expect(problem?.message.contains(path) == true)
        }
    }
}
