// Which methods a path knows, for those that it does not: 405 with `Allow`, and preflights.
import Vocabulary

struct KnownPaths: Sendable {
    private struct Template: Sendable {
        var segments: [Substring]
        var methods: [String]
        var isCrossOrigin: Bool
    }

    private let templates: [Template]

    init(routes: [RouteDescription], crossOrigin: Set<String>) {
        templates = Dictionary(grouping: routes, by: \.path).map { path, routes in
            let methods = routes.map(\.method) + (routes.contains { $0.method == "GET" } ? ["HEAD"] : [])
            return Template(segments: path.split(separator: "/"), methods: methods.sorted(), isCrossOrigin: crossOrigin.contains(path))
        }
    }

    /// The template that a path follows; where several do, the one with the most literal segments.
    private func template(of path: String) -> Template? {
        let segments = path.split(separator: "/")
        return templates.filter { template in
            template.segments.count == segments.count && zip(template.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.min { $0.segments.count { $0.hasPrefix("{") } < $1.segments.count { $0.hasPrefix("{") } }
    }

    /// Whether pages of other origins may use this path: the SDK's routes.
    func isCrossOrigin(_ path: String) -> Bool { template(of: path)?.isCrossOrigin ?? false }

    /// The refusal of a method that a known path does not have; nil when the path is not known.
    func refusal(of method: String, _ path: String) -> Problem? {
        guard let template = template(of: path) else { return nil }
        return Problem(
            .methodNotAllowed, "\(method) is not allowed here; try \(template.methods.joined(separator: ", "))",
            allow: template.isCrossOrigin ? template.methods + ["OPTIONS"] : template.methods)
    }
}
