// Every endpoint of this capability, under the document's heading "Webhooks".
import Web

extension Webhooks {
    /// The Stradum document's, and what we add to them.
    package func addRoutes(to api: APIRoutes) { addRoutes(to: api, family: .stradum, callers: [.secretKey]) }

    /// The same for the events of posture analysis (ours to add).
    package func addPSARoutes(to api: APIRoutes) { addRoutes(to: api, family: .psa, callers: [.psaKey, .member]) }

    private func addRoutes(to api: APIRoutes, family: WebhookFamily, callers: [CallerKind]) {
        let webhooks = WebhookHandlers(webhooks: self, family: family)
        let deliveries = DeliveryHandlers(webhooks: self, family: family)
        // Webhooks
        api.add(.post, "webhooks", callers: callers, role: .admin, webhooks.create)
        api.add(.get, "webhooks", callers: callers, role: .admin, webhooks.list)
        api.add(.delete, "webhooks/{webhook_id}", callers: callers, role: .admin, webhooks.delete)
        // Their state, secrets and deliveries (ours to add)
        api.add(.get, "webhooks/{webhook_id}", callers: callers, role: .admin, webhooks.get)
        api.add(.patch, "webhooks/{webhook_id}", callers: callers, role: .admin, webhooks.change)
        api.add(.post, "webhooks/{webhook_id}/rotate-secret", callers: callers, role: .admin, webhooks.rotateSecret)
        api.add(.post, "webhooks/{webhook_id}/replay", callers: callers, role: .admin, deliveries.replayRange)
        api.add(.get, "webhooks/{webhook_id}/deliveries", callers: callers, role: .admin, deliveries.list)
        api.add(.post, "webhooks/{webhook_id}/deliveries/{delivery_id}/replay", callers: callers, role: .admin, deliveries.replay)
        api.add(.post, "webhooks/{webhook_id}/test", callers: callers, role: .admin, deliveries.sendTest)
    }
}
