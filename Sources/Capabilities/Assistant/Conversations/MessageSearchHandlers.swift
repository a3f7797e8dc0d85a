import SearchEngine
import Storage
import Vocabulary
import Web

/// Every word of every message that the caller may see.
struct MessageSearchHandlers: Sendable {
    let database: any SQLDatabase

    func search(_ call: PersonCall) async throws -> Answer {
        let started = ContinuousClock.now
        let window = try call.window("q", "channel", "role", "since", "until", "prefix"), owner = call.owner
        guard let text = try call.query.text("q", limit: 256), text.contains(where: { !$0.isWhitespace }) else {
            throw Problem.invalid("q", "say what to look for")
        }
        let channels = try Set(call.query.texts("channel").map { try ConversationHandlers.channel($0, "channel") }).sorted()
        let role = try call.query.choice("role", as: Message.Role.self)
        var marks: [[TextMark]] = []
        if !channels.isEmpty { marks.append(channels.map { TextMark(.channel, $0.rawValue) }) }
        if let role { marks.append([TextMark(.role, role.rawValue)]) }
        let filter = TextFilter(marks: marks, since: try call.query.time("since"), until: try call.query.time("until"))
        let isUnfinished = try call.query.boolean("prefix") ?? false
        var response = SearchResponse(
            hits: [], total: 0, totalCapped: nil, limit: window.limit, offset: window.offset, hasMore: false, tookMs: 0)
        if let query = SearchQuery.parse(text, isUnfinished: isUnfinished) {
            let found = try await TextIndex.messages.search(
                query, of: [owner.text], filter: filter, offset: window.offset, limit: window.limit, now: call.now, in: database)
            let messages = try await MessageStore.find(found.hits.map(\.id), of: owner, in: database)
            response.hits = found.hits.compactMap { hit in
                // Between index and row a thread may have been deleted.
                guard let (message, title, archived) = messages[hit.id] else { return nil }
                return SearchHitResponse(
                    threadID: message.threadID, messageID: message.id, title: title, channel: message.channel, role: message.role,
                    createdAt: Milliseconds(message.createdAt), snippet: Snippet.html(of: message.content, for: query), score: hit.score,
                    archived: archived)
            }
            response.total = found.total
            response.totalCapped = found.isTotalCapped ? true : nil
            response.hasMore = window.offset + found.hits.count < found.total
        }
        let elapsed = started.duration(to: .now).components
        response.tookMs = (Double(elapsed.seconds) * 1_000 + Double(elapsed.attoseconds / 1_000_000_000_000) / 1_000)
        return .ok(OK(response))
    }
}
