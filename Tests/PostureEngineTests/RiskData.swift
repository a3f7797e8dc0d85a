import Foundation
import PostureEngine

/// Where the public data sets lie: `MIEN_SHARED_DATA`, else `../shared/data` beside the package. Tests on them are skipped elsewhere.
enum PublicData {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["MIEN_SHARED_DATA"] { return URL(fileURLWithPath: path) }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()

    /// Public runs without the data skip these tests; a run that says it is CI must have them.
    static let isExpected: Bool =
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("posture").path)
        || !["", "false", "0"].contains(ProcessInfo.processInfo.environment["CI"] ?? "")

    static func rows<Row: Decodable>(_ set: String, as type: Row.Type) throws -> [Row] {
        let file = folder.appendingPathComponent("posture/\(set)/data.jsonl")
        return try Data(contentsOf: file).split(separator: 0x0A).map { try JSONDecoder().decode(type, from: Data($0)) }
    }
}

/// The score of a text, taken apart as the product does.
func inputRisk(_ text: String) -> InputRisk { InputRiskReader.read(sentences(text)) }

func sentences(_ text: String) -> [Sentence] { Segmenter.segment(text).sentences }

/// How well a score separates positives from negatives.
struct Separation {
    var positives: [Double]
    var negatives: [Double]

    /// Share of pairs in the right order, ties counting half.
    var areaUnderCurve: Double {
        var wins = 0.0
        for positive in positives {
            for negative in negatives { wins += positive > negative ? 1 : positive == negative ? 0.5 : 0 }
        }
        return wins / Double(max(positives.count * negatives.count, 1))
    }

    func recall(at limit: Double) -> Double { Double(positives.count { $0 >= limit }) / Double(max(positives.count, 1)) }

    func falseAlarms(at limit: Double) -> Double { Double(negatives.count { $0 >= limit }) / Double(max(negatives.count, 1)) }

    func precision(at limit: Double) -> Double {
        let hits = Double(positives.count { $0 >= limit })
        return hits / max(hits + Double(negatives.count { $0 >= limit }), 1)
    }
}
