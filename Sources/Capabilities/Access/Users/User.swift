import Vocabulary
import Web

/// A person with a login, in one organization.
package struct User: Sendable, Equatable {
    package var id: String
    package var organizationID: String
    package var email: String
    package var role: Role
    package var createdAt: Timestamp
}
