// What a caller is told when the database does not answer: come back later, not "internal error".
import Storage
import Vocabulary
import Web

extension SQLError: ProblemConvertible {
    package var asProblem: Problem? {
        switch kind {
        case .unavailable, .cancelled: Problem(.unavailable, "The database does not answer at the moment; try again", retryAfter: 2)
        case .uniqueViolation, .foreignKeyViolation, .otherConstraint, .other: nil
        }
    }
}
