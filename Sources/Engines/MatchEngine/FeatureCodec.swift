/// A compact, versioned binary form of `SessionFeatures` and `Timeline`.
///
/// Integers are little-endian base-128 varints (signed ones zigzagged), text is UTF-8 with its length, floats keep all their bits, so that
/// decoding gives back exactly what was encoded. Decoding never trusts the bytes: anything malformed throws `FeatureCodecError`.
package enum FeatureCodecError: Error, Equatable {
    case truncated
    case unknownFormat(UInt64)
    case malformed(String)
}

/// The format's number, the first byte of all that is encoded here.
private let format: UInt64 = 1

extension SessionFeatures {
    package func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.write(format)
        out.write(version)
        out.write(inputKind.rawValue)
        out.write(eventCount)
        out.write(durationMs)
        typing.write(to: &out)
        Self.write(strokes, to: &out)
        navigation.write(to: &out)
        correction.write(to: &out)
        pace.write(to: &out)
        out.write(redFlags, each: { flag, out in
            out.write(flag.code)
            out.write(flag.category.rawValue)
            out.write(flag.severity.rawValue)
            out.write(flag.description)
            out.write(flag.capsScore)
        })
        out.write(intervalFingerprint != nil)
        if let intervalFingerprint { out.write(bits: UInt64(bitPattern: intervalFingerprint)) }
        return out.bytes
    }

    /// Throws `FeatureCodecError` for anything that `encoded()` did not write.
    package init(decoding bytes: [UInt8]) throws {
        var input = ByteReader(bytes)
        try input.expectFormat(format)
        self.init()
        version = try input.readInt()
        inputKind = try input.readCase()
        eventCount = try input.readInt()
        durationMs = try input.readDouble()
        typing = try TypingFeatures(from: &input)
        strokes = try Self.readStrokes(from: &input)
        navigation = try NavigationFeatures(from: &input)
        correction = try CorrectionFeatures(from: &input)
        pace = try PaceFeatures(from: &input)
        redFlags = try input.readArray(smallestElement: 5) { input in
            RedFlag(
                code: try input.readText(), category: try input.readCase(), severity: try input.readCase(), description: try input.readText(),
                capsScore: try input.readBool())
        }
        if try input.readBool() { intervalFingerprint = Int64(bitPattern: try input.readBits()) }
        try input.expectEnd()
    }

    /// Strokes as the extractor makes them are multiples of 1/1024 and take two bytes a number; others keep their four bytes.
    private static func write(_ strokes: [[Float]], to out: inout ByteWriter) {
        out.write(strokes, each: { stroke, out in
            let fixed = stroke.map { $0 * 1024 }
            let fits = fixed.allSatisfy { $0.isFinite && abs($0) <= 32_767 && $0 == $0.rounded() && !($0 == 0 && $0.sign == .minus) }
            out.write(UInt64(stroke.count))
            out.write(fits)
            for index in stroke.indices {
                if fits { out.write(short: Int16(fixed[index])) } else { out.write(stroke[index]) }
            }
        })
    }

    private static func readStrokes(from input: inout ByteReader) throws -> [[Float]] {
        try input.readArray(smallestElement: 2) { input in
            let count = try input.readCount(smallestElement: 0)
            let isFixed = try input.readBool()
            try input.require(count, bytesEach: isFixed ? 2 : 4)
            return try (0 ..< count).map { _ in isFixed ? Float(try input.readShort()) / 1024 : try input.readFloat() }
        }
    }
}

extension TypingFeatures {
    fileprivate func write(to out: inout ByteWriter) {
        out.write(keyCount)
        out.write(clockGridMs)
        out.write(usedComposition)
        out.write(fields, each: { field, out in
            out.write(field.name)
            out.write(field.isProtected)
            out.write(field.zones, each: { zone, out in out.write(UInt64(zone.rawValue)) })
            for values in [field.hold, field.downDown, field.upDown] { out.write(values, each: { value, out in out.write(value) }) }
        })
        out.write(units.sorted { $0.key.index < $1.key.index }, each: { unit, out in
            out.write(UInt64(unit.key.index))
            unit.value.write(to: &out)
        })
    }

