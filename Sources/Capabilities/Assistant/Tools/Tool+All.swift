// Which tools there are, and for whom.
import Access
import OutboundHTTP

extension Tool {
    /// The tools of a tier. *Documented*: everybody may remember, recall and ask for the time; reaching the network begins with `operator`.
    /// That everybody may look at alerts, sessions and incidents of their organization is our choice: their role lets them already.
    static func all(for tier: Tier, _ house: Assistant.House, _ vault: Vault, userAgent: String) -> [Tool] {
        let everybody = [
            remember(in: vault.entries), recall(from: vault.recall), currentTime { _ in nil }, recentAlerts(house.neighbours.recentAlerts),
            session(house.neighbours.session), incident(house.neighbours.incident),
        ]
        return tier >= .operator ? everybody + [fetch(through: house.outbound, userAgent: userAgent)] : everybody
    }
}
