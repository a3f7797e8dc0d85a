import ArgumentParser

/// What users may use of the assistant, for `mien serve`.
struct BudgetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tier of users that have none of their own: sidekick, operator or builder. (default: builder)", valueName: "tier"))
    var tier: String?
    @Flag(help: "Give each tier its documented budget: 100 actions, $15 or $50 of compute a month. (default: no budgets)")
    var tierBudgets = false
    @Option(help: ArgumentHelp("Actions a user has in a month, then 402. (default: no cap)", valueName: "n"))
    var actionsCap: String?
    @Option(help: ArgumentHelp("Dollars of compute a user has in a month, then 402. (default: no cap)", valueName: "dollars"))
    var computeCap: String?
    @Option(help: ArgumentHelp("Requests of one user that are answered at the same time; 0 = no limit. (default: 20)", valueName: "n"))
    var concurrentRequests: String?
    @Option(help: ArgumentHelp("Exports of one user that are written at the same time; 0 = no limit. (default: 1)", valueName: "n"))
    var concurrentExports: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["tier"] = tier
        if tierBudgets { flags["tier-budgets"] = "true" }
        flags["actions-cap"] = actionsCap
        flags["compute-cap"] = computeCap
        flags["concurrent-requests"] = concurrentRequests
        flags["concurrent-exports"] = concurrentExports
        return flags
    }
}
