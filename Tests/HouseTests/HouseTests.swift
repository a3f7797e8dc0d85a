import Foundation
import Support
import Testing
import Web

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func swiftFiles(under folder: String) throws -> [(path: String, text: String)] {
    let base = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return try found.filter { $0.pathExtension == "swift" }.map { ($0.path, try String(contentsOf: $0, encoding: .utf8)) }
}

private func imports(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index == 0 || words[0].hasPrefix("@") || words[0] == "package" else { return nil }
        return words.last.map(String.init)
    }
}

@Suite("The house stands as it is drawn")
struct HouseTests {
    @Test("Engines import Foundation and one another, nothing else", arguments: ["MatchEngine", "MatchEvaluation", "SearchEngine"])
    func enginesArePure(engine: String) throws {
        let allowed: Set<String> = ["Foundation", "MatchEngine", "Glibc"]
        let files = try swiftFiles(under: "Sources/Engines/\(engine)")
        #expect(!files.isEmpty)
        for file in files {
            for name in imports(file.text) { #expect(allowed.contains(name), "\(file.path) imports \(name)") }
        }
    }

    @Test("Engines have no clock, no randomness of their own, no files and no network")
    func enginesDoNoInputOrOutput() throws {
        let forbidden = [
            "Date()", "FileManager", "URLSession", "SystemRandomNumberGenerator", ".random(in:", "ContinuousClock", "ProcessInfo", " print(",
        ]
        for file in try swiftFiles(under: "Sources/Engines") {
            for word in forbidden where file.text.contains(word) {
                // A generator that is passed in is fine.
                let lines = file.text.split(separator: "\n").filter { $0.contains(word) && !$0.contains("using:") && !$0.contains("//") }
                #expect(lines.isEmpty, "\(file.path) uses \(word)")
            }
        }
    }

    @Test("Arrows only fall: who may import whom")
    func arrowsFall() throws {
        let platform: Set<String> = [
            "Vocabulary", "Storage", "Schema", "Outbox", "Jobs", "OutboundHTTP", "APIClient", "Web", "Audit", "LanguageModel",
        ]
        let capabilities: Set<String> = ["Access", "Biometrics", "Webhooks", "Posture", "Assistant"]
        let engines: Set<String> = ["MatchEngine", "MatchEvaluation"]
        for name in platform {
            for file in try swiftFiles(under: "Sources/Platform/\(name)") {
                let up = Set(imports(file.text)).intersection(capabilities.union(engines).union(["Server"]))
                #expect(up.isEmpty, "\(file.path) looks up at \(up)")
            }
        }
        for name in capabilities {
            for file in try swiftFiles(under: "Sources/Capabilities/\(name)") {
                // The one arrow between capabilities leads to Access.
                let sideways = Set(imports(file.text)).intersection(capabilities.subtracting([name, "Access"]).union(["Server"]))
                #expect(sideways.isEmpty, "\(file.path) looks sideways at \(sideways)")
            }
        }
        for file in try swiftFiles(under: "Sources/Platform/Vocabulary") {
            #expect(Set(imports(file.text)).isSubset(of: ["Foundation"]), "\(file.path)")
        }
    }

    @Test("Nothing is public: `package` is enough inside one package")
    func nothingIsPublic() throws {
        for file in try swiftFiles(under: "Sources") {
            let lines = file.text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("public ") }
            #expect(lines.isEmpty, "\(file.path): \(lines.first ?? "")")
        }
    }

    @Test("Only the error envelope names HTTP status codes of errors")
    func roomsNameNoStatus() throws {
        for folder in ["Sources/Capabilities"] {
            for file in try swiftFiles(under: folder) {
                for word in [".badRequest", ".unprocessableContent", ".internalServerError", "HTTPResponse.Status"] {
                    #expect(!file.text.contains(word), "\(file.path) names \(word)")
                }
            }
        }
    }

    @Test("The list of embedded files is up to date")
    func embeddedFiles() throws {
        let process = Process()
        process.executableURL = root.appendingPathComponent("scripts/embed")
        process.arguments = ["--check"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run scripts/embed")
    }

    @Test("What is served is described, and what is described is served")
    func routesAreDescribed() async throws {
        let text = try String(contentsOf: root.appendingPathComponent("docs/openapi/openapi.json"), encoding: .utf8)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        var described: Set<String> = []
        for (path, item) in try #require(document["paths"] as? [String: [String: Any]]) {
            for method in item.keys where ["get", "post", "put", "patch", "delete"].contains(method) {
                described.insert("\(method.uppercased()) \(path)")
            }
        }
        // With the demonstration, whose page has a few operations of its own.
        let served = try await withServer(settings: { $0.isDemo = true }) { server in
            Set(server.server.routes.filter { !Self.isPartOfAPage($0.path) && Self.isDescribedHere($0.path) }.map { "\($0.method) \($0.path)" })
        }
        #expect(served.subtracting(described).sorted() == [], "served but not described")
        #expect(described.subtracting(served).sorted() == [], "described but not served")
    }

    /// Styles, scripts and pictures that the pages load: nobody else asks for them.
    private static func isPartOfAPage(_ path: String) -> Bool { path.hasPrefix("/assets/") || path == "/favicon.ico" }

    /// The routes of a family are compared from the moment in which docs/openapi holds its file.
    private static func isDescribedHere(_ path: String) -> Bool {
        let isPosture = ["/v1/", "/api/v2/", "/api/keys", "/api/sessions"].contains { path.hasPrefix($0) }
        return !isPosture || FileManager.default.fileExists(atPath: root.appendingPathComponent("docs/openapi/psa.yaml").path)
    }
}
