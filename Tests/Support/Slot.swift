/// A place for a value that a closure makes before the test goes on.
package final class Slot<Value: Sendable>: @unchecked Sendable {
    package private(set) var value: Value?

    package init() {}

    package func fill(_ value: Value) -> Value {
        self.value = value
        return value
    }
}
