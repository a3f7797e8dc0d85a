// Long texts written to be slow: what reading them costs grows with their length alone.
import Testing

@testable import PostureEngine

@Suite("Long texts", .serialized)
struct LongTextTests {
    @Test(
        "reading the user's risk takes time in proportion to the length",
        arguments: [
            "kms ", "you kms ", "kms lol ", "he said kms ", "\"kms\" and ", "\"so kms\" \u{201C}we kms\u{201D} ", "the word kms is an example of ",
        ])
    func inputRisk(part: String) {
        expectLinear { characters in
            let text = CueText("I " + String(repeating: part, count: characters / part.count))
            return { _ = InputRiskReader.read([text], isProse: [true]) }
        }
    }

    @Test("a response is compared with the user's words without reading them again for each of its sentences")
    func echo() {
        let response = Segmenter.segment(String(repeating: "Paris charms visitors every summer. ", count: 390)).sentences
        let long = (0..<40).map { "word\($0)" }.joined(separator: " ")
        let user = Segmenter.segment(String(repeating: "Berlin \(long) ends here. ", count: 390)).sentences
        let classifier = PostureClassifier()
        func time(_ response: [Sentence], _ user: [Sentence]?) -> Double {
            processorTime(rounds: 3) {
                _ = classifier.classify(response: response, responseEmbeddings: nil, user: user, userEmbeddings: nil)
            }
        }
        _ = time(response, user)
        let together = time(response, user), apart = time(response, nil) + time(user, nil)
        #expect(response.count == 390 && user.count == 390)
        #expect(together < apart * 3, "\(together) s together, \(apart) s apart")
    }

    /// Sixteen times the length may take sixty-four times as long at most: linear cost gives some 16 and what caches add, quadratic 256.
    private func expectLinear(_ prepare: (_ characters: Int) -> () -> Void) {
        func quickest(_ characters: Int) -> Double { processorTime(prepare(characters)) }
        _ = quickest(1_000)  // the cues are compiled when they are first used
        let short = quickest(25_000), long = quickest(400_000)
        #expect(long < short * 64, "\(short) s for 25,000 characters, \(long) s for 400,000")
    }
}
