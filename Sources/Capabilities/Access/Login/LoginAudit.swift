// What the audit log keeps of logging in.
import Audit
import Crypto
import Vocabulary
import Web

extension OpenCall {
    func login(of user: User, session: String) -> AuditEntry {
        AuditAuthor(.user(user.id), user.organizationID, facts).entry(.login, "session", session)
    }

    /// - Parameter user: whose account was tried; nil when there is none with this address, which is then named by a pseudonym alone.
    func failedLogin(of user: User?, email: String, key: SymmetricKey) -> AuditEntry {
        AuditAuthor(.anonymous, user?.organizationID, facts).entry(
            .login, user == nil ? "unknown_account" : "user", user?.id ?? Audit.pseudonym(email, key: key), result: .failure)
    }
}
