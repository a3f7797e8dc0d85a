// Fills a person's conversations with made-up messages in bulk, for measuring lists, threads and search beside much data.
import Outbox
import Storage
import Vocabulary

/// Messages of made-up words, as frequent as words are in any language: the commonest in nearly every message, most of them seldom.
package struct SyntheticConversations: Sendable {
    private let database: any SQLDatabase
    private let owner: ThreadOwner
    private let now: Timestamp

    /// Messages of one thread (our choice). The first thread has a tenth of all.
    package static let messagesPerThread = 20
    /// Different words (our choice: about what people use in writing).
    private static let vocabularySize = 40_000
    /// Threads written in one transaction (our choice: progress shows, and a commit is shared by some hundred rows).
    private static let chunk = 50
    /// Rows of one statement (our choice: 18 parameters each stay below SQLite's 32,766).
    private static let rowsPerStatement = 500

    private let words: [String]
    /// Where each word's share of the whole ends, 0…1.
    private let shares: [Double]

    package init(database: any SQLDatabase, owner: ThreadOwner, now: Timestamp) {
        self.database = database
        self.owner = owner
        self.now = now
        words = (0..<Self.vocabularySize).map(Self.word)
        var sum = 0.0
        let sums = (0..<Self.vocabularySize).map { rank in
            sum += 1 / (Double(rank) + 2.7)
            return sum
        }
        shares = sums.map { $0 / sum }
    }

    /// The word of a rank: syllables, so that no two are alike and many begin alike.
    package static func word(_ rank: Int) -> String {
        let heads = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"], vowels = ["a", "e", "i", "o", "u"]
        var text = "", rest = rank
        repeat {
            let syllable = rest % (heads.count * vowels.count)
            text += heads[syllable / vowels.count] + vowels[syllable % vowels.count]
            rest /= heads.count * vowels.count
        } while rest > 0
        return text + "n"
    }

    /// Words to look for: in about two of three messages, in one of seventy, and in one of ten thousand.
    package static let searchWords = (common: word(0), medium: word(220), rare: "quetzalcoatl")

    private struct Draft {
        var thread: ConversationThread
        var messages: [Message] = []
    }

    /// Writes `count` messages, one a minute back from now, with everything that hangs on them.
    /// - Parameter progress: called with the share done, 0…1.
    package func fill(messages count: Int, progress: @Sendable (Double) -> Void) async throws {
        var random = SplitMix(state: 20_260_307)
        let long = count / 10
        var left = count, number = 0
        var drafts: [Draft] = []
        while left > 0 {
            let size = min(left, number == 0 && long > 0 ? long : Self.messagesPerThread)
            left -= size
            drafts.append(draft(number, size, oldest: Int64(left), &random))
            number += 1
            if drafts.count == Self.chunk || left == 0 || size > Self.messagesPerThread {
                let some = drafts
                try await database.transaction { db in try await write(some, in: db) }
                drafts = []
                progress(Double(count - left) / Double(count))
            }
        }
    }

    /// Writes threads of one message with these titles, of every kind.
    func fillThreads(_ count: Int, title: @Sendable (Int) -> String) async throws {
        var random = SplitMix(state: 7)
        for start in stride(from: 0, to: count, by: 500) {
            let some = (start..<min(start + 500, count)).map { number in
                var draft = draft(number, 1, oldest: Int64(count - number), &random)
                draft.thread.title = title(number)
                draft.thread.isArchived = false
                return draft
            }
            try await database.transaction { db in try await write(some, in: db) }
        }
    }

    private func draft(_ number: Int, _ size: Int, oldest: Int64, _ random: inout SplitMix) -> Draft {
        func time(_ index: Int) -> Timestamp { Timestamp(microseconds: now.microseconds - (oldest + Int64(size - index)) * 60_000_000) }
        let channel: Channel = number % 3 == 0 ? .web : Channel.allCases[number % Channel.allCases.count]
        let title = sentence(3 + number % 5, &random)
        var thread = ConversationThread(id: ID.uuid(at: time(0)), title: ThreadTitle.preview(title), channel: channel, createdAt: time(0))
        thread.isPinned = number % 500 == 3
        thread.isArchived = number % 5 == 4
        thread.isStarred = number % 40 == 7
        var draft = Draft(thread: thread)
        draft.messages.reserveCapacity(size)
        for index in 0..<size {
            let isReply = index % 2 == 1
            var text = sentence(8 + Int(random.next() % 45), &random)
            if random.next() % 10_000 == 0 { text += " " + Self.searchWords.rare }
            var message = Message(
                id: ID.uuid(at: time(index)), threadID: thread.id, number: Int64(index + 1), role: isReply ? .assistant : .user, content: text,
                channel: channel, createdAt: time(index))
            // The last reply of every tenth thread is unread.
            let isUnread = isReply && number % 10 == 1 && index >= size - 2
            message.readAt = isUnread ? nil : message.createdAt
            if isReply {
                message.figures = ReplyFigures(model: "synthetic-1", tokensIn: 400, tokensOut: 60, costMicros: 210, latencyMs: 1_200, actions: 1)
            }
            draft.messages.append(message)
            thread.unreadCount += isUnread ? 1 : 0
        }
        thread.messageCount = Int64(size)
        thread.lastNumber = Int64(size)
        thread.lastMessageAt = draft.messages.last?.createdAt ?? thread.createdAt
        thread.lastPreview = ThreadTitle.preview(draft.messages.last?.content ?? "")
        draft.thread = thread
        return draft
    }

    private func sentence(_ length: Int, _ random: inout SplitMix) -> String {
        (0..<length).map { _ in
            let share = Double(random.next() >> 11) / Double(1 << 53)
            var low = 0, high = shares.count - 1
            while low < high {
                let middle = (low + high) / 2
                if shares[middle] < share { low = middle + 1 } else { high = middle }
            }
            return words[low]
        }.joined(separator: " ")
    }

    private func write(_ drafts: [Draft], in db: any SQLSession) async throws {
        var counts: [ThreadKind: Int64] = [:]
        for draft in drafts {
            let words = TitleWords(draft.thread.title)
            try await ThreadStore.insert(draft.thread, titleWords: words.text, of: owner, in: db)
            try await ThreadStore.update(draft.thread, of: owner, in: db)
            try await TitleWordStore.insert(words, thread: draft.thread.id, of: owner, in: db)
            counts[draft.thread.kind, default: 0] += 1
        }
        try await ThreadCountStore.add(counts, of: owner, in: db)
        let messages = drafts.flatMap(\.messages)
        for start in stride(from: 0, to: messages.count, by: Self.rowsPerStatement) {
            try await MessageStore.insertMany(Array(messages[start..<min(start + Self.rowsPerStatement, messages.count)]), of: owner, in: db)
        }
        let titles = Dictionary(uniqueKeysWithValues: drafts.map { ($0.thread.id, $0.thread.title) })
        try await MessageIndex().insert(messages, titles: titles, of: owner, in: db)
    }
}

/// SplitMix64 (documented constants): the same numbers at every run.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
