import Foundation
import MatchEngine
import MatchEvaluation
import Testing

@Suite("Equal error rates and generators")
struct EqualErrorRateTests {
    @Test(
        "golden cases by hand",
        arguments: [
            ([3.0, 4], [1.0, 2], 0.0), ([1, 2], [3, 4], 1.0), ([1, 3], [2, 0], 0.5), ([1, 2, 3, 4], [0, 1.5, 0.5, 0.2], 0.25), ([5], [5], 0.5),
        ])
    func golden(genuine: [Double], impostor: [Double], expected: Double) throws {
        let rate = try #require(EqualErrorRate.value(genuine: genuine, impostor: impostor))
        #expect(abs(rate - expected) < 1e-12)
    }

    @Test("a monotone change of the scores changes nothing; trials of one kind have no rate")
    func invariance() {
        let genuine = (0..<50).map { Double(($0 * 37) % 100) / 10 + 2 }
        let impostor = (0..<70).map { Double(($0 * 53) % 100) / 10 }
        #expect(
            EqualErrorRate.value(genuine: genuine, impostor: impostor)
                == EqualErrorRate.value(genuine: genuine.map { exp($0) }, impostor: impostor.map { exp($0) }))
        #expect(EqualErrorRate.value(genuine: [], impostor: [1]) == nil)
    }

    @Test("the generator is SplitMix64, and permutations are permutations")
    func generator() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.permutation(100).sorted() == Array(0..<100))
        #expect(generator.below(0) == 0)
    }
}

@Suite("Reading labelled typing")
struct LabelledDataTests {
    @Test("quoted fields, Windows line ends, a byte order mark and blank lines")
    func separated() {
        let table = LabelledTable("\u{FEFF}a,b\r\n\"x, \"\"y\"\"\",2\r\n\r\n z ,\r\n")
        #expect(table.header == ["a", "b"])
        #expect(table.rows == [["x, \"y\"", "2"], ["z", ""]])
        #expect(table.column("b") == 1)
        #expect(LabelledTable("").rows.isEmpty)
    }

    @Test("timings: sittings come from rows or from the day column, unreadable rows are counted, people may have any name")
    func timings() throws {
        let header = "subject,row,H.a,DD.a.5,UD.a.5,H.5"
        let rows = (0..<6).map { "\"Müller, A\",\($0),0.1,0.2,0.1,0.09" } + ["x y,0,0.1,0.2,0.1,0.1", "x y,broken,,,,", "x y,1"]
        let table = try TimingTable(([header] + rows).joined(separator: "\n"), rowsPerSitting: 2)
        #expect(table.people.map(\.id) == ["Müller, A", "x y"])
        #expect(table.people[0].sittings.map(\.count) == [2, 2, 2])
        #expect(table.keyCount == 2)
        #expect(table.skippedRows == 2)
        let field = try #require(table.people.first?.repetitions.first?.field)
        #expect(field.zones == [.l1, .digit])
        #expect(field.hold.count == 2 && field.downDown.count == 1)
        let byDay = try TimingTable("subject,row,day,H.a\ns,2,10,0.1\ns,1,9,0.1\ns,0,10,0.1", rowsPerSitting: 50)
        #expect(byDay.people[0].repetitions.map(\.row) == [1, 0, 2])
        #expect(byDay.people[0].sittings.count == 2)
    }

    @Test("files of another form are refused with a sentence")
    func refusals() {
        #expect(throws: EvaluationError("The file has no column named subject.")) { try TimingTable("user,H.a\n1,2", rowsPerSitting: 50) }
        #expect(throws: EvaluationError("The file has no columns named H.*, DD.* or UD.*.")) {
            try TimingTable("subject,row,x\n1,2,3", rowsPerSitting: 50)
        }
        #expect(throws: EvaluationError("The file has no column named keyname.")) { try KeystrokeTable("user,session\n1,2") }
        #expect(throws: EvaluationError.self) { try KeystrokeTable("user,session,keyname,timepress,timerelease\n") }
        #expect(throws: EvaluationError.self) { try TypingEvaluation(setup: .freetext, format: .timings).run("subject,row,H.a\ns,0,0.1") }
    }

    @Test("events: sittings in order, releases that are missing, pairs of press and release with one counter")
    func events() throws {
        let text = "user,session,keyname,timepress,timerelease\nu-1,2,b,10,20\nu-1,10,c,5,\nu-1,2,a,0,15\nu-1,2,Shift,oops,3"
        let table = try KeystrokeTable(text)
        #expect(table.people[0].sittings.map { $0.map(\.name) } == [["a", "b"], ["c"]])
        #expect(table.skippedRows == 1)
        let events = KeystrokeTable.events(of: table.people[0].sittings[0], startingAt: 100)
        #expect(events.map(\.kind) == [.keydown, .keydown, .keyup, .keyup])
        #expect(events.map(\.press) == [0, 1, 0, 1])
        #expect(events.map(\.zone) == [.l1, .l2, .l1, .l2])
        #expect(abs(events[3].time - 100.020) < 1e-6)
        #expect(KeystrokeTable.events(of: table.people[0].sittings[1], startingAt: 0).count == 1)
    }

    @Test(
        "key names of several data sets",
        arguments: [
            ("t", BehaviorEvent.Zone.l0), ("Shift.r", .l0), ("Return", .enter), ("period", .punctuation), ("five", .digit), ("numpad_5", .digit),
            ("space", .space), (" ", .space), ("BackSpace", .edit), ("left_shift", .modifier), ("7", .digit), ("KeyN", .r2), ("ArrowLeft", .edit),
            ("é", .punctuation), ("", .punctuation),
        ])
    func zones(name: String, zone: BehaviorEvent.Zone) {
        #expect(KeyName.zone(of: name) == zone)
    }
}