    fileprivate init(from input: inout ByteReader) throws {
        self.init()
        keyCount = try input.readInt()
        clockGridMs = try input.readDouble()
        usedComposition = try input.readBool()
        fields = try input.readArray(smallestElement: 6) { input in
            var field = Field(name: try input.readText())
            field.isProtected = try input.readBool()
            field.zones = try input.readArray(smallestElement: 1) { input in try input.readZone() }
            field.hold = try input.readArray(smallestElement: 4) { input in try input.readFloat() }
            field.downDown = try input.readArray(smallestElement: 4) { input in try input.readFloat() }
            field.upDown = try input.readArray(smallestElement: 4) { input in try input.readFloat() }
            return field
        }
        let pairs = try input.readArray(smallestElement: 18) { input in
            let index = try input.readVarint()
            guard index < 507, let quantity = Unit.Quantity(rawValue: UInt8(index / 169)),
                let first = BehaviorEvent.Zone(rawValue: UInt8(index % 169 / 13)), let second = BehaviorEvent.Zone(rawValue: UInt8(index % 13))
            else { throw FeatureCodecError.malformed("unit") }
            return (Unit(quantity, first, second), try Moments(from: &input))
        }
        units.reserveCapacity(pairs.count)
        for (unit, moments) in pairs where units.updateValue(moments, forKey: unit) != nil { throw FeatureCodecError.malformed("unit twice") }
    }
}

extension TypingFeatures.Moments {
    func write(to out: inout ByteWriter) {
        out.write(count)
        out.write(mean)
        out.write(squaredDeviations)
    }

    init(from input: inout ByteReader) throws {
        self.init()
        count = try input.readInt()
        mean = try input.readDouble()
        squaredDeviations = try input.readDouble()
    }
}

extension NavigationFeatures {
    fileprivate func write(to out: inout ByteWriter) {
        out.write(fields, each: { field, out in
            out.write(field.name)
            out.write(field.isIdentity)
            out.write(field.seconds)
            out.write(field.firstKeyDelay)
            out.write(field.keyCount)
            out.write(field.breaks)
        })
        for count in [revisits, tabMoves, pointerMoves, otherMoves, scrolls, pauses] { out.write(count) }
        clickDistance.write(to: &out)
    }

    fileprivate init(from input: inout ByteReader) throws {
        self.init()
        fields = try input.readArray(smallestElement: 12) { input in
            Field(
                name: try input.readText(), isIdentity: try input.readBool(), seconds: try input.readFloat(), firstKeyDelay: try input.readFloat(),
                keyCount: try input.readInt(), breaks: try input.readInt())
        }
        revisits = try input.readInt()
        tabMoves = try input.readInt()
        pointerMoves = try input.readInt()
        otherMoves = try input.readInt()
        scrolls = try input.readInt()
        pauses = try input.readInt()
        clickDistance = try .init(from: &input)
    }
}

extension CorrectionFeatures {
    fileprivate func write(to out: inout ByteWriter) {
        for count in [keyCount, editCount, burstCount, longestBurst] { out.write(count) }
        noticing.write(to: &out)
        pace.write(to: &out)
    }

    fileprivate init(from input: inout ByteReader) throws {
        self.init()
        keyCount = try input.readInt()
        editCount = try input.readInt()
        burstCount = try input.readInt()
        longestBurst = try input.readInt()
        noticing = try .init(from: &input)
        pace = try .init(from: &input)
    }
}

extension PaceFeatures {
    fileprivate func write(to out: inout ByteWriter) {
        for seconds in [totalSeconds, firstActionSeconds, longestLossSeconds, hourOfDay] { out.write(seconds) }
        for count in [focusLosses, lossesBeforeIdentity, pasteCount, copyCount, autofillCount] { out.write(count) }
        out.write(pastedIdentityFields, each: { name, out in out.write(name) })
        out.write(wasSubmitted)
    }

    fileprivate init(from input: inout ByteReader) throws {
        self.init()
        totalSeconds = try input.readDouble()
        firstActionSeconds = try input.readDouble()
        longestLossSeconds = try input.readDouble()
        hourOfDay = try input.readDouble()
        focusLosses = try input.readInt()
        lossesBeforeIdentity = try input.readInt()
        pasteCount = try input.readInt()
        copyCount = try input.readInt()
        autofillCount = try input.readInt()
        pastedIdentityFields = try input.readArray(smallestElement: 1) { input in try input.readText() }
        wasSubmitted = try input.readBool()
    }
}

extension Timeline {
    package func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.write(format)
        out.write(durationMs)
        out.write(fields, each: { field, out in
            out.write(field.name)
            out.write(field.fieldType.rawValue)
            out.write(field.focusTimeMs)
            out.write(field.keystrokeCount)
            out.write(field.pasteDetected)
            out.write(field.revisits)
        })
        return out.bytes
    }

    /// Throws `FeatureCodecError` for anything that `encoded()` did not write.
    package init(decoding bytes: [UInt8]) throws {
        var input = ByteReader(bytes)
        try input.expectFormat(format)
        self.init()
        durationMs = try input.readInt()
        fields = try input.readArray(smallestElement: 6) { input in
            FieldTimeline(
                name: try input.readText(), fieldType: try input.readCase(), focusTimeMs: try input.readInt(), keystrokeCount: try input.readInt(),
                pasteDetected: try input.readBool(), revisits: try input.readInt())
        }
        try input.expectEnd()
    }
}
