import ArgumentParser

/// How the assistant's replies are written and read, for `mien serve`.
struct ReplyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whether the posture of every reply is read in the background. (default: on)", valueName: "on|off"))
    var replyPosture: String?
    @Option(help: ArgumentHelp("Dollars that a single turn may cost before it is ended; 0 = no limit. (default: 0.5)", valueName: "dollars"))
    var turnCostLimit: String?
    @Option(help: ArgumentHelp("How much of a conversation the model is shown, in tokens. (default: 5000)", valueName: "n"))
    var promptTokens: String?
    @Option(help: ArgumentHelp("Longest reply, in tokens. (default: 2048)", valueName: "n"))
    var replyTokens: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["reply-posture"] = replyPosture
        flags["turn-cost-limit"] = turnCostLimit
        flags["prompt-tokens"] = promptTokens
        flags["reply-tokens"] = replyTokens
        return flags
    }
}
