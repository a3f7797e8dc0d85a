import LanguageModel
import OutboundHTTP
import Vocabulary

extension Tool {
    /// Bounds of one fetch (our choice): seconds for everything, and bytes that are read of a page. A page's markup is several times its
    /// words, and 32 KiB of words are what the model is told.
    static let fetchSeconds = 15.0
    static let fetchBytes = 1 << 20

    /// `http_fetch(url)`: a page's words, by GET, through the guard that keeps requests out of private networks. Redirects are not followed:
    /// the model is told where to, and may ask there when it is the same host.
    static func fetch(through outbound: OutboundClient, userAgent: String) -> Tool {
        Tool(
            description: ToolDescription(
                name: "http_fetch",
                description: "Reads a public web page or text file by GET and returns its text. Use it for addresses the user gives, or when a "
                    + "fact must be looked up at a known address. It cannot log in, run scripts, search the web or send data.",
                parameters: .schema(
                    ["url": ["type": "string", "description": "The whole address, beginning with https://"]], required: ["url"])),
            reach: .network
        ) { arguments, context in
            let url = try arguments.requiredText("url", limit: TargetURL.maximumLength)
            let request = OutboundRequest(
                method: "GET", url: url,
                headers: [
                    ("User-Agent", userAgent), ("Accept", "text/html, text/plain, application/json;q=0.9, */*;q=0.1"),
                    ("Accept-Encoding", "identity"),
                ],
                timeoutSeconds: max(1, min(fetchSeconds, context.secondsLeft)), maximumResponseBytes: fetchBytes)
            switch await outbound.send(request) {
            case .refused(let refusal): throw ToolError("The address is not allowed: it \(refusal.reason).")
            case .failed(let failure): throw ToolError("The page could not be read: \(failure.rawValue).")
            case .response(let response): return try PageReading.output(of: response, at: url)
            }
        }
    }
}

/// An answer of somebody's web server, as the model is told.
enum PageReading {
    static func output(of response: OutboundResponse, at url: String) throws -> ToolOutput {
        if (300..<400).contains(response.status), let location = response.header("location") {
            return redirect(to: location, from: url, status: response.status)
        }
        guard (200..<300).contains(response.status) else { throw ToolError("The page answered with status \(response.status).") }
        let type = (response.header("content-type") ?? "text/plain").lowercased()
        guard isText(type) else { throw ToolError("The address holds no text but '\(type.prefix(80).filter { $0.isASCII && !$0.isNewline })'.") }
        let body = text(of: response.body, type: type)
        var lines: [String] = []
        if type.contains("html") || type.contains("xhtml") {
            let page = HTMLText.read(body)
            if let title = page.title { lines.append("Title: \(title)") }
            lines.append(page.text)
        } else {
            lines.append(String(body.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }.map(Character.init)))
        }
        if response.body.count >= Tool.fetchBytes { lines.append("[The page is longer; only its first \(Tool.fetchBytes) bytes were read.]") }
        return ToolOutput(lines.joined(separator: "\n"), untrustedSource: url)
    }

    /// Where a redirect leads is a stranger's word, so it is told inside a block. Within one host (with or without `www.`) it may be followed.
    private static func redirect(to location: String, from url: String, status: Int) -> ToolOutput {
        let target: TargetURL?
        if location.contains("://") {
            target = try? TargetURL(location)
        } else if location.hasPrefix("/"), !location.hasPrefix("//"), let origin = try? TargetURL(url) {
            let port = origin.port == (origin.isSecure ? 443 : 80) ? "" : ":\(origin.port)"
            target = try? TargetURL("\(origin.isSecure ? "https" : "http")://\(origin.hostText)\(port)\(location)")
        } else {
            target = nil
        }
        func bare(_ host: String) -> String { host.hasPrefix("www.") ? String(host.dropFirst(4)) : host }
        let isSameHost = target.map { next in (try? TargetURL(url)).map { bare($0.hostText) == bare(next.hostText) } ?? false } ?? false
        let address = target?.text ?? String(location.prefix(TargetURL.maximumLength))
        return ToolOutput(
            "The page answered with status \(status): it has moved to \(address)", untrustedSource: url,
            allowsAddresses: isSameHost ? [address] : [])
    }

    private static func isText(_ type: String) -> Bool {
        type.hasPrefix("text/") || ["json", "xml", "javascript", "yaml", "x-www-form-urlencoded"].contains { type.contains($0) }
    }

    /// UTF-8, or Latin 1 where the type says so and the bytes are no UTF-8.
    private static func text(of bytes: [UInt8], type: String) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if type.contains("8859-1") || type.contains("windows-1252") || type.contains("latin1") {
            return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
