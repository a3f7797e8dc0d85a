import Foundation

/// Covariances between and within people, estimated from labelled sessions (`biometrics.md` 4.3).
package struct TwoCovarianceEstimate: Sendable {
    /// Mean over people of their means.
    package let mean: [Double]
    package let between: Matrix
    package let within: Matrix
    package let identityCount: Int

    /// No single person's spread counts for more than this many sessions. Our choice, so that one diligent user does not set the norm.
    private static let mostSessionsCounted = 20

    /// - Parameter identities: per identity its session vectors, all of one length and without NaN.
    /// Returns nil unless at least two people have two sessions each.
    package init?(identities: [[[Double]]]) {
        let people = identities.filter { !$0.isEmpty }
        guard people.count >= 2, people.count(where: { $0.count >= 2 }) >= 2, let width = people[0].first?.count, width > 0 else { return nil }
        let means = people.map { TypedText.mean(of: $0) }
        let centre = TypedText.mean(of: means)
        var within = Matrix(rows: width, columns: width)
        var totalWeight = 0.0
        for (person, own) in zip(people, means) where person.count >= 2 {
            let freedom = Double(person.count - 1)
            let weight = min(freedom, Double(TwoCovarianceEstimate.mostSessionsCounted))
            for session in person { within.addOuterProduct(of: zip(session, own).map { $0 - $1 }, factor: weight / freedom) }
            totalWeight += weight
        }
        within = (1 / totalWeight) * within
        var between = Matrix(rows: width, columns: width)
        for own in means { between.addOuterProduct(of: zip(own, centre).map { $0 - $1 }, factor: 1 / Double(means.count - 1)) }
        let noise = people.reduce(0) { $0 + 1 / Double($1.count) } / Double(people.count)
        mean = centre
        self.between = Matrix.combine(between, 1, within, -noise)
        self.within = within
        identityCount = people.count
    }
}
