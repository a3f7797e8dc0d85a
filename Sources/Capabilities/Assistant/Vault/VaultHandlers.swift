import Access
import SearchEngine
import Storage
import Vocabulary
import Web

struct VaultHandlers: Sendable {
    enum Scope: String, CaseIterable { case personal, org }

    let database: any SQLDatabase
    let entries: VaultEntries
    let imports: VaultImports
    /// One import at a time for each user (our choice, as the document has it for exports).
    let importsAtOnce = Slots(limit: 1)

    /// Matches of combined filters are counted up to this many (our choice); beyond it a total says that it is capped.
    static let countLimit = 10_000
    /// Characters of a search (documented).
    static let queryLength = 256

    // MARK: What is asked for

    /// What `shelf`, `filter` and `search` read of a query.
    static let filterParameters = ["scope", "org_id", "tag", "source", "since", "until", "q"]

    /// The shelf that `scope` and `org_id` name.
    /// - Throws: malformed when they do not go together, notFound for an organization that is not the caller's.
    static func shelf(_ call: PersonCall) throws -> VaultShelf {
        let scope = try call.query.choice("scope", as: Scope.self) ?? .personal
        let organization = try call.query.uuid("org_id")
        switch (scope, organization) {
        case (.personal, nil): return .personal(call.userID, in: call.organizationID)
        case (.personal, .some): throw Problem.invalid("org_id", "belongs to scope=org")
        case (.org, nil): throw Problem.invalid("org_id", "is required with scope=org")
        case (.org, .some(let id)): return try shared(id, call)
        }
    }

    /// The organization's shelf by the id that the API has for it.
    static func shared(_ organizationID: String, _ call: PersonCall) throws -> VaultShelf {
        guard organizationID == StratamID.organization(call.organizationID) else { throw Problem(.notFound, "Organization not found") }
        return .shared(in: call.organizationID)
    }

    static func filter(_ call: PersonCall) throws -> VaultFilter {
        let tags = try call.query.texts("tag", most: NoteTags.countLimit).map { try NoteTags.written($0, field: "tag") }
        var seen: Set<String> = []
        return VaultFilter(
            tags: tags.filter { seen.insert($0).inserted }, source: try call.query.choice("source", as: VaultEntry.Source.self),
            since: try call.query.time("since"), until: try call.query.time("until"))
    }

