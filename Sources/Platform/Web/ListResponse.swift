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

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NameKey.self)
        try container.encode(items, forKey: NameKey(stringValue: name))
        try container.encode(total, forKey: NameKey(stringValue: "total"))
        try container.encodeIfPresent(isTotalCapped, forKey: NameKey(stringValue: "total_capped"))
        try container.encode(page.page, forKey: NameKey(stringValue: "page"))
        try container.encode(page.size, forKey: NameKey(stringValue: "page_size"))
    }
}

/// One stretch of a list in the Stratam family: `ok`, the items under the list's own name, how many there are in all, and where this stretch lies.
package struct WindowResponse<Item: Encodable & Sendable>: Encodable, Sendable {
    private let name: String
    private let items: [Item]
    private let total: Int
    private let isTotalCapped: Bool?
    private let window: Window

    /// - Parameter isTotalCapped: true when more match than were counted; nil for lists that always know.
    package init(_ name: String, _ items: [Item], total: Int, isTotalCapped: Bool? = nil, window: Window) {
        self.name = name
        self.items = items
        self.total = total
        self.isTotalCapped = isTotalCapped
        self.window = window
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NameKey.self)
        try container.encode(true, forKey: NameKey(stringValue: "ok"))
        try container.encode(items, forKey: NameKey(stringValue: name))
        try container.encode(total, forKey: NameKey(stringValue: "total"))
        try container.encodeIfPresent(isTotalCapped, forKey: NameKey(stringValue: "total_capped"))
        try container.encode(window.limit, forKey: NameKey(stringValue: "limit"))
        try container.encode(window.offset, forKey: NameKey(stringValue: "offset"))
        try container.encode(window.offset + items.count < total, forKey: NameKey(stringValue: "has_more"))
    }
}

/// A success of the Stratam family: `"ok": true` beside the members of the payload, which must encode as an object.
package struct OK<Payload: Encodable & Sendable>: Encodable, Sendable {
    private let payload: Payload

    package init(_ payload: Payload) { self.payload = payload }

    package func encode(to encoder: any Encoder) throws {
        try payload.encode(to: encoder)
        var container = encoder.container(keyedBy: NameKey.self)
        try container.encode(true, forKey: NameKey(stringValue: "ok"))
    }
}

extension OK where Payload == [String: JSONValue] {
    /// Success and nothing else to tell.
    package init() { payload = [:] }

    /// Success with these members beside it.
    package init(_ members: [String: JSONValue]) { payload = members }
}

/// A member's name that is known at run time alone.
struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
