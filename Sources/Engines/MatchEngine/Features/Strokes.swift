import Foundation

/// Cuts pointer events into strokes and describes each by 25 numbers (`biometrics.md` 4.4).
package enum Strokes {
    /// What the 25 numbers of a stroke are, in order. Logarithms of px, s and their quotients unless a ratio.
    package enum Feature: Int, CaseIterable, Sendable {
        case duration, pathLength, straightness
        case meanSpeed, maxSpeed, speedDeviation, speedVariation
        case meanAcceleration, maxAcceleration, meanJerk
        case peakPosition
        case meanTurn, totalTurn, sharpTurnShare
        case chordDeviation
        case meanInterval, intervalDeviation, medianInterval
        case meanCurvature
        case startSpeed, endSpeed
        case samplingRate
        case verticalShare, horizontalShare
        case medianStep
    }

    package static let featureCount = Feature.allCases.count
    /// A session keeps at most this many strokes, the first ones (contract of `SessionFeatures`).
    package static let mostStrokes = 400
    /// A longer standstill ends a stroke, in seconds (documented).
    private static let pause = 0.5
    /// Shorter strokes are ignored (documented).
    private static let fewestPoints = 5
    private static let shortestPath = 10.0
    /// A stroke of more points is cut here, so that one endless movement cannot take all memory. Our choice.
    private static let mostPoints = 4000

    /// A place of the pointer: seconds and CSS pixels.
    package struct Point: Sendable, Equatable {
        package var time, x, y: Double
        package init(time: Double, x: Double, y: Double) {
            self.time = time
            self.x = x
            self.y = y
        }
    }

    /// The strokes of events that are sorted by time; fingers for a touch session, mouse and pen for a desktop one.
    package static func strokes(of events: [BehaviorEvent], inputKind: SessionFeatures.InputKind) -> [[Float]] {
        var found: [[Float]] = []
        var points: [Point] = []
        func finish() {
            if found.count < mostStrokes, let stroke = describe(points) { found.append(stroke) }
            points.removeAll(keepingCapacity: true)
        }
        for event in events {
            guard let role = role(of: event, inputKind), let x = event.x, let y = event.y, x.isFinite, y.isFinite else { continue }
            let point = Point(time: event.time, x: min(max(x, -1e6), 1e6), y: min(max(y, -1e6), 1e6))
            if let last = points.last, point.time - last.time > pause || points.count >= mostPoints { finish() }
            // Points of one instant are one point, the last: speeds between them would be noise.
            if let last = points.last, point.time <= last.time {
                points[points.count - 1] = Point(time: last.time, x: point.x, y: point.y)
            } else {
                points.append(point)
            }
            switch role {
            case .move: break
            case .press:
                finish()
                points.append(point)
            case .release: finish()
            }
        }
        finish()
        return found
    }

    private enum Role { case move, press, release }

    private static func role(of event: BehaviorEvent, _ inputKind: SessionFeatures.InputKind) -> Role? {
        switch (event.kind, inputKind) {
        case (.mousemove, .desktop): event.pointer == .touch ? nil : .move
        case (.mousedown, .desktop): event.pointer == .touch ? nil : .press
        case (.mouseup, .desktop): event.pointer == .touch ? nil : .release
        case (.touchmove, .touch): .move
        case (.touchstart, .touch): .press
        case (.touchend, .touch): .release
        default: nil
        }
    }

    /// The 25 numbers of one stroke, rounded to 1/1024 so that they can be stored in two bytes each; nil for a stroke that is too short.
    package static func describe(_ raw: [Point]) -> [Float]? {
        guard raw.count >= fewestPoints else { return nil }
        let geometry = StrokeGeometry(raw)
        guard geometry.pathLength >= shortestPath, geometry.stepCount >= 2, geometry.duration > 0 else { return nil }
        var values = [Double](repeating: 0, count: featureCount)
        func set(_ feature: Feature, _ value: Double) { values[feature.rawValue] = value }
        set(.duration, logarithm(geometry.duration))
        set(.pathLength, logarithm(geometry.pathLength))
        set(.straightness, geometry.chord / geometry.pathLength)
        let speeds = geometry.speeds
        let meanSpeed = Sample.mean(speeds)
        let deviation = Sample.standardDeviation(speeds, mean: meanSpeed)
        set(.meanSpeed, logarithm(meanSpeed))
        set(.maxSpeed, logarithm(speeds.max() ?? 0))
        set(.speedDeviation, logarithm(deviation))
        set(.speedVariation, meanSpeed > 0 ? deviation / meanSpeed : 0)
        set(.meanAcceleration, logarithm(Sample.mean(geometry.accelerations)))
        set(.maxAcceleration, logarithm(geometry.accelerations.max() ?? 0))
        set(.meanJerk, logarithm(Sample.mean(geometry.jerks)))
        set(.peakPosition, geometry.peakPosition)
        set(.meanTurn, logarithm(Sample.mean(geometry.turns)))
        set(.totalTurn, logarithm(geometry.turns.reduce(0, +)))
        set(.sharpTurnShare, geometry.turns.isEmpty ? 0 : Double(geometry.turns.count { $0 > 0.5 }) / Double(geometry.turns.count))
        set(.chordDeviation, logarithm(geometry.largestDeviation))
        let intervals = geometry.intervals
        let meanInterval = Sample.mean(intervals)
        set(.meanInterval, logarithm(meanInterval))
        set(.intervalDeviation, logarithm(Sample.standardDeviation(intervals, mean: meanInterval)))
        set(.medianInterval, logarithm(Sample.median(intervals)))
        set(.meanCurvature, logarithm(Sample.mean(geometry.curvatures)))
        let fifth = max(1, speeds.count / 5)
        set(.startSpeed, logarithm(Sample.mean(Array(speeds.prefix(fifth)))))
        set(.endSpeed, logarithm(Sample.mean(Array(speeds.suffix(fifth)))))
        set(.samplingRate, logarithm(Double(raw.count) / geometry.duration))
        set(.verticalShare, geometry.verticalShare)
        set(.horizontalShare, geometry.horizontalShare)
        set(.medianStep, logarithm(Sample.median(geometry.steps)))
        return values.map { Float((min(max($0, -30), 30) * 1024).rounded() / 1024) }
    }

    /// ln with a floor: a quantity of nothing becomes −6.9.
    private static func logarithm(_ value: Double) -> Double { log(max(value, 1e-3)) }
}

