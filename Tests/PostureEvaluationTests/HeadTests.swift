import Foundation
import PostureEngine
import Testing

@testable import PostureEvaluation

/// The repository this file lies in.
private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite("Heads")
struct HeadTests {
    private static func head(_ name: String = "c2") -> Head? {
        Head(
            name: name, classes: ["0", "1"], embeddingLength: 2, cueNames: ["cue.S1", "surface.length"], vocabulary: ["great", "so #"],
            temperature: 0.8, threshold: 0.5, weights: (0..<14).map { Float($0) / 7 - 1 })
    }

    @Test("a file of heads reads back as it was written, and writing it again gives the same bytes")
    func roundTrip() throws {
        let head = try #require(Self.head())
        let file = try Heads.file(encoder: "encoder", trainedOn: "sentences", heads: [head])
        let heads = try Heads(file)
        #expect(heads.all == [head] && heads.encoder == "encoder" && heads.trainedOn == "sentences")
        #expect(try Heads.file(encoder: heads.encoder, trainedOn: heads.trainedOn, heads: heads.all) == file)
        #expect(heads.fingerprint.count == 16)
    }

    @Test("every changed byte changes the fingerprint or is refused")
    func changes() throws {
        let file = try Heads.file(encoder: "e", trainedOn: "t", heads: [try #require(Self.head())])
        let fingerprint = try Heads(file).fingerprint
        for index in file.indices {
            var damaged = file
            damaged[index] ^= 1
            if let read = try? Heads(damaged) { #expect(read.fingerprint != fingerprint) }
        }
    }

    @Test("what is no file of heads is refused: empty, other, cut short, too long, of a later format")
    func refused() throws {
        let file = try Heads.file(encoder: "e", trainedOn: "t", heads: [try #require(Self.head())])
        #expect(throws: Heads.ReadingError.notHeads) { try Heads(Data()) }
        #expect(throws: Heads.ReadingError.notHeads) { try Heads(Data(repeating: 7, count: 100)) }
        #expect(throws: Heads.ReadingError.damaged) { try Heads(file.dropLast(4)) }
        #expect(throws: Heads.ReadingError.damaged) { try Heads(file + Data([0, 0, 0, 0])) }
        var later = file
        later[8] = 9
        #expect(throws: Heads.ReadingError.unknownVersion(9)) { try Heads(later) }
    }

    @Test("a head reads cues by name, wherever they stand and whatever else comes")
    func names() throws {
        let head = try #require(Self.head())
        let words = WordBag(CueText("so 12 great"))
        let plain = head.probabilities(embedding: [0.5, -0.5], cues: [1, 0.25], words: words)
        let moved = head.bound(to: ["other", "surface.length", "cue.S1"])
        #expect(moved.probabilities(embedding: [0.5, -0.5], cues: [9, 0.25, 1], words: words) == plain)
        #expect(abs(plain.reduce(0, +) - 1) < 1e-12)
        let without = head.bound(to: ["other"])
        #expect(without.probabilities(embedding: [0.5, -0.5], cues: [9], words: words) != plain)
    }

    @Test("weights of the wrong number, or not finite, make no head")
    func sizes() {
        #expect(Head(name: "x", classes: ["0", "1"], embeddingLength: 1, cueNames: [], temperature: 1, threshold: 0.5, weights: [1, 2, 3]) == nil)
        #expect(
            Head(name: "x", classes: ["0", "1"], embeddingLength: 1, cueNames: [], temperature: 1, threshold: 0.5, weights: [1, 2, 3, .nan]) == nil)
        #expect(Head(name: "x", classes: ["0", "1"], embeddingLength: 1, cueNames: [], temperature: 0, threshold: 0.5, weights: [1, 2, 3, 4]) == nil)
    }

    @Test("the shipped heads cover every classifier, with and without an encoder")
    func shipped() throws {
        let heads = try Heads(try Data(contentsOf: repository.appendingPathComponent("models/posture-heads.bin")))
        for classifier in Classifier.allCases {
            for name in [classifier.rawValue, classifier.rawValue + ".cues"] {
                let head = try #require(heads[name])
                #expect(head.classes.count == classifier.codeCount)
            }
        }
        #expect(heads["c0.message"]?.classes.count == Classifier.c0.codeCount)
        #expect(heads["c1.message"]?.classes == ["neutral", "restrict", "concede"])
        #expect(heads.encoder == "all-MiniLM-L6-v2")
    }
}

private let disk = FileAccess(
    contents: { FileManager.default.contents(atPath: $0) },
    names: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] })

@Suite("Training")
struct TrainingTests {
    @Test("our own sentences: every code of every classifier, none twice")
    func ownSentences() throws {
        let own = try OwnSentences(folder: repository.appendingPathComponent("training/posture").path, files: disk)
        for classifier in Classifier.allCases {
            let sentences = own[classifier]
            #expect(Set(sentences.map(\.text)).count == sentences.count, "\(classifier)")
            for code in 0..<classifier.codeCount {
                #expect(sentences.filter { $0.label == code }.count >= 24, "\(classifier.letter)\(code)")
            }
        }
    }

    @Test("a line without text or with a foreign code is refused")
    func malformed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sentences-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"{"text": "Hello.", "code": "S99"}"#.utf8).write(to: folder.appendingPathComponent("c2.jsonl"))
        #expect(throws: PostureEvaluationError.self) { try OwnSentences(folder: folder.path, files: disk) }
    }

    @Test("training without any public set works, and twice gives the same bytes")
    func deterministic() throws {
        let own = try OwnSentences(folder: repository.appendingPathComponent("training/posture").path, files: disk)
        // Any vector that depends on the text alone will do.
        let embeddings = SentenceEmbeddings(dimensions: FeatureMaker.dimensions) { texts in
            texts.map { text in
                var generator = SplitMix64(seed: text.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
                return (0..<FeatureMaker.dimensions).map { _ in Float(generator.below(2000)) / 20000 - 0.05 }
            }
        }
        let sets = TrainingSets(data: DataFolder("/nowhere", files: .none), own: own)
        let files = try (0..<2).map { _ in try HeadTraining(sets: sets, embeddings: embeddings, encoder: "none").file(only: ["c3"]) }
        #expect(files[0] == files[1])
        #expect(try Heads(files[0])["c3"] != nil)
    }
}
