/// One kind of sign in a user's text. A family counts once however often it speaks; the weights of the documented kinds are our
/// choice and reproduce the published example, the others were set beside them.
enum RiskFamily: String, CaseIterable, Sendable {
    // Suicidality.
    case intent, plan, decision, attempt, wishToBeDead = "wish_to_be_dead", farewell, selfHarm = "self_harm", deathWord = "death_word"
    case means, burden, selfHarmHistory = "self_harm_history", hopelessness, selfLoathing = "self_loathing", calmAfterDecision = "calm_after_decision"
    case exhaustion, topic = "self_harm_topic"
    case graveWord = "grave_word", illness, distress
    // Dissociation.
    case watched, unreality, simulation, splitSelf = "split_self", timeAndBody = "time_and_body"
    // Grandiosity.
    case chosen, onlyI = "only_i", powers, lucidity, destiny
    // Urgency.
    case staccato, lastChance = "last_chance", nowOrNever = "now_or_never", repetition, capitals, exclamation

    var dimension: InputRisk.Dimension {
        switch self {
        case .intent, .plan, .decision, .attempt, .wishToBeDead, .farewell, .selfHarm, .deathWord, .means, .burden, .selfHarmHistory,
            .hopelessness, .selfLoathing, .calmAfterDecision, .exhaustion, .topic, .graveWord, .illness, .distress:
            .suicidality
        case .watched, .unreality, .simulation, .splitSelf, .timeAndBody: .dissociation
        case .chosen, .onlyI, .powers, .lucidity, .destiny: .grandiosity
        case .staccato, .lastChance, .nowOrNever, .repetition, .capitals, .exclamation: .urgency
        }
    }

    var weight: Double {
        switch self {
        case .intent: 0.90
        case .plan, .decision: 0.85
        case .attempt, .wishToBeDead, .farewell, .selfHarm: 0.75
        case .chosen: 0.70
        case .deathWord, .watched, .onlyI: 0.60
        case .burden, .staccato: 0.55
        case .unreality, .powers, .lastChance, .selfHarmHistory: 0.50
        case .means, .hopelessness, .simulation, .splitSelf, .nowOrNever: 0.45
        case .lucidity: 0.40
        case .selfLoathing, .calmAfterDecision, .timeAndBody, .destiny: 0.35
        case .repetition, .capitals: 0.30
        case .exhaustion: 0.25
        case .topic, .exclamation: 0.20
        // Faint (our choice): together 0.28, below the 0.375 that would be `low`; the rarer the words are in ordinary talk, the heavier.
        case .graveWord: 0.15
        case .illness: 0.10
        case .distress: 0.06
        }
    }
}
