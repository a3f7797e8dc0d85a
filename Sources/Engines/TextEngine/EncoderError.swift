/// Why a model or a vocabulary cannot be used.
package struct EncoderError: Error, CustomStringConvertible, Equatable {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