    /// Nil without `q`.
    static func search(_ call: PersonCall) throws -> String? {
        guard let text = try call.query.text("q", limit: queryLength) else { return nil }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw Problem.invalid("q", "must not be blank") }
        return text
    }

    // MARK: Reading

    func list(_ call: PersonCall) async throws -> Answer {
        let window = try call.facts.window(Self.filterParameters + ["prefix"])
        let shelf = try Self.shelf(call), filter = try Self.filter(call)
        let isUnfinished = try call.query.boolean("prefix") ?? false
        if let text = try Self.search(call) {
            return try await found(SearchQuery.parse(text, isUnfinished: isUnfinished), filter, on: shelf, window, call)
        }
        let counts = try await VaultTagStore.counts(of: filter.tags, on: shelf, in: database)
        guard filter.tags.allSatisfy({ counts[$0] != nil }) else {
            return .ok(WindowResponse("entries", [VaultEntryItem](), total: 0, window: window))
        }
        // The rarest tag is the one whose entries are walked through.
        var sorted = filter
        sorted.tags.sort { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }
        let entries = try await VaultEntryStore.list(sorted, on: shelf, limit: window.limit, offset: window.offset, in: database)
        let total: Int
        if filter.isEmpty {
            total = try await VaultTagStore.entries(on: shelf, in: database)
        } else if filter.isOneTag {
            total = counts[filter.tags[0]] ?? 0
        } else {
            total = try await VaultEntryStore.count(sorted, on: shelf, limit: Self.countLimit + 1, in: database)
        }
        let isCapped = !filter.isEmpty && !filter.isOneTag && total > Self.countLimit
        let items = try await VaultEntryItem.items(entries, for: call.person, in: database)
        return .ok(
            WindowResponse(
                "entries", items, total: isCapped ? Self.countLimit : total,
                isTotalCapped: isCapped ? true : nil, window: window))
    }

    /// Best first. A search of stop words alone finds nothing.
    private func found(
        _ query: SearchQuery?, _ filter: VaultFilter, on shelf: VaultShelf, _ window: Window, _ call: PersonCall
    ) async throws -> Answer {
        guard let query else {
            return .ok(WindowResponse("entries", [VaultEntryItem](), total: 0, window: window))
        }
        let result = try await TextIndex.vault.search(
            query, of: [shelf.textOwner], filter: filter.text, offset: window.offset, limit: window.limit, now: call.now, in: database)
        let entries = try await VaultEntryStore.find(result.hits.map(\.id), on: shelf, in: database)
        let hits = result.hits.filter { entries[$0.id] != nil }
        var items = try await VaultEntryItem.items(hits.compactMap { entries[$0.id] }, for: call.person, in: database)
        for (index, hit) in hits.enumerated() {
            items[index].snippet = Snippet.html(of: items[index].entry.content, for: query)
            items[index].score = hit.score
        }
        return .ok(
            WindowResponse("entries", items, total: result.total, isTotalCapped: result.isTotalCapped ? true : nil, window: window))
    }

    private func id(_ call: PersonCall) throws -> String {
        guard let id = try call.query.uuid("entry_id") else { throw Problem.invalid("entry_id", "is required") }
        return id
    }

    func entry(_ call: PersonCall) async throws -> Answer {
        let entry = try await VaultEntries.readable(try id(call), for: call.person, in: database)
        return .ok(OK(VaultEntryResponse(entry: try await VaultEntryItem.items([entry], for: call.person, in: database)[0])))
    }

    func history(_ call: PersonCall) async throws -> Answer {
        let entry = try await VaultEntries.readable(try id(call), for: call.person, in: database)
        let revisions = try await VaultRevisionStore.list(
            entry.id, org: call.organizationID, sharedOnly: !VaultEntries.seesAll(of: entry, call.person), in: database)
        let authors = try await UserPresence.emails(
            of: revisions.map { $0.changedBy ?? entry.createdBy }, in: call.organizationID, database)
        let items = revisions.map {
            VaultHistoryResponse.Item(revision: $0, createdBy: entry.createdBy, author: authors[$0.changedBy ?? entry.createdBy])
        }
        return .ok(OK(VaultHistoryResponse(entryID: entry.id, revision: entry.revision, revisions: items)))
    }

    func tags(_ call: PersonCall) async throws -> Answer {
        let window = try call.window("scope", "org_id"), shelf = try Self.shelf(call)
        let counts = try await VaultTagStore.list(on: shelf, limit: window.limit, offset: window.offset, in: database)
        let total = try await VaultTagStore.total(on: shelf, in: database)
        return .ok(WindowResponse("tags", counts.map { VaultTagItem(tag: $0.tag, count: $0.entries) }, total: total, window: window))
    }

    // MARK: Writing

    struct RememberBody: Decodable, Sendable {
        var content: String
        var tags: [String]?
        var organizationID: String?
        var sourceReference: String?
        enum CodingKeys: String, CodingKey { case content, tags, organizationID = "org_id", sourceReference = "source_ref" }
    }

    func remember(_ body: RememberBody, _ call: PersonCall) async throws -> Answer {
        var shelf = VaultShelf.personal(call.userID, in: call.organizationID)
        if let id = body.organizationID { shelf = try Self.shared(try Check.uuid(id, "org_id"), call) }
        try VaultEntries.requireWriting(shelf, for: call.person)
        let note = VaultEntries.Note(content: body.content, tags: body.tags ?? [], source: .api, sourceReference: body.sourceReference)
        let remembered = try await entries.remember(note, on: shelf, by: call.userID, now: call.now)
        return .ok(
            OK(RememberResponse(entryID: remembered.entry.id, similar: remembered.similar.isEmpty ? nil : remembered.similar)))
    }

    struct UpdateBody: Decodable, Sendable {
        var entryID: String
        var content: String?
        var tags: [String]?
        /// Nil = not given; the inner nil = given as null.
        var organizationID: String??
        var expectedRevision: Int64?
        var restoredRevision: Int64?
        enum CodingKeys: String, CodingKey {
            case entryID = "entry_id", content, tags, organizationID = "org_id", expectedRevision = "expected_revision"
            case restoredRevision = "restore_revision"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            entryID = try container.decode(String.self, forKey: .entryID)
            content = try container.decodeIfPresent(String.self, forKey: .content)
            tags = try container.decodeIfPresent([String].self, forKey: .tags)
            if container.contains(.organizationID) { organizationID = .some(try container.decodeIfPresent(String.self, forKey: .organizationID)) }
            expectedRevision = try container.decodeIfPresent(WholeNumber.self, forKey: .expectedRevision)?.value
            restoredRevision = try container.decodeIfPresent(WholeNumber.self, forKey: .restoredRevision)?.value
        }
    }

    func update(_ body: UpdateBody, _ call: PersonCall) async throws -> Answer {
        let id = try Check.uuid(body.entryID, "entry_id")
        var change = VaultEntries.Change(content: body.content, tags: body.tags, expectedRevision: body.expectedRevision)
        change.restoredRevision = body.restoredRevision
        if let organizationID = body.organizationID {
            if let organizationID {
                _ = try Self.shared(try Check.uuid(organizationID, "org_id"), call)
                change.place = .shared
            } else {
                change.place = .personal
            }
        }
        guard change.content != nil || change.tags != nil || change.place != nil || change.restoredRevision != nil else {
            throw Problem(.malformed, "Give content, tags, org_id or restore_revision", code: "nothing_to_update")
        }
        guard change.restoredRevision == nil || (change.content == nil && change.tags == nil) else {
            throw Problem.invalid("restore_revision", "stands in the place of content and tags")
        }
        let entry = try await entries.update(id, change, by: call)
        return .ok(OK(VaultUpdateResponse(entryID: entry.id, revision: entry.revision, updatedAt: Milliseconds(entry.updatedAt))))
    }

    struct DeleteBody: Decodable, Sendable {
        var entryID: String
        enum CodingKeys: String, CodingKey { case entryID = "entry_id" }
    }

    func delete(_ body: DeleteBody, _ call: PersonCall) async throws -> Answer {
        try await entries.delete(try Check.uuid(body.entryID, "entry_id"), by: call)
        return .ok(OK())
    }
}

extension VaultFilter {
    /// The same for searches.
    var text: TextFilter {
        TextFilter(marks: tags.map { [TextMark(.tag, $0)] } + (source.map { [[TextMark(.source, $0.rawValue)]] } ?? []), since: since, until: until)
    }
}
