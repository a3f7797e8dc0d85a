/// What all pages share (web/frame.html): the head, the header with its links, and how a page says what is its own.
///
/// A page begins with a comment `<!-- page`, one `name: value` a line, and `-->`. Names: `title`, `description`, `class` (of the body), and any count
/// of `style`, `script` and `module`, which are paths. What follows is the body.
struct PageFrame: Sendable {
    private let frame: String

    init(_ frame: String) { self.frame = frame }

    /// - Parameter path: where the page is served; the header's link to it is marked as the current one.
    /// - Returns: The whole page; a source that does not begin as described is returned as it is.
    func page(_ source: String, at path: String) -> String {
        guard source.hasPrefix("<!-- page\n"), let end = source.range(of: "\n-->\n") else { return source }
        var values: [String: String] = [:]
        var links = ""
        for line in source[..<end.lowerBound].split(separator: "\n").dropFirst() {
            guard let colon = line.range(of: ": ") else { continue }
            let value = String(line[colon.upperBound...])
            switch line[..<colon.lowerBound] {
            case "style": links += "    <link rel=\"stylesheet\" href=\"\(value)\">\n"
            case "script": links += "    <script src=\"\(value)\" defer></script>\n"
            case "module": links += "    <script src=\"\(value)\" type=\"module\"></script>\n"
            case let name: values[String(name)] = value
            }
        }
        return
            frame
            .replacing("href=\"\(path)\">", with: "href=\"\(path)\" aria-current=\"page\">")
            .replacing("{{title}}", with: values["title"] ?? "Mien")
            .replacing("{{description}}", with: values["description"] ?? "")
            .replacing("{{class}}", with: values["class"] ?? "page")
            .replacing("{{links}}", with: links)
            .replacing("{{content}}\n", with: source[end.upperBound...])
    }
}
