import Vocabulary

/// Who is about to change something, and from where: what is the same for every entry that one request makes.
package struct AuditAuthor: Sendable, Equatable {
    package var actor: AuditActor
    package var organizationID: String?
    package var address: String?
    package var requestID: String?
    package var at: Timestamp

    package init(_ actor: AuditActor, organizationID: String?, address: String? = nil, requestID: String? = nil, at: Timestamp) {
        self.actor = actor
        self.organizationID = organizationID
        self.address = address
        self.requestID = requestID
        self.at = at
    }

    /// - Parameter change: the names and values that were set, of which the digest alone is kept. Nothing that people write.
    package func entry(
        _ action: AuditAction, _ targetType: String, _ targetID: String?, result: AuditResult = .success, change: [String: String]? = nil
    ) -> AuditEntry {
        AuditEntry(
            at: at, actor: actor, action: action, targetType: targetType, targetID: targetID, organizationID: organizationID, result: result,
            address: address, requestID: requestID, change: change.map(Audit.digest))
    }
}
