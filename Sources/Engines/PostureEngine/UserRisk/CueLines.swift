// Cues written one to a line, since there are many and some are long.

extension String {
    /// A cue for every line; a long one goes on over a backslash at the line's end.
    func cues(weight: Double = 0.8, yieldsToNegation: Bool = true) -> [Cue] {
        split(separator: "\n").map { Cue(String($0), weight, yieldsToNegation: yieldsToNegation) }
    }
}
