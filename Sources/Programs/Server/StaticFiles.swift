// Pages, styles, scripts and the SDK, out of the binary, or from a folder while one works on them.
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Schema
import Web

struct StaticFiles: Sendable {
    private struct File: Sendable {
        var bytes: [UInt8]
        /// Packed once: the description of the API alone would take ten milliseconds each time.
        var gzip: [UInt8]?
        var type: String
        var etag: String
    }

    /// Once for all servers of the process. From web/MANIFEST: `served-path file content-type` a line; a path of `-` is embedded and not served.
    static let withDemonstration = StaticFiles(isDemo: true)
    static let withoutDemonstration = StaticFiles(isDemo: false)

    private let files: [String: File]
    /// What a browser is shown where nothing is.
    let notFound: Answer

    /// - Parameter isDemo: without it nothing links to `/try`, and that page says so.
    private init(isDemo: Bool) {
        var files: [String: File] = [:]
        let frame = PageFrame(String(decoding: EmbeddedFiles.all["web/frame.html"] ?? [], as: UTF8.self))
        let manifest = String(decoding: EmbeddedFiles.all["web/MANIFEST"] ?? [], as: UTF8.self)
        for line in manifest.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, parts[0] != "-" else { continue }
            let isClosed = parts[0] == "/try" && !isDemo
            let name = isClosed ? "web/try-closed.html" : parts[1]
            guard var bytes = EmbeddedFiles.all[name] else { continue }
            if parts[2].hasPrefix("text/html") { bytes = Array(Self.page(name, at: parts[0], in: frame, isDemo: isDemo).utf8) }
            let hash = SHA256.hash(data: Data(bytes)).prefix(12).map { String(format: "%02x", $0) }.joined()
            files[parts[0]] = File(bytes: bytes, gzip: Gzip.pack(bytes), type: parts[2], etag: "\"\(hash)\"")
        }
        self.files = files
        let missing = Self.page("web/not-found.html", at: "/not-found", in: frame, isDemo: isDemo)
        notFound = .content(
            Array(missing.utf8), type: "text/html; charset=utf-8", headers: ["Content-Security-Policy": Self.pagePolicy, "Cache-Control": "no-store"])
    }

    /// A page in its frame; without the demonstration, without what is marked as part of it.
    private static func page(_ name: String, at path: String, in frame: PageFrame, isDemo: Bool) -> String {
        let page = frame.page(String(decoding: EmbeddedFiles.all[name] ?? [], as: UTF8.self), at: path)
        return isDemo ? page : page.replacing(/(?s)<!-- demo -->.*?<!-- \/demo -->/, with: "")
    }

    var paths: [String] { files.keys.sorted() }

    /// Pages may load nothing from elsewhere and run no inline script.
    private static let pagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    func addRoutes(to api: APIRoutes) {
        for (path, file) in files {
            api.open(.get, String(path.dropFirst())) { call in
                if call.ifNoneMatch?.contains(file.etag) == true { return .notModified(etag: file.etag) }
                var headers = ["ETag": file.etag, "Cache-Control": "no-cache"]
                if file.type.hasPrefix("text/html") { headers["Content-Security-Policy"] = Self.pagePolicy }
                // The SDK is loaded by other people's pages.
                if path.hasPrefix("/sdk/") {
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                    headers["Cache-Control"] = "public, max-age=300"
                }
                return .content(file.bytes, gzip: file.gzip, type: file.type, headers: headers)
            }
        }
    }
}
