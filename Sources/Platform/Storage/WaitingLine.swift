// First come, first served; whoever loses patience can step out.

/// A queue of elements with tickets. Adding and taking are O(1) on average, stepping out is O(n).
struct WaitingLine<Element> {
    private var entries: [(ticket: UInt64, element: Element?)] = []
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element, ticket: UInt64) {
        entries.append((ticket, element))
        count += 1
    }

    mutating func popFirst() -> Element? {
        while head < entries.count {
            let element = entries[head].element
            entries[head].element = nil
            head += 1
            if head == entries.count {
                entries.removeAll(keepingCapacity: entries.capacity <= 1024)
                head = 0
            } else if head >= 64, head * 2 >= entries.count {
                entries.removeFirst(head)
                head = 0
            }
            if let element {
                count -= 1
                return element
            }
        }
        return nil
    }

    /// Takes the element with this ticket out of the line; nil when it is no longer there.
    mutating func remove(ticket: UInt64) -> Element? {
        guard let index = entries[head...].firstIndex(where: { $0.ticket == ticket }), let element = entries[index].element else { return nil }
        entries[index].element = nil
        count -= 1
        return element
    }

    /// Takes elements from the front for as long as they fit.
    mutating func removeFirst(while fits: (Element) -> Bool) -> [Element] {
        var taken: [Element] = []
        while let next = entries[head...].lazy.compactMap(\.element).first, fits(next), let element = popFirst() { taken.append(element) }
        return taken
    }
}
