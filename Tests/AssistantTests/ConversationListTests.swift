import Storage
import Support
import Testing
import Vocabulary

@testable import Assistant

@Suite("Conversations: lists")
struct ConversationListTests {
    private static let titles = [
        "Garden plans", "The garden fence", "Éclair recipe", "Invoice 2026", "invoices of March", "Über alles", "Plans", "東京 trip", "???",
    ]

    /// Threads of every kind, some with the same time.
    private func fill(_ fixture: ConversationFixture, _ count: Int, _ random: inout SeededGenerator) async throws -> [ConversationThread] {
        var threads: [ConversationThread] = []
        for index in 0..<count {
            if index % 3 != 0 { fixture.clock.advance(seconds: 60) }
            let channel = Channel.allCases.randomElement(using: &random) ?? .web
            let title = Self.titles.randomElement(using: &random) ?? ""
            let thread = try await fixture.thread(title, Bool.random(using: &random) ? ["One"] : ["One", "Two"], on: channel)
            for mark in [ConversationChanges.Mark.pinned, .archived, .starred] where Int.random(in: 0..<4, using: &random) == 0 {
                _ = try await fixture.changes.set(mark, to: true, thread: thread.id, of: fixture.owner)
            }
            threads.append(try await fixture.found(thread.id))
        }
        // Somebody else's are in no list.
        try await fixture.thread("Garden of a colleague", of: fixture.colleague)
        return threads
    }

    private func expected(_ listing: ThreadListing, of threads: [ConversationThread]) -> [String] {
        func key(_ thread: ConversationThread) -> (Int, Int64, Int64, String) {
            (thread.isPinned ? 1 : 0, thread.lastMessageAt.microseconds, thread.createdAt.microseconds, thread.id)
        }
        return threads.filter { thread in
            (listing.channels.isEmpty || listing.channels.contains(thread.channel)) && (listing.includesArchived || !thread.isArchived)
                && (!listing.onlyPinned || thread.isPinned) && (!listing.onlyUnread || thread.unreadCount > 0)
                && (!listing.onlyStarred || thread.isStarred) && (listing.since.map { thread.lastMessageAt >= $0 } ?? true)
                && (listing.title.map { title in
                    !title.words.isEmpty && title.words.allSatisfy { word in TitleWords(thread.title).words.contains { $0.hasPrefix(word) } }
                } ?? true)
        }
        .sorted { key($0) > key($1) }.map(\.id)
    }

