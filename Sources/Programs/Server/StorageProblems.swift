// What a caller is told when the database does not answer: come back later, not "internal error".
import Storage
import Vocabulary
import Web

extension SQLError: ProblemConvertible {
    package var asProblem: Problem? {
        switch kind {
        case .unavailable, .cancelled: Problem(.unavailable, "The database does not answer at the moment; try again", retryAfter: 2)
        case .outcomeUnknown:
            Problem(
                .unavailable, "The connection to the database broke: this may have been stored or not. Look before you send it again, or send it "
                    + "with the same Idempotency-Key", code: "outcome_unknown", retryAfter: 2)
        case .notWritable(let reason): Problem(.unavailable, "Nothing can be stored at the moment: \(reason)", code: "not_writable", retryAfter: 5)
        case .uniqueViolation, .foreignKeyViolation, .otherConstraint, .other: nil
        }
    }
}
