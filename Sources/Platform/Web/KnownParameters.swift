// Refuses query parameters that an endpoint does not know, and says which one was probably meant.
import Vocabulary

extension Query {
    /// - Parameter known: every parameter that the endpoint reads.
    /// - Throws: malformed, naming the first parameter in alphabetical order that is not among them.
    package func allowOnly(_ known: [String]) throws {
        guard let unknown = names.filter({ !known.contains($0) }).min() else { return }
        let shown = String(unknown.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(64).map(Character.init))
        let advice =
            if let meant = KnownParameters.meant(by: unknown, among: known) { "did you mean \(meant)?" } else {
                known.isEmpty ? "it takes none" : "it takes \(known.joined(separator: ", "))"
            }
        throw Problem(
            .malformed, shown.isEmpty ? "A query parameter has no name; \(advice)" : "\(shown): is not a query parameter of this endpoint; \(advice)",
            code: "unknown_parameter", field: shown.isEmpty ? nil : shown)
    }
}

enum KnownParameters {
    /// What other APIs call the same thing. Our choice: the words of well-known public APIs. Written without separators, in small letters.
    private static let synonyms: [[String]] = [
        ["limit", "pagesize", "perpage", "size", "count", "top", "take", "first", "max", "maxresults", "pagelimit", "itemsperpage", "num", "rows"],
        ["page", "p", "pagenumber", "pageno", "pageindex", "pagenum"],
        // A list that is read page by page has no offset: the page stands for it.
        ["offset", "skip", "start", "from", "startindex", "page"],
        ["q", "query", "search", "text", "term", "keyword", "filter"],
        ["since", "after", "start", "from", "startdate", "starttime", "createdafter", "fromdate"],
        ["until", "before", "to", "end", "enddate", "endtime", "createdbefore", "todate"],
        ["sort", "sortby", "orderby", "ordering"],
        ["order", "direction", "dir", "sortorder", "sortdir", "sortdirection"],
        ["status", "state"], ["identityid", "identity", "userid", "personid", "user"], ["accountid", "account"],
        ["matchstatus", "match", "verdict", "result"], ["categoryseverity", "severity"], ["metadatakey", "metakey", "meta", "metadata", "key"],
        ["metadatavalue", "metavalue", "value"], ["tag", "tags", "label", "labels"], ["channel", "channels"],
        ["alert", "minalert", "level", "alertlevel"],
        ["action", "type", "event"], ["orgid", "organizationid", "org"],
    ]

    /// The known parameter that a caller probably meant; nil when nothing is near.
    static func meant(by unknown: String, among known: [String]) -> String? {
        let word = plain(unknown)
        guard !word.isEmpty, word.count <= 64 else { return nil }
        if let same = known.first(where: { plain($0) == word }) { return same }
        for group in synonyms where group.contains(word) {
            if let meant = known.first(where: { group.contains(plain($0)) }) { return meant }
        }
        // One slip in a short name, two in a longer one.
        let near = known.map { (name: $0, distance: distance(plain($0), word)) }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let near, near.distance <= (plain(near.name).count < 6 ? 1 : 2), near.distance < word.count else { return nil }
        return near.name
    }

    /// Without case, separators and the brackets by which some clients write lists.
    private static func plain(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }

    /// Letters to add, remove, change or swap with their neighbour until one word is the other (optimal string alignment).
    private static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left), b = Array(right)
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var before: [Int] = [], last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
