// What the audit log keeps of a call.
import Audit
import Vocabulary
import Web

extension PersonCall {
    func audit(_ action: AuditAction, _ targetType: String, _ targetID: String, change: [String: String]? = nil) -> AuditEntry {
        AuditEntry(
            at: self.now, actor: person.keyID.map(AuditActor.key) ?? .user(userID), action: action, targetType: targetType, targetID: targetID,
            organizationID: organizationID, address: self.clientAddress, requestID: self.requestID, change: change.map(Audit.digest))
    }
}

extension MemberCall {
    func audit(_ action: AuditAction, _ targetType: String, _ targetID: String, change: [String: String]? = nil) -> AuditEntry {
        AuditEntry(
            at: self.now, actor: .user(member.userID), action: action, targetType: targetType, targetID: targetID, organizationID: organizationID,
            address: self.clientAddress, requestID: self.requestID, change: change.map(Audit.digest))
    }
}

extension OpenCall {
    func login(of user: User, session: String) -> AuditEntry {
        AuditEntry(
            at: self.now, actor: .user(user.id), action: .login, targetType: "session", targetID: session, organizationID: user.organizationID,
            address: self.clientAddress, requestID: self.requestID)
    }

    /// - Parameter user: whose account was tried; nil when there is none with this address, which is then named by a pseudonym alone.
    func failedLogin(of user: User?, email: String) -> AuditEntry {
        AuditEntry(
            at: self.now, actor: .anonymous, action: .login, targetType: user == nil ? "unknown_account" : "user",
            targetID: user?.id ?? Audit.pseudonym(email), organizationID: user?.organizationID, result: .failure, address: self.clientAddress,
            requestID: self.requestID)
    }
}
