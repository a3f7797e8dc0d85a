// Who the audit log names for a request.
import Audit
import Vocabulary
import Web

extension AuditAuthor {
    init(_ actor: AuditActor, _ organizationID: String?, _ facts: RequestFacts) {
        self.init(actor, organizationID: organizationID, address: facts.clientAddress, requestID: facts.requestID, at: facts.now)
    }
}

extension Caller {
    /// A key by its own id, a person by theirs.
    package var auditActor: AuditActor {
        switch self {
        case .publishableKey(let key), .secretKey(let key): .key(key.keyID)
        case .psaKey(let key): .key(key.keyID)
        case .stratamKey(let key): .key(key.keyID)
        case .member(let member): .user(member.userID)
        }
    }
}

extension Call {
    package var author: AuditAuthor { AuditAuthor(caller.auditActor, organizationID, facts) }
}

extension MemberCall {
    package var author: AuditAuthor { AuditAuthor(.user(member.userID), organizationID, facts) }
}

extension PersonCall {
    package var author: AuditAuthor { AuditAuthor(person.keyID.map(AuditActor.key) ?? .user(userID), organizationID, facts) }
}