/// Step by step quantities of a stroke.
private struct StrokeGeometry {
    var pathLength = 0.0
    var chord = 0.0
    var duration = 0.0
    var stepCount = 0
    var steps: [Double] = []
    var intervals: [Double] = []
    var speeds: [Double] = []
    var accelerations: [Double] = []
    var jerks: [Double] = []
    /// Angles between one step and the next, 0 … π.
    var turns: [Double] = []
    /// Turn per pixel.
    var curvatures: [Double] = []
    var largestDeviation = 0.0
    var peakPosition = 0.0
    var verticalShare = 0.0
    var horizontalShare = 0.0

    /// Shortest time between two points that is believed, in seconds. Our choice.
    private static let shortestInterval = 0.001

    init(_ points: [Strokes.Point]) {
        guard let first = points.first, let last = points.last else { return }
        var angles: [Double?] = []
        for (from, to) in zip(points, points.dropFirst()) {
            let dx = to.x - from.x
            let dy = to.y - from.y
            let step = (dx * dx + dy * dy).squareRoot()
            let interval = max(to.time - from.time, Self.shortestInterval)
            if dx == 0 { verticalShare += 1 }
            if dy == 0 { horizontalShare += 1 }
            steps.append(step)
            intervals.append(interval)
            speeds.append(step / interval)
            angles.append(step > 0 ? atan2(dy, dx) : nil)
            pathLength += step
        }
        stepCount = steps.count
        verticalShare /= Double(max(stepCount, 1))
        horizontalShare /= Double(max(stepCount, 1))
        duration = last.time - first.time
        chord = ((last.x - first.x) * (last.x - first.x) + (last.y - first.y) * (last.y - first.y)).squareRoot()
        var signed: [Double] = []
        for index in 1 ..< max(stepCount, 1) {
            let acceleration = (speeds[index] - speeds[index - 1]) / intervals[index]
            signed.append(acceleration)
            accelerations.append(abs(acceleration))
            if signed.count > 1 { jerks.append(abs(signed[signed.count - 1] - signed[signed.count - 2]) / intervals[index]) }
            if let before = angles[index - 1], let after = angles[index] {
                let turn = abs(after - before)
                let smaller = min(turn, 2 * .pi - turn)
                turns.append(smaller)
                curvatures.append(smaller / max(steps[index], 1))
            }
        }
        if let peak = speeds.indices.max(by: { speeds[$0] < speeds[$1] }) { peakPosition = (Double(peak) + 0.5) / Double(stepCount) }
        if chord > 0 {
            for point in points {
                let cross = (last.x - first.x) * (point.y - first.y) - (last.y - first.y) * (point.x - first.x)
                largestDeviation = max(largestDeviation, abs(cross) / chord)
            }
        } else {
            for point in points {
                let dx = point.x - first.x
                let dy = point.y - first.y
                largestDeviation = max(largestDeviation, (dx * dx + dy * dy).squareRoot())
            }
        }
    }
}
