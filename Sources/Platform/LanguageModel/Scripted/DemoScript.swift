// The script of the demonstration: enough to see threads, streaming and tools at work. Every reply says what it is.

import Vocabulary

extension Script {
    /// - Throws: never, as a test makes sure; the script is read as any other is.
    package static func demonstration() throws(Problem) -> Script { try Script(parsing: Array(demonstrationJSON.utf8)) }

    private static let demonstrationJSON = #"""
        {
          "model": "scripted-stand-in",
          "rules": [
            {"after_tool": "remember",
             "text": "Noted; it stands in the vault now. (I am a scripted stand-in, not a language model.)"},
            {"after_tool": "recall",
             "text": "This is what the vault holds on it:\n\n$tool\n\n(I am a scripted stand-in and only pass on what was found.)"},
            {"after_tool": "current_time",
             "text": "The server's clock says: $tool (Told by a scripted stand-in.)"},
            {"after_tool": "*",
             "text": "The tool answered:\n\n$tool\n\n(I am a scripted stand-in and cannot judge it.)"},

            {"user": "^\\s*(?:please\\s+)?remember(?:\\s+that)?[\\s:,]+(.+)$",
             "tools": [{"name": "remember", "arguments": {"content": "$1"}}]},
            {"user": "what\\s+(?:do|did)\\s+(?:you|i|we)\\s+(?:know|remember|note|say|tell you)\\s+(?:about|of|on)\\s+(.+?)[\\s?.!]*$",
             "tools": [{"name": "recall", "arguments": {"query": "$1"}}]},
            {"user": "^\\s*(?:recall|find|search(?:\\s+for)?)[\\s:,]+(.+?)[\\s?.!]*$",
             "tools": [{"name": "recall", "arguments": {"query": "$1"}}]},
            {"user": "what\\s+(?:do|did)\\s+you\\s+(?:know|remember)",
             "tools": [{"name": "recall", "arguments": {}}]},
            {"user": "what\\s+(?:time|day|date)|current\\s+time",
             "tools": [{"name": "current_time", "arguments": {}}]},
            {"user": "\\balerts?\\b",
             "tools": [{"name": "recent_alerts", "arguments": {}}]},

            {"user": "^\\s*(?:hi|hello|hey|good\\s+(?:morning|day|evening))\\b",
             "text": "Hello. I am a scripted stand-in, not a language model: I follow a few rules so that you can try this page. \#
        Tell me to “remember” something, ask “what do you know about …”, or ask for the time."},
            {"text": "You wrote: “$text” I am a scripted stand-in and cannot think about it. \#
        Connect a language model with --model-provider to get real answers; \#
        until then try “remember …” or “what do you know about …”."}
          ]
        }
        """#
}
