// Comparing secrets without telling by the time it takes how much of a guess was right.
import Crypto
import Foundation

package enum Secrets {
    /// Whether two texts are the same bytes. Digests are compared, in constant time, so that lengths are not told either.
    package static func areSame(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Data(one.utf8)) == SHA256.hash(data: Data(other.utf8))
    }
}
