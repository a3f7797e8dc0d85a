// Every endpoint of this capability, in the order of the document's headings.
import Access
import Jobs
import LanguageModel
import Logging
import OutboundHTTP
import Outbox
import Storage
import Vocabulary
import Web

/// What a person told it to remember, the conversations with it, and the model behind them.
package struct Assistant: Sendable {
    /// What the assistant is given by the house it stands in.
    package struct House: Sendable {
        package var database: any SQLDatabase
        package var outbox: Outbox
        package var outbound: OutboundClient
        package var jobs: Jobs
        package var actions: Actions
        package var neighbours: Neighbours
        /// What makes vectors of notes; nil = notes are found by their words alone.
        package var encoder: VaultEncoder?
        package var clock: Clock
        package var logger: Logger

        package init(
            database: any SQLDatabase, outbox: Outbox, outbound: OutboundClient, jobs: Jobs, actions: Actions, neighbours: Neighbours,
            encoder: VaultEncoder?, clock: @escaping Clock, logger: Logger
        ) {
            self.database = database
            self.outbox = outbox
            self.outbound = outbound
            self.jobs = jobs
            self.actions = actions
            self.neighbours = neighbours
            self.encoder = encoder
            self.clock = clock
            self.logger = logger
        }
    }

    /// What writes replies, and within which bounds.
    package struct Writer: Sendable {
        package var configured: ConfiguredModel
        package var limits = TurnLimits()
        /// As `http_fetch` names itself to web servers.
        package var userAgent = "Mien"

        package init(_ configured: ConfiguredModel) { self.configured = configured }
    }

    package let vault: Vault
    package let conversations: Conversations
    package let turns: Turns
    private let house: House
    private let writer: Writer

    package init(_ house: House, writer: Writer) {
        self.house = house
        self.writer = writer
        let vault = Vault(
            database: house.database, outbox: house.outbox, encoder: house.encoder, clock: house.clock, logger: house.logger)
        self.vault = vault
        conversations = Conversations(outbox: house.outbox)
        turns = Turns(house, writer, conversations: conversations) { tier in
            ToolBox(Tool.all(for: tier, house, vault, userAgent: writer.userAgent), logger: house.logger)
        }
    }

    /// Registers what is done in the background, by the clock and from the queue.
    package func addJobs(to jobs: Jobs) {
        let leftBehind = ConversationsLeftBehind(database: house.database, index: conversations.index)
        let words = WordRenewal(database: house.database)
        jobs.every("search-words", seconds: 60) { _ = try await words.run() }
        jobs.every("conversations-left-behind", seconds: 3_600) { _ = try await leftBehind.remove() }
        vault.addJobs(to: jobs)
        turns.addJobs(to: jobs)
    }

    /// Lets no further turn begin and waits for those under way: when a server stops.
    package func drain() async { await turns.drain() }

    /// Adds the endpoints under `/api`.
    package func addRoutes(to api: APIRoutes) {
        // Vault
        let vault = vault.handlers
        api.person(.get, "vault/list", scope: .read, vault.list)
        api.person(.get, "vault/entry", scope: .read, vault.entry)
        api.person(.get, "vault/history", scope: .read, vault.history)
        api.person(.get, "vault/tags", scope: .read, vault.tags)
        api.person(.post, "vault/remember", scope: .write, vault.remember)
        api.person(.post, "vault/update", scope: .write, vault.update)
        api.person(.post, "vault/delete", scope: .write, vault.delete)
        api.person(.get, "vault/export.md", scope: .read, isExport: true, vault.exportMarkdown)
        api.person(.get, "vault/export.json", scope: .read, isExport: true, vault.exportJSON)
        api.person(.post, "vault/import", scope: .write, files: VaultHandlers.importTypes, bodyLimit: NoteFile.sizeLimit, vault.importFile)
        // Model (ours to add)
        let model = ModelHandlers(configured: writer.configured, limiter: RateLimiter(), clock: house.clock)
        api.person(.get, "model", scope: .read, model.show)
        api.person(.post, "model/test", scope: .admin, role: .admin, model.test)
        // Conversations
        let conversation = ConversationHandlers(database: house.database, conversations: conversations)
        let sending = SendHandlers(turns: turns)
        let found = MessageSearchHandlers(database: house.database), file = ConversationExport(database: house.database)
        api.person(.get, "conversations", scope: .read, conversation.list)
        api.person(.get, "conversations/search", scope: .read, found.search)
        api.person(.get, "conversations/thread/{thread_id}", scope: .read, conversation.thread)
        api.person(.get, "conversations/thread/{thread_id}/export.md", scope: .read, isExport: true, file.markdown)
        api.person(.get, "conversations/thread/{thread_id}/export.json", scope: .read, isExport: true, file.json)
        api.person(.get, "conversations/message/{message_id}", scope: .read, conversation.message)
        api.person(.post, "conversations/pin", scope: .write, conversation.pin)
        api.person(.post, "conversations/archive", scope: .write, conversation.archive)
        api.person(.post, "conversations/star", scope: .write, conversation.star)
        api.person(.post, "conversations/bulk-mark-read", scope: .write, conversation.markRead)
        api.person(.post, "conversations/rename", scope: .write, conversation.rename)
        api.person(.post, "conversations/delete", scope: .write, conversation.delete)
        let imports = ConversationImport(database: house.database, index: conversations.index)
        let files = ConversationImport.types, size = ConversationImport.sizeLimit
        api.person(.post, "conversations/import", scope: .write, files: files, bodyLimit: size, imports.importFile)
        api.person(.post, "conversations/send", scope: .write, isKeptByHandler: true, sending.send)
        api.person(.post, "conversations/stop", scope: .write, sending.stop)
        api.person(.get, "conversations/stream/{reply_id}", scope: .read, sending.follow)
    }
}
