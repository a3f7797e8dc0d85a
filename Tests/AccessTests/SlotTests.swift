import Testing
import Vocabulary
import Web

@Suite("So many things at the same time")
struct SlotTests {
    @Test("A slot is free again when its holder is gone; each name has its own")
    func take() throws {
        let slots = Slots(limit: 2)
        var held: [Slot] = [try slots.take("anna", what: "requests"), try slots.take("anna", what: "requests")]
        let problem = #expect(throws: Problem.self) { try slots.take("anna", what: "requests") }
        #expect(problem?.kind == .tooManyRequests && problem?.code == "too_many_at_once" && problem?.retryAfter == 1)
        #expect(slots.take("bob") != nil)
        held.removeLast()
        #expect(slots.take("anna") != nil)
        held.removeAll()
        #expect(slots.namesInUse == 0)
        #expect(Slots(limit: 0).take("anna") != nil)
    }

    @Test("Of many at the same moment as many pass as there are slots")
    func parallel() async {
        let slots = Slots(limit: 5)
        let held = await withTaskGroup(of: Slot?.self) { group in
            for _ in 1...100 { group.addTask { slots.take("anna") } }
            return await group.reduce(into: [Slot]()) { held, slot in if let slot { held.append(slot) } }
        }
        #expect(held.count == 5)
    }

    @Test("A streamed answer holds its slot until it is gone")
    func stream() {
        let slots = Slots(limit: 1)
        var answer: Answer? = slots.take("anna").map { Answer.stream(type: "text/plain") { _ in }.holding([$0]) }
        #expect(slots.take("anna") == nil)
        answer = nil
        _ = answer
        #expect(slots.take("anna") != nil)
    }
}
