// Made-up people, so that lists and overviews are not empty. They are named as simulated wherever they show.
import Foundation
import Vocabulary

/// A person with a rhythm of their own: tempo, key holds and small habits drawn once, and noise drawn anew for each session.
struct SimulatedTypist: Sendable {
    let name: String
    private let tempo: Double
    private let hold: Double
    private let pairHabits: [String: Double]
    private let holdHabits: [String: Double]
    private let correctionShare: Double
    private let pointer: Double

    init(number: Int, using random: inout some RandomNumberGenerator) {
        name = "Simulated typist \(number)"
        // The spread between people is that of real typists (`biometrics.md` 4.6): 0.27 and 0.17 around e^-1.64 s and e^-2.47 s.
        tempo = -1.64 + 0.30 * Self.normal(&random)
        hold = -2.47 + 0.20 * Self.normal(&random)
        var pairs: [String: Double] = [:]
        var holds: [String: Double] = [:]
        for first in Self.zones {
            holds[first] = 0.16 * Self.normal(&random)
            for second in Self.zones { pairs[first + second] = 0.26 * Self.normal(&random) }
        }
        pairHabits = pairs
        holdHabits = holds
        correctionShare = Double.random(in: 0.01...0.06, using: &random)
        pointer = exp(0.3 * Self.normal(&random))
    }

    private static let zones = ["L0", "L1", "L2", "R0", "R1", "R2", "D", "S", "P"]
    private static let fields: [(name: String, type: String, text: [String])] = [
        ("first_name", "text_input", ["L0", "R0", "R1", "R2", "L1", "L0", "R0"]),
        ("last_name", "text_input", ["L1", "R2", "R0", "L0", "R1", "L2", "L0", "R0", "R2"]),
        ("email", "text_input", ["R1", "R0", "R1", "R2", "P", "L1", "L0", "R2", "L2", "R0", "R2", "P", "L2", "R0", "R2", "D", "D"]),
        (
            "notes", "textarea",
            ["R0", "L1", "S", "L0", "R1", "L0", "S", "L2", "L1", "R2", "L0", "S", "R0", "L2", "L0", "R2", "S", "R1", "L1", "L0", "R0", "P"]
        ),
    ]

    /// The events of one filled form, in the wire's shape, beginning at `start` (Unix seconds).
    func session(startingAt start: Double, using random: inout some RandomNumberGenerator) -> [JSONValue] {
        var events: [(Double, JSONValue)] = []
        var now = start
        var press = 0
        let mood = 0.07 * Self.normal(&random)
        func add(_ type: String, _ time: Double, _ field: String?, _ fieldType: String?, _ data: [String: JSONValue]) {
            var event: [String: JSONValue] = ["event_type": .string(type), "timestamp": .number((time * 1e4).rounded() / 1e4), "data": .object(data)]
            if let field { event["field_name"] = .string(field) }
            if let fieldType { event["field_type"] = .string(fieldType) }
            events.append((time, .object(event)))
        }
        for (index, field) in Self.fields.enumerated() {
            let x = 320.0 + Double.random(in: 0...120, using: &random), y = 180.0 + 70 * Double(index)
            now = move(to: (x, y), from: (x - 160, y - 70), at: now, add: add, using: &random)
            add(
                "click", now, field.name, field.type,
                ["x": .number(x), "y": .number(y), "button": 0, "pointer": "mouse", "offset_x": .number(0.41), "offset_y": .number(0.57)])
            add("focus", now + 0.004, field.name, field.type, [:])
            now += 0.35 + 0.2 * abs(Self.normal(&random))
            var previous: String?
            for zone in field.text {
                if let previous { now += exp(tempo + mood + (pairHabits[previous + zone] ?? 0) + 0.30 * Self.normal(&random)) }
                key(zone, field.name, field.type, at: now, press: &press, add: add, using: &random)
                if Double.random(in: 0...1, using: &random) < correctionShare {
                    now += exp(tempo + 0.5)
                    key("E", field.name, field.type, at: now, press: &press, add: add, using: &random)
                    now += exp(tempo + 0.3)
                    key(zone, field.name, field.type, at: now, press: &press, add: add, using: &random)
                }
                previous = zone
            }
            now += 0.4
            add("blur", now, field.name, field.type, [:])
        }
        add("form_submit", now + 0.6, nil, nil, [:])
        return events.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private func key(
        _ zone: String, _ field: String, _ type: String, at time: Double, press: inout Int,
        add: (String, Double, String?, String?, [String: JSONValue]) -> Void, using random: inout some RandomNumberGenerator
    ) {
        press += 1
        let held = exp(hold + (holdHabits[zone] ?? 0) + 0.19 * Self.normal(&random))
        add("keydown", time, field, type, ["zone": .string(zone), "press": .integer(Int64(press))])
        add(
            "input", time + 0.002, field, type,
            ["delta": .integer(zone == "E" ? -1 : 1), "input_type": .string(zone == "E" ? "deleteContentBackward" : "insertText")])
        add("keyup", time + held, field, type, ["zone": .string(zone), "press": .integer(Int64(press))])
    }

    private func move(
        to end: (Double, Double), from begin: (Double, Double), at start: Double,
        add: (String, Double, String?, String?, [String: JSONValue]) -> Void, using random: inout some RandomNumberGenerator
    ) -> Double {
        let steps = 12 + Int.random(in: 0...8, using: &random)
        let bend = 18 * Self.normal(&random)
        var time = start
        for step in 1...steps {
            let part = Double(step) / Double(steps)
            let eased = part * part * (3 - 2 * part)
            time += 0.02 * pointer * Double.random(in: 0.7...1.4, using: &random)
            let x = begin.0 + (end.0 - begin.0) * eased + Double.random(in: -1...1, using: &random)
            let y = begin.1 + (end.1 - begin.1) * eased + bend * sin(part * .pi) + Double.random(in: -1...1, using: &random)
            add("mousemove", time, nil, nil, ["x": .number(x.rounded()), "y": .number(y.rounded()), "pointer": "mouse"])
        }
        return time
    }

    /// A standard normal draw (Box–Muller).
    private static func normal(_ random: inout some RandomNumberGenerator) -> Double {
        let radius = sqrt(-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)))
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
}
