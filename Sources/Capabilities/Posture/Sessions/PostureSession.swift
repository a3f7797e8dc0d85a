import PostureEngine
import Vocabulary

/// One conversation whose turns are analyzed, as its row says it. Nothing here grows with the number of turns.
struct PostureSession: Sendable {
    var id: String
    var name: String
    var createdBy: String?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var turns: Int64 = 0
    /// The highest turn number; 0 before the first.
    var lastTurn: Int64 = 0
    var maxAlert = AlertLevel.green
    /// Green also where no user's text was ever read.
    var maxDRM = AlertLevel.green
    /// Sums over the turns, in millionths.
    var bhsSum: Int64 = 0
    var poiSum: Int64 = 0
    var bhsTrend = "stable"
    var regimeType = "INSUFFICIENT_DATA"
    /// The dominant C1 codes of the last turns, oldest first.
    var recentPostures: [Int] = []
    /// Whether it was archived by itself.
    var isArchived = false

    init(id: String, name: String, createdBy: String?, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.createdBy = createdBy
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// How many dominant postures a list shows of each session (our choice).
    static let recentPosturesLimit = 20
    static let million = 1_000_000.0

    /// Mean over the turns; a session without turns is healthy.
    var averageBHS: Double { turns == 0 ? 1 : Double(bhsSum) / Double(turns) / Self.million }
    var averagePOI: Double { turns == 0 ? 0 : Double(poiSum) / Double(turns) / Self.million }
}
