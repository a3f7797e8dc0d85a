import Vocabulary

/// What the assistant asks of the other capabilities. It imports none of them: whoever builds the server fills these in.
package struct Neighbours: Sendable {
    /// How a reply behaves; nil when replies are not read at all.
    package var readPosture: (@Sendable (_ organizationID: String, _ text: String, _ userText: String?) async throws -> ReplyPosture)?
    /// The newest alerts of an organization, of people and of AIs, newest first.
    package var recentAlerts: @Sendable (_ organizationID: String, _ limit: Int) async throws -> [JSONValue]
    /// A session of either kind; nil when the organization has none of this id.
    package var session: @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?
    package var incident: @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?

    package init(
        readPosture: (@Sendable (_ organizationID: String, _ text: String, _ userText: String?) async throws -> ReplyPosture)?,
        recentAlerts: @escaping @Sendable (_ organizationID: String, _ limit: Int) async throws -> [JSONValue],
        session: @escaping @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?,
        incident: @escaping @Sendable (_ organizationID: String, _ id: String) async throws -> JSONValue?
    ) {
        self.readPosture = readPosture
        self.recentAlerts = recentAlerts
        self.session = session
        self.incident = incident
    }
}
