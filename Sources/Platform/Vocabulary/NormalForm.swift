import Foundation

extension String {
    /// The text in Unicode's normal form C. Swift takes texts for equal that look the same, databases only those of the same bytes: what is
    /// looked up or counted by is brought to one form first.
    package var normalized: String { utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping }
}
