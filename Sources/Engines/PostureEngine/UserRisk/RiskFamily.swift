/// One kind of sign in a user's text. A family counts once however often it speaks; the weights of the documented kinds are our
/// choice and reproduce the published example, the others were set beside them.
///
/// Our choice for the kinds without a documented weight: said of the own life it weighs as a wish does (0.70 and more, `high` alone), said of what
/// surrounds it 0.45–0.65 (`low` alone, `high` with another sign), as much as the documented kind that it is closest to.
enum RiskFamily: String, CaseIterable, Sendable {
    // Suicidality.
    case intent, plan, decision, attempt, wishToBeDead = "wish_to_be_dead", farewell, selfHarm = "self_harm", deathWord = "death_word"
    case means, burden, selfHarmHistory = "self_harm_history", hopelessness, selfLoathing = "self_loathing", calmAfterDecision = "calm_after_decision"
    case exhaustion, topic = "self_harm_topic"
    case urge, meansAtHand = "means_at_hand", restraint, noFuture = "no_future", fearOfOneself = "fear_of_oneself"
    case eatingHarm = "eating_harm", graveWord = "grave_word", illness, distress
    // Dissociation.
    case watched, unreality, simulation, splitSelf = "split_self", timeAndBody = "time_and_body"
    // Grandiosity.
    case chosen, onlyI = "only_i", powers, lucidity, destiny
    // Urgency.
    case staccato, lastChance = "last_chance", nowOrNever = "now_or_never", repetition, capitals, exclamation

    var dimension: InputRisk.Dimension {
        switch self {
        case .intent, .plan, .decision, .attempt, .wishToBeDead, .farewell, .selfHarm, .deathWord, .means, .burden, .selfHarmHistory,
            .hopelessness, .selfLoathing, .calmAfterDecision, .exhaustion, .topic, .urge, .meansAtHand, .restraint, .noFuture, .fearOfOneself,
            .eatingHarm, .graveWord, .illness, .distress:
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
        case .chosen, .urge: 0.70
        // Our choice: `low` alone, `high` with any other sign, a grave word included.
        case .meansAtHand: 0.65
        case .deathWord, .watched, .onlyI, .restraint: 0.60
        case .burden, .staccato, .noFuture: 0.55
        case .unreality, .powers, .lastChance, .selfHarmHistory, .fearOfOneself: 0.50
        case .means, .hopelessness, .simulation, .splitSelf, .nowOrNever: 0.45
        case .lucidity: 0.40
        case .selfLoathing, .calmAfterDecision, .timeAndBody, .destiny, .eatingHarm: 0.35
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
