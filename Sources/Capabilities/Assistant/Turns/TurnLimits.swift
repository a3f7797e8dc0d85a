import Vocabulary

/// Bounds of one turn. An operator can change those that have a setting.
package struct TurnLimits: Sendable, Equatable {
    /// Seconds for everything, tools and retries included. *Documented*: 120.
    package var seconds = 120.0
    /// Rounds in which the model may call tools; after the last it has to answer. *Documented*: 8.
    package var toolRounds = 8
    /// What a turn may cost, in micro-dollars: no further request is made once it has cost that much (our choice: half a dollar, some
    /// hundred times a usual turn). Setting `--turn-cost-limit`; 0 = no limit.
    package var costCeiling: Int64 = 500_000
    /// How much of the conversation the model is shown, in estimated tokens (our choice: fits the 8k windows that small local models
    /// have, beside system text, tools and reply). Setting `--prompt-tokens`.
    package var promptTokens = 5_000
    /// Longest reply of one request, in tokens. Setting `--reply-tokens`.
    package var replyTokens = 2_048
    /// Bytes of a whole reply; what comes beyond ends the turn (our choice: eight times what `replyTokens` allows for).
    package var replyBytes = 64 << 10
    /// Seconds before the one retry (our choice: a restarting gateway is back by then, and a person hardly notices).
    package var retryPause = 1.0
    /// The longest wait that a rate limit may ask for and still be retried within the turn (our choice).
    package var longestRetryPause = 5.0

    /// Seconds between the comments that keep proxies from closing a stream on which nothing is said. *Documented*: 15.
    package var heartbeatSeconds = 15.0

    package init() {}
}
