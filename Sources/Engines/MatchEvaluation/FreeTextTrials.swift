import MatchEngine

/// The trials of protocol P3 (`biometrics.md` 2) for one split of the people: half are background, half are tested. The same list is
/// scored by `mien eval` and played over HTTP by `mien replay`.
package struct FreeTextTrials: Sendable {
    /// One session: consecutive keys of one sitting.
    package struct Session: Sendable {
        package var person: Int
        package var sitting: Int
        /// Position among all sessions of the file; the same session has the same number in every split.
        package var number: Int
        package var keys: [KeystrokeTable.Key]
    }

    package struct TestedPerson: Sendable {
        package var person: Int
        package var id: String
        /// Baseline sessions in the order of their enrolment, each from a different sitting; depth n uses the first n.
        package var baseline: [Session]
        /// Sessions tried against this person's profile, at every depth the same.
        package var tests: [(session: Session, isGenuine: Bool)]
    }

    package struct BackgroundPerson: Sendable {
        package var person: Int
        package var id: String
        /// All sessions in order of time.
        package var sessions: [Session]
        /// As if enrolled: a session from each early sitting.
        package var baseline: [Session]
    }

    package var background: [BackgroundPerson]
    package var tested: [TestedPerson]

    package static let depths = [1, 2, 3, 5]
    private static let genuineTests = 5
    /// Each tested person meets about this many impostor sessions, however few people there are.
    private static let impostorTests = 26
    private static let fewestKeys = 20

    /// Cuts every sitting into sessions of `keysPerSession`; a shorter sitting of at least 20 keys is one session.
    package static func material(_ table: KeystrokeTable, keysPerSession: Int) -> [PersonMaterial] {
        var number = 0
        return table.people.enumerated().compactMap { index, person in
            var sittings: [[Session]] = []
            for (place, keys) in person.sittings.enumerated() {
                let size = max(keysPerSession, 2)
                let count = keys.count >= size ? keys.count / size : keys.count >= min(fewestKeys, size) ? 1 : 0
                let sessions = (0..<count).map { chunk -> Session in
                    number += 1
                    return Session(
                        person: index, sitting: place, number: number, keys: Array(keys[(chunk * size)..<min((chunk + 1) * size, keys.count)]))
                }
                if !sessions.isEmpty { sittings.append(sessions) }
            }
            return PersonMaterial(person: index, id: person.id, sittings: sittings)
        }
    }

    /// A person's sessions, parted into early ones by sitting and those of the last sitting.
    package struct PersonMaterial: Sendable {
        package let person: Int
        package let id: String
        package let early: [[Session]]
        package let late: [Session]
        /// False when there was one sitting: its first 60 % of sessions count as sittings of their own.
        package let hasSittings: Bool

        init?(person: Int, id: String, sittings: [[Session]]) {
            self.person = person
            self.id = id
            hasSittings = sittings.count >= 2
            if hasSittings {
                early = Array(sittings.dropLast())
                late = sittings[sittings.count - 1]
            } else {
                let all = sittings.first ?? []
                guard all.count >= 2 else { return nil }
                let count = max(1, min(all.count - 1, all.count * 6 / 10))
                early = all.prefix(count).map { [$0] }
                late = Array(all.dropFirst(count))
            }
        }

        package var all: [Session] { early.flatMap(\.self) + late }
    }

    /// One split. Nil when there are fewer than four people.
    package static func make(_ material: [PersonMaterial], generator: inout SeededGenerator) -> FreeTextTrials? {
        guard material.count >= 4 else { return nil }
        let order = generator.permutation(material.count)
        let half = material.count / 2
        let background = order[..<half].map { material[$0] }
        let tested = order[half...].map { material[$0] }
        func pick(_ person: PersonMaterial) -> [Session] {
            person.early.map { $0[generator.below($0.count)] }
        }
        let backgroundPeople = background.map {
            BackgroundPerson(person: $0.person, id: $0.id, sessions: $0.all, baseline: pick($0))
        }
        let each = max(1, min(5, (impostorTests + tested.count - 2) / max(tested.count - 1, 1)))
        let testedPeople = tested.map { person -> TestedPerson in
            let baseline = pick(person)
            var tests = person.late.prefix(genuineTests).map { ($0, true) }
            for other in tested where other.person != person.person {
                // Impostors are no beginners: not from their first sitting, where there are more.
                let pool = other.early.dropFirst().flatMap(\.self) + other.late
                for index in generator.permutation(pool.count).prefix(each) { tests.append((pool[index], false)) }
            }
            return TestedPerson(person: person.person, id: person.id, baseline: baseline, tests: tests)
        }
        return FreeTextTrials(background: backgroundPeople, tested: testedPeople)
    }
}
