import MatchEngine

extension SessionFeatures {
    /// Whether there is anything in it to know somebody by: keys or pointer strokes.
    var canTeach: Bool { typing.keyCount > 0 || !strokes.isEmpty }
}
