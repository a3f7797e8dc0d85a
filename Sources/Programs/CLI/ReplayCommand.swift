// `mien replay`: real people's typing through the public API, as the SDK and a customer's server would send it.
import APIClient
import ArgumentParser
import Foundation
import MatchEngine
import MatchEvaluation
import Vocabulary

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play recorded people through a server's public API and measure how well its scores tell them apart.",
        discussion: """
            Half of the people are enrolled as the organization's other identities, the other half are tested: each is enrolled once with \
            1, 2, 3 and 5 sessions, and their own later sessions and other people's are compared with that. Comparisons name the identity in the \
            trigger, so nothing of them is learned. Use an organization of its own: what is stored there already takes part.
            """)

    @Option(help: ArgumentHelp("A CSV with user,session,keyname,timepress,timerelease in milliseconds.", valueName: "file"))
    var data: String
    @Option(help: "Form of the data: events.")
    var format: TypingEvaluation.Format = .events
    @Option(help: ArgumentHelp("The server's address, e.g. http://127.0.0.1:8080.", valueName: "url"))
    var url: String
    @Option(help: ArgumentHelp("The organization's publishable key.", valueName: "pk"))
    var publishableKey: String
    @Option(help: ArgumentHelp("The organization's secret key.", valueName: "sk"))
    var secretKey: String
    @Option(help: ArgumentHelp("Keys in a session.", valueName: "n"))
    var keysPerSession = 100
    @Option(help: ArgumentHelp("Take only the first so many people of the file. (default: all)", valueName: "n"))
    var people: Int?
    @Option(help: ArgumentHelp("Seed of the division into enrolled and tested people.", valueName: "n"))
    var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Requests under way at once.", valueName: "n"))
    var concurrency = 8
    @Flag(help: "Print JSON and nothing else.")
    var json = false

    func validate() throws {
        if format != .events { throw ValidationError("Only --format events can be replayed: timings have no single keys.") }
        if keysPerSession < 2 { throw ValidationError("--keys-per-session must be at least 2.") }
        if let people, people < 4 { throw ValidationError("--people must be at least 4.") }
        if concurrency < 1 { throw ValidationError("--concurrency must be at least 1.") }
    }

    func run() async throws {
        do {
            let text = try firstPeople(of: try EvaluationFile.text(at: data))
            let material = FreeTextTrials.material(try KeystrokeTable(text), keysPerSession: keysPerSession)
            var generator = SeededGenerator(seed: seed)
            guard let trials = FreeTextTrials.make(material, generator: &generator) else {
                throw EvaluationError("Replaying needs four people with two sessions each; the file has \(material.count).")
            }
            var evaluation = TypingEvaluation(setup: .freetext, format: .events)
            evaluation.keysPerSession = keysPerSession
            evaluation.splits = 1
            evaluation.seed = seed
            let offline = try evaluation.run(text)
            let client = StradumClient(url: url, publishableKey: publishableKey, secretKey: secretKey)
            let replay = Replay(client: client, trials: trials, concurrency: concurrency)
            var report = EvaluationReport(protocol: "freetext over HTTP", people: material.count, splits: 1, keysPerSession: keysPerSession)
            for (depth, rates) in try await replay.run() { report.add("mien", sessions: depth, rates) }
            // What the evaluation says of the very same trials.
            report.results += offline.results.filter { $0.method == "mien" }.map { result in
                var result = result
                result.method = "mien eval"
                return result
            }
            print(json ? try report.json() : report.table())
        } catch let error as EvaluationError {
            throw Failure(description: error.description)
        } catch let error as APIClientError {
            throw Failure(description: "The server refused: \(error)")
        } catch {
            guard ErrorSentence.isOfNetwork(error) else { throw error }
            throw Failure(description: "No server answers at \(url). Start it, or give its address with --url")
        }
    }

    /// The rows of the first people, in order of appearance.
    private func firstPeople(of text: String) throws -> String {
        guard let people else { return text }
        let lines = text.split(whereSeparator: \.isNewline)
        guard let header = lines.first, let column = header.split(separator: ",", omittingEmptySubsequences: false).firstIndex(of: "user") else {
            return text
        }
        var known: Set<Substring> = []
        let kept = lines.dropFirst().filter { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.indices.contains(column) else { return false }
            if known.count < people { known.insert(cells[column]) }
            return known.contains(cells[column])
        }
        return ([header] + kept).joined(separator: "\n")
    }
}

/// One run of the trials against a server.
private struct Replay: Sendable {
    let client: StradumClient
    let trials: FreeTextTrials
    let concurrency: Int

    /// Sessions that each of the enrolled people has: as many as a server reads of one.
    private static let backgroundSessions = 12

