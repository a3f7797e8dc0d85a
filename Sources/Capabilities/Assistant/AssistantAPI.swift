// Every endpoint of this capability, in the order of the document's headings.
import Access
import Logging
import OutboundHTTP
import Outbox
import Storage
import Vocabulary
import Web

/// What a person told it to remember, the conversations with it, and the model behind them.
package struct Assistant: Sendable {
    private let database: any SQLDatabase
    private let outbox: Outbox
    private let outbound: OutboundClient
    private let clock: Clock
    private let logger: Logger

    package init(database: any SQLDatabase, outbox: Outbox, outbound: OutboundClient, clock: @escaping Clock, logger: Logger) {
        self.database = database
        self.outbox = outbox
        self.outbound = outbound
        self.clock = clock
        self.logger = logger
    }

    /// Adds the endpoints under `/api`.
    package func addRoutes(to api: APIRoutes) {
    }
}