    @Test("every combination of filters gives what it says, in one order, page by page", arguments: TestDatabases.available)
    func filters(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            var random = SeededGenerator(seed: 11)
            let threads = try await fill(fixture, 60, &random)
            for number in 0..<60 {
                var listing = ThreadListing()
                if number > 0 {
                    listing.includesArchived = Bool.random(using: &random)
                    listing.onlyPinned = Int.random(in: 0..<4, using: &random) == 0
                    listing.onlyUnread = Int.random(in: 0..<3, using: &random) == 0
                    listing.onlyStarred = Int.random(in: 0..<4, using: &random) == 0
                    if Bool.random(using: &random) { listing.channels = Set(Channel.allCases.shuffled(using: &random).prefix(3)) }
                    if Int.random(in: 0..<3, using: &random) == 0 { listing.since = threads[25].lastMessageAt }
                    if Int.random(in: 0..<2, using: &random) == 0 {
                        listing.title = TitleWords(["gard", "GARDEN pl", "ecl", "inv", "uber", "plan", "nothing", "!", "e"][number % 9])
                    }
                }
                let expected = expected(listing, of: threads)
                let total = try await listing.total(of: fixture.owner, in: fixture.database)
                #expect(total.total == expected.count, "\(listing)")
                #expect(!total.isCapped)
                #expect(total.unread == threads.filter { $0.unreadCount > 0 && !$0.isArchived }.count)
                var paged: [String] = []
                while true {
                    let page = try await listing.page(limit: 7, offset: paged.count, of: fixture.owner, in: fixture.database)
                    paged += page.threads.map(\.id)
                    #expect(page.hasMore == (paged.count < expected.count), "\(listing)")
                    if !page.hasMore { break }
                }
                #expect(paged == expected, "\(listing)")
            }
        }
    }

    @Test("a renamed thread is found by its new words and not by its old ones", arguments: TestDatabases.available)
    func rename(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let thread = try await fixture.thread("Garden plans", ["Potatoes"])
            func found(_ words: String) async throws -> Bool {
                var listing = ThreadListing()
                listing.title = TitleWords(words)
                return try await listing.page(limit: 10, offset: 0, of: fixture.owner, in: fixture.database).threads.contains { $0.id == thread.id }
            }
            #expect(try await found("gard"))
            #expect(try await fixture.changes.rename(thread.id, to: "Kitchen", of: fixture.owner))
            #expect(try await !fixture.changes.rename(thread.id, to: "Kitchen", of: fixture.owner))
            #expect(try await !found("gard"))
            #expect(try await found("kitch"))
            #expect(try await fixture.hits("kitchen").map(\.threadID) == [thread.id], "its first message is found by the title")
            #expect(try await fixture.hits("garden").isEmpty)
        }
    }

    @Test("words that begin very many titles are found along the list", arguments: TestDatabases.available)
    func frequent(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            // More threads than are collected and sorted.
            let count = ThreadListing.collectLimit + 40
            let filler = SyntheticConversations(database: fixture.database, owner: fixture.owner, now: fixture.now)
            try await filler.fillThreads(count, title: { $0 % 2_000 == 5 ? "Report exceptional" : "Report \($0)" })
            var listing = ThreadListing()
            listing.title = TitleWords("rep")
            let total = try await listing.total(of: fixture.owner, in: fixture.database)
            #expect(total.total == ThreadListing.countLimit && total.isCapped)
            let page = try await listing.page(limit: 50, offset: 100, of: fixture.owner, in: fixture.database)
            #expect(page.threads.count == 50 && page.hasMore)
            let all = try await ThreadListing().page(limit: 50, offset: 100, of: fixture.owner, in: fixture.database)
            #expect(page.threads.map(\.id) == all.threads.map(\.id))
            let end = try await listing.page(limit: 50, offset: count - 10, of: fixture.owner, in: fixture.database)
            #expect(end.threads.count == 10 && !end.hasMore)
            listing.title = TitleWords("rep excep")
            #expect(try await listing.total(of: fixture.owner, in: fixture.database).total == 2)
            #expect(try await listing.page(limit: 50, offset: 0, of: fixture.owner, in: fixture.database).threads.count == 2)
        }
    }

    @Test("what has no total beforehand is counted to a limit, and pages go on beyond it", arguments: TestDatabases.available)
    func capped(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let count = ThreadListing.countLimit + 25
            try await SyntheticConversations(database: fixture.database, owner: fixture.owner, now: fixture.now).fillThreads(count) { "Thread \($0)" }
            var listing = ThreadListing()
            #expect(try await listing.total(of: fixture.owner, in: fixture.database).total == count)
            listing.since = fixture.now.adding(seconds: -100 * 86_400)
            let total = try await listing.total(of: fixture.owner, in: fixture.database)
            #expect(total.total == ThreadListing.countLimit && total.isCapped)
            let page = try await listing.page(limit: 20, offset: ThreadListing.countLimit, of: fixture.owner, in: fixture.database)
            #expect(page.threads.count == 20 && page.hasMore)
        }
    }

    @Test("lists are answered from their indexes, whatever the filter", arguments: TestDatabases.available)
    func plans(dialect: Dialect) async throws {
        try await ConversationFixture.with(dialect) { fixture in
            let filler = SyntheticConversations(database: fixture.database, owner: fixture.owner, now: fixture.now)
            try await filler.fillThreads(4_000) { "Thread \($0)" }
            if dialect == .postgres { try await fixture.database.execute("ANALYZE threads") }
            var unread = ThreadListing(), starred = ThreadListing(), channel = ThreadListing()
            unread.onlyUnread = true
            starred.onlyStarred = true
            channel.channels = [.api]
            var unreadChannel = unread, starredChannel = starred
            unreadChannel.channels = [.api]
            starredChannel.channels = [.api]
            for (listing, index) in [
                (ThreadListing(), "threads_by_activity"), (channel, "threads_by_channel"), (unread, "threads_unread"), (starred, "threads_starred"),
                (unreadChannel, "threads_unread_by_channel"), (starredChannel, "threads_starred_by_channel"),
            ] {
                let query = try #require(try await listing.found(limit: 51, of: fixture.owner, in: fixture.database))
                let explain = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
                let plan = try await fixture.database.query(explain + query.sql, query.arguments).map { row in
                    dialect == .sqlite ? try row.text("detail") : try row.text("QUERY PLAN")
                }
                #expect(plan.contains { $0.contains(index + " ") }, "\(plan)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("Sort Key") || $0.contains("Seq Scan") }, "\(plan)")
                if dialect == .sqlite { #expect(plan.filter { $0.contains("SEARCH t") }.allSatisfy { $0.contains(index + " ") }, "\(plan)") }
            }
        }
    }
}