    /// Error rates by number of learned sessions, from the scores that came back.
    func run() async throws -> [(Int, SplitRates)] {
        let progress = ReplayProgress(total: steps)
        try await inParallel(trials.background) { person in
            let identity = try await client.resolve(externalID: "replay-background-\(person.id)")
            for session in person.sessions.suffix(Self.backgroundSessions) {
                try await enrol(try await upload(session), identity)
                await progress.advance()
            }
        }
        // Every session that is tried goes up once: the same keystrokes twice would be a replay.
        var needed: [Int: FreeTextTrials.Session] = [:]
        for person in trials.tested {
            for session in person.baseline + person.tests.map(\.session) { needed[session.number] = session }
        }
        let uploaded = try await inParallel(needed.values.sorted { $0.number < $1.number }) { session in
            let id = try await upload(session)
            await progress.advance()
            return (session.number, id)
        }
        let sessions = Dictionary(uniqueKeysWithValues: uploaded)
        var outcome: [(Int, SplitRates)] = []
        for depth in FreeTextTrials.depths {
            let ready = trials.tested.filter { $0.baseline.count >= depth }
            guard ready.count >= min(3, trials.tested.count) else { continue }
            // An identity of its own for every depth: the server keeps what it found about a session and an identity.
            let identities = try await inParallel(ready) { person in
                let who = try await client.resolve(externalID: "replay-tested-\(person.id)-n\(depth)")
                for session in person.baseline.prefix(depth) {
                    guard let id = sessions[session.number] else { continue }
                    try await enrol(id, who)
                    await progress.advance()
                }
                return (person.person, who)
            }
            let identity = Dictionary(uniqueKeysWithValues: identities)
            let scored = try await inParallel(ready) { person in
                var own = PersonTrials()
                guard let who = identity[person.person] else { return own }
                for (session, isGenuine) in person.tests {
                    guard let id = sessions[session.number] else { continue }
                    let score = try await client.trigger(session: id, identity: who).result.score
                    if isGenuine { own.genuine.append(score) } else { own.impostor.append(score) }
                    await progress.advance()
                }
                return own
            }
            var rates = SplitRates()
            rates.add(scored)
            outcome.append((depth, rates))
        }
        return outcome
    }

    private var steps: Int {
        let background = trials.background.reduce(0) { $0 + min($1.sessions.count, Self.backgroundSessions) }
        var numbers: Set<Int> = []
        var triggers = 0
        for person in trials.tested {
            for session in person.baseline + person.tests.map(\.session) { numbers.insert(session.number) }
            triggers += FreeTextTrials.depths.filter { $0 <= person.baseline.count }.reduce(0) { $0 + person.tests.count + $1 }
        }
        return background + numbers.count + triggers
    }

    /// As the SDK: opens a session, sends it in batches, completes it.
    private func upload(_ session: FreeTextTrials.Session) async throws -> String {
        let events = KeystrokeTable.events(of: session.keys, startingAt: Timestamp.wallClock().seconds - 300).map(\.wire)
        let id = try await client.createSession(metadata: ["replayed": true, "sitting": .integer(Int64(session.sitting))])
        for (sequence, start) in stride(from: 0, to: events.count, by: 250).enumerated() {
            try await client.sendEvents(Array(events[start..<min(start + 250, events.count)]), session: id, sequence: sequence)
        }
        try await client.complete(session: id)
        return id
    }

    /// As the customer's server: links, triggers, and vouches for the person, so that the session counts as learned.
    private func enrol(_ session: String, _ identity: String) async throws {
        try await client.link(session: session, identity: identity)
        _ = try await client.trigger(session: session)
        try await client.confirm(session: session)
    }

    @discardableResult
    private func inParallel<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            for (index, item) in items.enumerated() {
                if index >= concurrency, let (done, result) = try await group.next() { results[done] = result }
                group.addTask { (index, try await work(item)) }
            }
            for try await (done, result) in group { results[done] = result }
            return items.indices.compactMap { results[$0] }
        }
    }
}

private actor ReplayProgress {
    private let total: Int
    private var done = 0

    init(total: Int) { self.total = total }

    func advance() {
        done += 1
        if done % 10 == 0 || done == total { Progress.show(Double(done) / Double(max(total, 1)), "replaying") }
    }
}

extension BehaviorEvent {
    /// The event as the SDK writes it.
    fileprivate var wire: JSONValue {
        var data: [String: JSONValue] = [:]
        if let zone { data["zone"] = .string(zone.name) }
        if let press { data["press"] = .integer(Int64(press)) }
        if isRepeat { data["repeat"] = true }
        var members: [String: JSONValue] = ["event_type": .string(kind.rawValue), "timestamp": .number(time), "data": .object(data)]
        if let field { members["field_name"] = .string(field) }
        if let fieldType { members["field_type"] = .string(fieldType.rawValue) }
        return .object(members)
    }
}
