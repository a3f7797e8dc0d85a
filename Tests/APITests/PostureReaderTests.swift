// Reading texts for the API: how lists are taken, and on whose behalf the workers are asked.
import PostureEngine
import Synchronization
import Testing
import Vocabulary

@testable import Posture

@Suite("Posture, reading")
struct PostureReaderTests {
    /// Notes who asked.
    private final class Book: Sendable {
        let owners = Mutex<[String?]>([])

        func compute() -> PostureCompute {
            PostureCompute(
                run: { work, owner in
                    self.owners.withLock { $0.append(owner) }
                    work()
                },
                embed: { sentences, owner in
                    self.owners.withLock { $0.append(owner) }
                    return sentences.map { _ in [Float](repeating: 0, count: 384) }
                })
        }
    }

    @Test("a list is no staccato, the same words as sentences are")
    func lists() async throws {
        let reader = TurnReader(classifier: PostureClassifier(), compute: Book().compute(), version: "test")
        let (list, _) = try await reader.inputRisk("- Milk\n- Bread\n- Death metal records\n- Eggs", for: "a")
        #expect(list.urgency == 0 && list.composite == 0)
        let (prose, _) = try await reader.inputRisk("Action. Finality. Death.", for: "a")
        #expect(prose.urgency > 0)
    }

    @Test("the workers are asked on the caller's behalf")
    func owners() async throws {
        let book = Book()
        let reader = TurnReader(classifier: PostureClassifier(), compute: book.compute(), version: "test")
        _ = try await reader.inputRisk("Hello there.", for: "an organization")
        #expect(book.owners.withLock(\.self) == ["an organization"])
        try await reader.warm()
        #expect(book.owners.withLock(\.self) == ["an organization", nil, nil, nil])
    }
}
