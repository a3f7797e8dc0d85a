// Texts as long as a request may be, written to be slow: what reading them costs grows with their length alone.
import PostureEngine
import Testing

@Suite("Long texts")
struct LongTextTests {
    @Test(
        "reading the user's risk takes time in proportion to the length",
        arguments: [
            "kms ", "you kms ", "kms lol ", "he said kms ", "\"kms\" and ", "\"so kms\" \u{201C}we kms\u{201D} ", "the word kms is an example of ",
        ])
    func inputRisk(part: String) {
        expectLinear { characters in
            let text = CueText("I " + String(repeating: part, count: characters / part.count))
            return { _ = InputRiskReader.read([text]) }
        }
    }

    /// Eight times the length may take twenty-four times as long at most: linear cost gives 8, quadratic 64.
    private func expectLinear(_ prepare: (_ characters: Int) -> () -> Void) {
        let clock = ContinuousClock()
        func quickest(_ characters: Int) -> Duration {
            let work = prepare(characters)
            return (0..<3).map { _ in clock.measure(work) }.min() ?? .zero
        }
        _ = quickest(1_000)  // the cues are compiled when they are first used
        let short = quickest(12_500), long = quickest(100_000)
        #expect(long < short * 24, "\(short) for 12,500 characters, \(long) for 100,000")
    }
}
