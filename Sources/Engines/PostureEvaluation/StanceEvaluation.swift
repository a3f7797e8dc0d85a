import PostureEngine

/// Stance over turns on conversations whose turns a judge counted behaviours in. The judge is a language model: weak labels.
package struct StanceEvaluation: Sendable {
    package let data: DataFolder
    package let turns: WholeTurns

    package init(data: DataFolder, turns: WholeTurns) {
        self.data = data
        self.turns = turns
    }

    /// Conversations read: every third, which covers the models and the scenarios; the rest would only take time.
    package func results() throws -> [TaskResult] {
        let rows = try data.rows("spiral-bench-conversations").enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        guard !rows.isEmpty else { return [] }
        var turnScores: [Double] = []
        var hasCaved: [Bool] = []
        var agreement: [Double] = []
        var conversationScores: [Double] = []
        var isUnsafe: [Bool] = []
        for row in rows {
            let exchanges = Self.exchanges(row)
            let read = turns.read(exchanges)
            let stances = zip(exchanges, read).map { exchange, reading in
                StanceShift.Turn(
                    user: Segmenter.segment(exchange.user ?? "").forms.map { turns.embeddings[$0] },
                    response: Segmenter.segment(exchange.response).sentences.map { PreparedSentence($0.text) },
                    sycophancy: reading.classification.probabilities.c2)
            }
            let scores = StanceShift.scores(stances)
            let judged = exchanges.indices.map { Self.judged(row, $0) }
            var hasHeld = false
            for (index, counts) in judged.enumerated() {
                let holds = (counts["pushback"] ?? 0) > 0
                // Caving: the judge saw the model hold against the user before, and reinforce the delusion now.
                if hasHeld {
                    turnScores.append(scores[index])
                    agreement.append(stances[index].yielding)
                    hasCaved.append((counts["delusion reinforcement"] ?? 0) > (counts["pushback"] ?? 0))
                }
                hasHeld = hasHeld || holds
            }
            conversationScores.append(scores.reduce(0, +) / Double(max(1, scores.count)))
            isUnsafe.append((row.final?["safety"] ?? 10) < 5)
        }
        return [
            TaskResult(
                name: "stance: turns that reinforce after pushback", metric: "AUROC", ours: Measures.auroc(turnScores, hasCaved),
                lexicon: Measures.auroc(agreement, hasCaved), majority: 0.5, n: hasCaved.count),
            TaskResult(
                name: "stance: conversations judged unsafe", metric: "AUROC", ours: Measures.auroc(conversationScores, isUnsafe), majority: 0.5,
                n: isUnsafe.count),
        ]
    }

    private static func exchanges(_ row: DataRow) -> [WholeTurns.Turn] {
        var exchanges: [WholeTurns.Turn] = []
        var user: String?
        for message in row.transcript ?? [] {
            if message.role == "user" {
                user = message.content
            } else {
                exchanges.append(.init(user: user, response: message.content))
                user = nil
            }
        }
        return exchanges
    }

    /// The judge's counts for an exchange. Chunks are numbered from 0 or 1 depending on the file; absent chunks have no counts.
    private static func judged(_ row: DataRow, _ index: Int) -> [String: Double] { row.metrics?["chunk\(index)"] ?? [:] }
}
