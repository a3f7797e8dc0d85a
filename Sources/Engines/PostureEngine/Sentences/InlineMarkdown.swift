// Emphasis, links and images within a line: markers go, words stay.

enum InlineMarkdown {
    typealias Scalars = [Unicode.Scalar]

    /// How far the closing bracket of a link may be, in characters; keeps time linear on lines full of brackets.
    private static let longestLabel = 300
    private static let longestAddress = 1000

    static func stripped(_ line: Scalars.SubSequence) -> Scalars {
        guard line.contains(where: { $0 == "*" || $0 == "_" || $0 == "[" || $0 == "~" }) else { return Scalars(line) }
        var result: Scalars = []
        result.reserveCapacity(line.count)
        /// Ends of addresses of links whose labels are being read, innermost last.
        var skips: [(from: Int, to: Int)] = []
        var index = line.startIndex
        while index < line.endIndex {
            if let skip = skips.last, skip.from == index {
                skips.removeLast()
                index = skip.to
                continue
            }
            let scalar = line[index]
            switch scalar {
            case "!" where index + 1 < line.endIndex && line[index + 1] == "[" && link(line, at: index + 1) != nil:
                index += 1
            case "[":
                if skips.isEmpty, let found = link(line, at: index) {
                    skips.append(found)
                } else {
                    result.append(scalar)
                }
                index += 1
            case "*", "_", "~":
                let run = line[index...].prefix { $0 == scalar }.count
                if !isEmphasis(line, run: index..<index + run, mark: scalar) {
                    result.append(contentsOf: repeatElement(scalar, count: run))
                }
                index += run
            default:
                result.append(scalar)
                index += 1
            }
        }
        return result
    }

    /// The part of a link after its label, `](address)`, for the bracket at `start`; `nil` when it opens no link.
    private static func link(_ line: Scalars.SubSequence, at start: Int) -> (from: Int, to: Int)? {
        let labelEnd = min(line.endIndex, start + longestLabel)
        guard let close = line[(start + 1)..<labelEnd].firstIndex(of: "]"), close + 1 < line.endIndex, line[close + 1] == "(" else { return nil }
        let addressEnd = min(line.endIndex, close + longestAddress)
        guard let end = line[(close + 2)..<max(close + 2, addressEnd)].firstIndex(of: ")") else { return nil }
        return (close, end + 1)
    }

    /// Emphasis touches a word on one side at least; `2 * 3` and `snake_case` are no emphasis.
    private static func isEmphasis(_ line: Scalars.SubSequence, run: Range<Int>, mark: Unicode.Scalar) -> Bool {
        let before = run.lowerBound > line.startIndex ? line[run.lowerBound - 1] : " "
        let after = run.upperBound < line.endIndex ? line[run.upperBound] : " "
        let opens = !Segmenter.isBlank(after)
        let closes = !Segmenter.isBlank(before)
        guard opens || closes else { return false }
        if mark == "~" { return run.count == 2 }
        if mark == "_" {
            return run.count <= 3 && !(CharacterKind.isWordScalar(before.value) && CharacterKind.isWordScalar(after.value))
        }
        return run.count <= 3
    }
}
