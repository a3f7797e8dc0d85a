/// A window on a list as the Stratam document names it: `limit` from 1 to 200 (default 50), `offset` from 0 to 100,000.
package struct Window: Sendable, Equatable {
    package var limit: Int
    package var offset: Int

    package init(limit: Int = 50, offset: Int = 0) {
        self.limit = limit
        self.offset = offset
    }
}