@Suite("Protocols on made-up people")
struct ProtocolTests {
    /// Timings of people whose habits differ clearly.
    private func timings(people: Int, rows: Int, keys: Int = 6) -> String {
        let pairs = (1..<keys).map { "k\($0 - 1).k\($0)" }
        let columns = (0..<keys).map { "H.k\($0)" } + pairs.map { "DD." + $0 } + pairs.map { "UD." + $0 }
        var lines = ["subject,row," + columns.joined(separator: ",")]
        var generator = SeededGenerator(seed: 5)
        func noise() -> Double { 1 + 0.15 * (Double(generator.below(1000)) / 1000 - 0.5) }
        for person in 0..<people {
            var habit = SeededGenerator(seed: UInt64(person) + 77)
            let holds = (0..<keys).map { _ in 0.06 + 0.1 * Double(habit.below(1000)) / 1000 }
            let intervals = (1..<keys).map { _ in 0.1 + 0.3 * Double(habit.below(1000)) / 1000 }
            for row in 0..<rows {
                let h = holds.map { $0 * noise() }
                let d = intervals.map { $0 * noise() }
                let u = zip(d, h).map { $0 - $1 }
                lines.append("p\(person),\(row)," + (h + d + u).map { String(format: "%.4f", $0) }.joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func writing(people: Int, sittings: [Int]) -> String {
        var lines = ["user,session,keyname,timepress,timerelease"]
        let letters = Array("etaoinshrdlu ")
        for person in 0..<people {
            var habit = SeededGenerator(seed: UInt64(person) + 900)
            let holds = letters.map { _ in 50 + habit.below(100) }
            let intervals = letters.map { _ in 120 + habit.below(200) }
            for (sitting, keys) in sittings.enumerated() {
                var generator = SeededGenerator(seed: UInt64(person * 100 + sitting))
                var time = 0
                for _ in 0..<keys {
                    let index = generator.below(letters.count)
                    let name = letters[index] == " " ? "space" : String(letters[index])
                    lines.append("\(person),\(sitting),\(name),\(time),\(time + holds[index] + generator.below(25))")
                    time += intervals[index] + generator.below(60)
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test("the same seed gives the same report; another seed other splits")
    func repeatable() throws {
        let text = timings(people: 12, rows: 40)
        var evaluation = TypingEvaluation(setup: .fewshot, format: .timings)
        evaluation.splits = 2
        evaluation.rowsPerSitting = 5
        let first = try evaluation.run(text).json()
        #expect(try evaluation.run(text).json() == first)
    }

    @Test("clearly different people are told apart in every protocol")
    func separable() throws {
        var fewShot = TypingEvaluation(setup: .fewshot, format: .timings)
        fewShot.splits = 2
        fewShot.rowsPerSitting = 5
        fewShot.keysPerSession = 6
        let report = try fewShot.run(timings(people: 14, rows: 48))
        for result in report.results where result.method == "mien" { #expect(result.pooledEER < 0.12) }
        let km = try TypingEvaluation(setup: .km, format: .timings).run(timings(people: 6, rows: 40))
        let scaled = try #require(km.results.first { $0.method == "scaled_manhattan" })
        #expect(scaled.perUserEER < 0.1)
        var free = TypingEvaluation(setup: .freetext, format: .events)
        free.splits = 2
        let freeReport = try free.run(writing(people: 10, sittings: [120, 230, 100, 310]))
        #expect(freeReport.results.contains { $0.method == "mien" && $0.sessions == 3 && $0.pooledEER < 0.15 })
    }

    @Test("few people, few rows and unequal sessions are measured as far as they go, and what is left out is said")
    func scarce() throws {
        var fewShot = TypingEvaluation(setup: .fewshot, format: .timings)
        fewShot.splits = 2
        fewShot.keysPerSession = 6
        let report = try fewShot.run(timings(people: 5, rows: 8))
        #expect(Set(report.results.map(\.sessions)) == [1, 2, 3])
        #expect(report.notes.contains { $0.hasPrefix("Under three sittings") })
        #expect(report.notes.contains { $0.hasPrefix("n=6 is left out") } && report.notes.contains { $0.hasPrefix("n=10 is left out") })
        var free = TypingEvaluation(setup: .freetext, format: .events)
        free.splits = 3
        free.isColdStart = true
        let freeReport = try free.run(writing(people: 4, sittings: [60, 25, 7, 90]))
        #expect(freeReport.notes.contains { $0.contains("used whole") })
        #expect(freeReport.results.contains { $0.method == "mien" && $0.sessions == 1 })
        #expect(throws: EvaluationError.self) { try fewShot.run(timings(people: 3, rows: 40)) }
    }

    @Test("the JSON has the documented members")
    func json() throws {
        var evaluation = TypingEvaluation(setup: .fewshot, format: .timings)
        evaluation.splits = 1
        evaluation.rowsPerSitting = 5
        let text = try evaluation.run(timings(people: 8, rows: 30)).json()
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["protocol"] as? String == "fewshot")
        let results = try #require(object["results"] as? [[String: Any]])
        let methods = Set(results.compactMap { $0["method"] as? String })
        #expect(methods.isSuperset(of: ["mien", "scaled_manhattan", "manhattan"]))
        for result in results {
            #expect(result["sessions"] is Int && result["trials"] is Int)
            #expect(result["per_user_eer"] is Double && result["pooled_eer"] is Double)
        }
    }
}
