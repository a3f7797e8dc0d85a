// Every endpoint of this capability, under the document's heading "Webhooks".
import Web

extension Webhooks {
    package func addRoutes(to api: APIRoutes) {
        let webhooks = WebhookHandlers(webhooks: self)
        let deliveries = DeliveryHandlers(webhooks: self)
        // Webhooks
        api.post("webhooks", callers: .secretKey, handler: webhooks.create)
        api.get("webhooks", callers: .secretKey, handler: webhooks.list)
        api.delete("webhooks/{webhook_id}", callers: .secretKey, handler: webhooks.delete)
        // Their state, secrets and deliveries (ours to add)
        api.get("webhooks/{webhook_id}", callers: .secretKey, handler: webhooks.get)
        api.add(.patch, "webhooks/{webhook_id}", callers: [.secretKey], webhooks.change)
        api.post("webhooks/{webhook_id}/rotate-secret", callers: .secretKey, handler: webhooks.rotateSecret)
        api.post("webhooks/{webhook_id}/replay", callers: .secretKey, handler: deliveries.replayRange)
        api.get("webhooks/{webhook_id}/deliveries", callers: .secretKey, handler: deliveries.list)
        api.post("webhooks/{webhook_id}/deliveries/{delivery_id}/replay", callers: .secretKey, handler: deliveries.replay)
        api.post("webhooks/{webhook_id}/test", callers: .secretKey, handler: deliveries.sendTest)
    }
}
