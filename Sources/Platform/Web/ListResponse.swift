import Vocabulary

/// One page of a list: the items under the list's own name, then how many there are on all pages, and which page this is.
package struct ListResponse<Item: Encodable & Sendable>: Encodable, Sendable {
    private let name: String
    private let items: [Item]
    private let total: Int
    private let isTotalCapped: Bool?
    private let page: Page

    /// - Parameter isTotalCapped: true when more match than were counted; nil for lists that always know.
    package init(_ name: String, _ items: [Item], total: Int, isTotalCapped: Bool? = nil, page: Page) {
        self.name = name
        self.items = items
        self.total = total
        self.isTotalCapped = isTotalCapped
        self.page = page
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(items, forKey: Key(stringValue: name))
        try container.encode(total, forKey: Key(stringValue: "total"))
        try container.encodeIfPresent(isTotalCapped, forKey: Key(stringValue: "total_capped"))
        try container.encode(page.page, forKey: Key(stringValue: "page"))
        try container.encode(page.size, forKey: Key(stringValue: "page_size"))
    }
}
