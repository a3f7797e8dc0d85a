import Foundation
import Testing

@testable import MatchEvaluation

@Suite struct MouseEvaluationTests {
    private static let folder = "balabit-mouse"

    static func recording() throws -> MouseRecording {
        func sessions(_ name: String) throws -> [String: [String: String]] {
            let root = PublicData.folder.appendingPathComponent("\(folder)/\(name)")
            var found: [String: [String: String]] = [:]
            for user in try FileManager.default.contentsOfDirectory(atPath: root.path) {
                for session in try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(user).path) {
                    found[user, default: [:]][session] = try PublicData.text("\(folder)/\(name)/\(user)/\(session)")
                }
            }
            return found
        }
        return MouseRecording(
            training: try sessions("training_files"), tests: try sessions("test_files"), labels: try PublicData.text("\(folder)/public_labels.csv"))
    }

    @Test("people are told apart by their mouse: pooled AUC of at least .92 on the Balabit subset", .enabled(if: PublicData.has(folder)))
    func balabit() throws {
        let result = MouseEvaluation.run(try Self.recording())
        let mien = try #require(result.methods.first { $0.method == "mien" })
        #expect(mien.auc >= 0.92)
        #expect(mien.eer <= 0.14)
        #expect(mien.genuineTrials == 100 && mien.impostorTrials == 100)
        #expect(result.methods.filter { $0.method != "mien" }.allSatisfy { $0.auc < mien.auc })
    }

    @Test("recordings of other users and fewer sessions are taken as they come", .enabled(if: PublicData.has(folder)))
    func otherFolders() throws {
        var recording = try Self.recording()
        for user in recording.training.keys.sorted().dropFirst(3) { recording.training[user] = nil }
        recording.tests["nobody"] = ["session_x": "no,events\n"]
        let result = MouseEvaluation.run(recording)
        #expect(result.userCount == 3)
        #expect(result.methods.allSatisfy { $0.trials == 60 && $0.auc > 0.5 })
    }

    @Test("without anybody else there is nothing to compare with, and the report says null")
    func alone() {
        let header = "record timestamp,client timestamp,button,state,x,y\n"
        let result = MouseEvaluation.run(MouseRecording(
            training: ["a": ["s": header]], tests: ["a": ["t": header]], labels: "filename,is_illegal\nt,0\n"))
        #expect(result.skippedSessions == 1)
        #expect(result.json.hasPrefix("{\"protocol\":\"p4\",\"results\":[{\"auc\":null,\"eer\":null,\"method\":\"mien\""))
        #expect((try? JSONSerialization.jsonObject(with: Data(result.json.utf8))) != nil)
        #expect(result.table.contains("mien"))
    }
}
