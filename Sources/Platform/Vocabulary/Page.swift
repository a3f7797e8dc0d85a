/// A window on a list: `page` from 1, `size` from 1 to 200 (documented, default 50).
package struct Page: Sendable, Equatable {
    package var page: Int
    package var size: Int

    package init(page: Int = 1, size: Int = 50) {
        self.page = page
        self.size = size
    }

    package var offset: Int { (page - 1) * size }
}
