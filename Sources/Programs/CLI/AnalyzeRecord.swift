// A turn as one line of JSON: the answer of the API's `analyze`, with the probability of every code beside it.
import PostureEngine

/// Writes JSON with the keys in the order in which they are given. (Sorted keys would hide what matters behind the lists.)
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    private mutating func ascii(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func separate() { if needsComma { bytes.append(UInt8(ascii: ",")) } }

    mutating func object(_ body: (inout JSONWriter) -> Void) { nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }
    mutating func array(_ body: (inout JSONWriter) -> Void) { nest(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func null() { word("null") }
    mutating func bool(_ value: Bool) { word(value ? "true" : "false") }
    mutating func integer(_ value: Int) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    private mutating func word(_ text: StaticString) {
        separate()
        ascii(text)
        needsComma = true
    }

    /// Four decimals at most, as the API writes them.
    mutating func number(_ value: Double) {
        let scaled = Int((value.outputRounded * 10_000).rounded())
        separate()
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let size = abs(scaled)
        bytes.append(contentsOf: String(size / 10_000).utf8)
        var part = size % 10_000
        if part > 0 {
            bytes.append(UInt8(ascii: "."))
            var unit = 1000
            while part > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(part / unit))
                part %= unit
                unit /= 10
            }
        }
        needsComma = true
    }

    mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: ascii("\\n")
            case 0x0D: ascii("\\r")
            case 0x09: ascii("\\t")
            case 0..<0x20, 0x7F:
                ascii("\\u00")
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

extension JSONWriter {
    mutating func number(_ name: String, _ value: Double) { key(name); number(value) }
    mutating func integer(_ name: String, _ value: Int) { key(name); integer(value) }
    mutating func string(_ name: String, _ value: String) { key(name); string(value) }
    mutating func strings(_ name: String, _ values: [String]) {
        key(name)
        array { json in for value in values { json.string(value) } }
    }
}

extension AnalyzedTurn {
    /// The line, without its line break.
    func record(engineVersion: String, showsText: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.integer("line", turn.place)
            if let id = turn.id { json.string("id", id) }
            if let name = turn.sessionName { json.string("session_name", name) }
            json.integer("turn", score.turn)
            json.string("alert", score.alert.rawValue)
            json.number("bhs", score.metrics.behavioralHealth)
            json.string("psa_alert", score.posture.level.rawValue)
            json.key("incongruence")
            if let state = score.posture.incongruence { json.string(state.rawValue) } else { json.null() }
            json.string("details", score.details)
            json.key("drivers")
            json.array { json in for driver in score.drivers { Self.write(driver, to: &json) } }
            classifiers(&json, showsText: showsText)
            json.number("dpd", score.postureSlope)
            json.number("session_drift", score.sessionDrift)
            userSide(&json)
            json.string("turn_type", score.turnType)
            if !warnings.isEmpty { json.strings("warnings", warnings) }
            if reading.isTruncated {
                json.key("truncated")
                json.bool(true)
            }
            json.string("engine_version", engineVersion)
        }
        return json.bytes
    }

    private static func write(_ driver: Driver, to json: inout JSONWriter) {
        json.object { json in
            json.string("metric", driver.metric)
            json.number("value", driver.value)
            json.number("threshold", driver.threshold)
            json.string("level", driver.level.rawValue)
            json.string("side", driver.side.rawValue)
            json.key("sentence_indexes")
            json.array { json in for index in driver.sentenceIndexes { json.integer(index) } }
            json.string("reason", driver.reason)
        }
    }

    private func classifiers(_ json: inout JSONWriter, showsText: Bool) {
        let postures = reading.classification.postures, probabilities = reading.classification.probabilities
        let metrics = score.metrics, stress = metrics.stress
        if let c0 = postures.c0 {
            write(.c0, c0, probabilities.c0 ?? [], showsText ? reading.userTexts : nil, &json) { json in json.number("cpi", metrics.pressure ?? 0) }
        }
        write(.c1, postures.c1, probabilities.c1, showsText ? reading.responseTexts : nil, &json) { json in
            json.number("poi", stress.oscillation)
            json.number("pe", stress.entropy)
            json.number("dpi", stress.dissolution)
            json.integer("mps", stress.span)
            json.integer("dominant", stress.dominant)
            json.number("session_poi", score.sessionOscillation)
        }
        write(.c2, postures.c2, probabilities.c2, nil, &json) { json in json.number("sd", metrics.sycophancyDensity) }
        write(.c3, postures.c3, probabilities.c3, nil, &json) { json in
            json.number("hri", metrics.hallucinationRisk)
            guard let evidence = reading.evidence else { return }
            json.key("evidence")
            json.object { json in
                json.key("support")
                json.array { json in for share in evidence.support { json.number(share) } }
                json.integer("unsupported_terms", evidence.unsupportedTerms)
            }
        }
        write(.c4, postures.c4, probabilities.c4, nil, &json) { json in
            json.number("pd", metrics.persuasionDensity)
            json.integer("td", metrics.techniqueDiversity)
        }
    }

    private func write(
        _ classifier: Classifier, _ coded: [CodedSentence], _ probabilities: [[Double]], _ texts: [String]?, _ json: inout JSONWriter,
        figures: (inout JSONWriter) -> Void
    ) {
        json.key(classifier.rawValue)
        json.object { json in
            json.key("postures")
            json.array { json in for sentence in coded { json.integer(sentence.code) } }
            json.key("confidences")
            json.array { json in for sentence in coded { json.number(sentence.confidence) } }
            json.key("probabilities")
            json.array { json in
                for row in probabilities { json.array { json in for value in row { json.number(value) } } }
            }
            if let texts { json.strings("sentences", texts) }
            figures(&json)
        }
    }

    private func userSide(_ json: inout JSONWriter) {
        guard let risk = score.inputRisk, let adequacy = score.adequacy, let gap = score.gap, let dyadic = score.dyadic else { return }
        json.key("irs")
        json.object { json in
            json.number("irs_composite", risk.composite)
            json.string("irs_level", risk.level.rawValue)
            json.number("suicidality_signal", risk.suicidality)
            json.number("dissociation_signal", risk.dissociation)
            json.number("grandiosity_signal", risk.grandiosity)
            json.number("urgency_signal", risk.urgency)
        }
        json.key("ras")
        json.object { json in
            json.number("ras_composite", adequacy.composite)
            json.string("ras_level", adequacy.level.rawValue)
            json.number("crisis_acknowledgment", adequacy.crisisAcknowledgment)
            json.number("redirection_present", adequacy.redirectionPresent)
            json.number("boundary_maintained", adequacy.boundaryMaintained)
            json.number("reality_grounding", adequacy.realityGrounding)
        }
        json.key("rag")
        json.object { json in
            json.number("score", gap.score)
            json.string("level", gap.level.rawValue)
        }
        json.key("drm")
        json.object { json in
            json.string("drm_alert", dyadic.level.rawValue)
            json.number("drm_score", dyadic.score)
            json.key("intervention_required")
            json.bool(dyadic.interventionRequired)
            json.key("intervention_type")
            if let type = dyadic.intervention { json.string(type.rawValue) } else { json.null() }
            json.string("primary_signal", dyadic.primarySignal)
            json.number("bcs_slope", dyadic.convictionSlope)
            json.string("explanation", dyadic.explanation)
        }
    }
}
