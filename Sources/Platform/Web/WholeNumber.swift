/// A whole number in a request. Read as a number first, so that a fraction, or one too large, is refused with the name of its field.
package struct WholeNumber: Decodable, Sendable {
    package var value: Int64

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Double.self)
        // From 2^53 on a double no longer tells whole numbers apart.
        guard abs(number) <= 9_007_199_254_740_991, let whole = Int64(exactly: number) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a whole number")
        }
        value = whole
    }
}
