// What the audit log keeps of an event: who did what to which thing. Never what the thing says, never a secret.
import Vocabulary

/// One event, as whoever records it tells it.
package struct AuditEntry: Sendable, Equatable {
    package var at: Timestamp
    package var actor: AuditActor
    package var action: AuditAction
    /// The kind of thing, e.g. `key`, `user`, `thread`; with its id. Nil where an event has no thing.
    package var targetType: String?
    package var targetID: String?
    /// Nil = the event belongs to no organization (a failed login of an unknown account): it goes into the instance's own chain.
    package var organizationID: String?
    package var result: AuditResult
    /// The network address that the request came from; nil for commands and jobs.
    package var address: String?
    package var requestID: String?
    /// SHA-256 of what was changed (`Audit.digest`), so that it can be shown later that a change was this one; nil where nothing was.
    package var change: String?

    package init(
        at: Timestamp, actor: AuditActor, action: AuditAction, targetType: String? = nil, targetID: String? = nil, organizationID: String?,
        result: AuditResult = .success, address: String? = nil, requestID: String? = nil, change: String? = nil
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.targetType = targetType
        self.targetID = targetID
        self.organizationID = organizationID
        self.result = result
        self.address = address
        self.requestID = requestID
        self.change = change
    }
}

/// Who did it.
package enum AuditActor: Sendable, Equatable {
    case user(String)
    /// A key, by its id (never its text).
    case key(String)
    /// The server itself: a job, or a command of the operator.
    case system
    /// Somebody who proved to be nobody: a failed login.
    case anonymous

    package var kind: String {
        switch self {
        case .user: "user"
        case .key: "key"
        case .system: "system"
        case .anonymous: "anonymous"
        }
    }

    package var id: String? {
        switch self {
        case .user(let id), .key(let id): id
        case .system, .anonymous: nil
        }
    }
}

package enum AuditResult: String, Sendable, CaseIterable {
    case success
    /// It was tried and not allowed, or did not work.
    case failure
}

/// What was done, as `thing.verb` in small letters: at most 64 characters. Rooms add their own names in an extension.
package struct AuditAction: Sendable, Hashable {
    package let name: String
    package init(_ name: String) { self.name = name }

    package static let login = AuditAction("login")
    package static let logout = AuditAction("logout")
    package static let logoutEverywhere = AuditAction("logout.everywhere")
    package static let sessionEnded = AuditAction("session.ended")

    package static let organizationRegistered = AuditAction("organization.registered")
    package static let organizationChanged = AuditAction("organization.changed")
    package static let userInvited = AuditAction("user.invited")
    package static let userRemoved = AuditAction("user.removed")
    package static let roleChanged = AuditAction("user.role_changed")
    package static let tierChanged = AuditAction("user.tier_changed")
    package static let planChanged = AuditAction("organization.plan_changed")
    package static let passwordChanged = AuditAction("user.password_changed")
    package static let passwordReset = AuditAction("user.password_reset")
    package static let instanceAdminGranted = AuditAction("user.instance_admin_granted")

    package static let keyCreated = AuditAction("key.created")
    package static let keyRevoked = AuditAction("key.revoked")

    package static let webhookCreated = AuditAction("webhook.created")
    package static let webhookChanged = AuditAction("webhook.changed")
    package static let webhookDeleted = AuditAction("webhook.deleted")
    package static let deliveryReplayed = AuditAction("delivery.replayed")

    package static let settingsChanged = AuditAction("settings.changed")
    package static let exported = AuditAction("data.exported")
    package static let imported = AuditAction("data.imported")
    package static let deleted = AuditAction("data.deleted")
}
