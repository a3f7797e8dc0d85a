import Foundation

/// Pointer movements and clicks that no hand makes (`biometrics.md` 6).
enum PointerRules {
    /// Fewer strokes say nothing (documented).
    private static let neededStrokes = 20

    static func flags(_ evidence: RedFlagRules.Evidence) -> [RedFlag] {
        var flags: [RedFlag] = []
        func raise(_ code: String, _ severity: RedFlag.Severity, _ description: String, capsScore: Bool) {
            flags.append(RedFlag(code: code, category: .mouse, severity: severity, description: description, capsScore: capsScore))
        }
        let isMouse = evidence.features.inputKind == .desktop
        let strokes = evidence.features.strokes
        // Fingers swipe straight; the bounds were measured on mice.
        if isMouse, strokes.count >= neededStrokes {
            let straight = strokes.count { $0[Strokes.Feature.straightness.rawValue] > 0.995 }
            if Double(straight) / Double(strokes.count) > 0.7 {
                raise("straight_mouse", .severe, "The pointer moves along perfectly straight lines.", capsScore: true)
            }
            if Sample.median(strokes.map { Double($0[Strokes.Feature.speedVariation.rawValue]) }) < 0.3 {
                raise("constant_speed_mouse", .severe, "The pointer moves at one constant speed.", capsScore: true)
            }
        }
        if isMouse {
            let clicks = PointerClicks(evidence.events)
            if clicks.withoutMove >= 3 {
                raise("click_without_move", .moderate, "Clicks land at new places without the pointer moving there.", capsScore: false)
            }
            if clicks.centred >= 5 {
                raise("centre_clicks", .moderate, "Clicks land exactly on the centres of their targets.", capsScore: false)
            }
        }
        if isRemote(evidence) {
            raise("remote_access_pattern", .moderate, "The session looks as if it ran through remote access software.", capsScore: false)
        }
        return flags
    }

    /// Two of three traces of a remote desktop: a pointer that jumps on a coarse clock, keys without duration, few colours.
    private static func isRemote(_ evidence: RedFlagRules.Evidence) -> Bool {
        let moves = evidence.events.filter { $0.kind == .mousemove && $0.pointer != .touch }
        var jumps: [Double] = []
        for (from, to) in zip(moves, moves.dropFirst()) {
            guard let x0 = from.x, let y0 = from.y, let x1 = to.x, let y1 = to.y else { continue }
            jumps.append(((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).squareRoot())
        }
        let hasJumps = moves.count >= 50 && ClockGrid.stepMs(of: moves.map(\.time)) >= 30 && Sample.median(jumps) >= 30
        let holds = evidence.keystrokes.compactMap(\.hold)
        let hasCollapsedHolds = evidence.features.inputKind == .desktop && holds.count >= 20 && Sample.median(holds) < 0.015
            && evidence.features.typing.clockGridMs <= ClockGrid.coarsestForHoldsMs
        let hasFewColours = evidence.device.colorDepth.map { $0 > 0 && $0 <= 16 } ?? false
        return [hasJumps, hasCollapsedHolds, hasFewColours].count { $0 } >= 2
    }
}

/// Counts clicks of the mouse that came from nowhere, or hit the very centre of their target.
private struct PointerClicks {
    var withoutMove = 0
    var centred = 0

    /// A press nearer than this to the last known place is no new place, in pixels. Our choice.
    private static let samePlace = 5.0
    /// A click this soon after enter or space, in seconds, without a press of the mouse is the keyboard's. Our choice.
    private static let keyboardClick = 0.3

    init(_ events: [BehaviorEvent]) {
        let reportsPresses = events.contains { $0.kind == .mousedown }
        var place: (x: Double, y: Double)?
        var hasMoved = false
        var lastPress = -Double.infinity
        var lastKey = -Double.infinity
        for event in events where event.pointer != .touch {
            switch event.kind {
            case .mousemove:
                hasMoved = true
                if let x = event.x, let y = event.y { place = (x, y) }
            case .keydown, .keyup:
                if event.zone == .enter || event.zone == .space { lastKey = event.time }
            case .mousedown: land(event, &place, &hasMoved)
            case .click: if !reportsPresses, event.time - lastKey > Self.keyboardClick { land(event, &place, &hasMoved) }
            default: break
            }
            if event.kind == .mousedown { lastPress = event.time }
            let isPointer = reportsPresses ? event.time - lastPress < 5 && lastPress > lastKey : event.time - lastKey > Self.keyboardClick
            guard event.kind == .click, isPointer,
                let offsetX = event.offsetX, let offsetY = event.offsetY, let width = event.width, let height = event.height,
                width >= 16, height >= 16
            else { continue }
            if abs(offsetX - 0.5) * width <= 1, abs(offsetY - 0.5) * height <= 1 { centred += 1 }
        }
    }

    private mutating func land(_ event: BehaviorEvent, _ place: inout (x: Double, y: Double)?, _ hasMoved: inout Bool) {
        guard let x = event.x, let y = event.y else { return }
        let isNew = place.map { abs($0.x - x) > Self.samePlace || abs($0.y - y) > Self.samePlace } ?? true
        if isNew, !hasMoved { withoutMove += 1 }
        place = (x, y)
        hasMoved = false
    }
}
