import PostureEngine

/// Codes as the tests write them, all of one confidence.
func coded(_ codes: [Int], confidence: Double = 0.9) -> [CodedSentence] { codes.map { CodedSentence(code: $0, confidence: confidence) } }

/// Postures of a turn from the codes that matter to a test; what is not said is neutral.
func postures(c0: [Int]? = nil, c1: [Int]? = nil, c2: [Int]? = nil, c3: [Int]? = nil, c4: [Int]? = nil) -> Postures {
    let count = [c1, c2, c3, c4].compactMap { $0?.count }.max() ?? 1
    let neutral = [Int](repeating: 0, count: count)
    return Postures(
        c0: c0.map { coded($0) }, c1: coded(c1 ?? neutral), c2: coded(c2 ?? neutral), c3: coded(c3 ?? neutral), c4: coded(c4 ?? neutral))
}

func isClose(_ value: Double, _ expected: Double, within tolerance: Double = 1e-9) -> Bool { abs(value - expected) <= tolerance }
