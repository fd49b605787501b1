import Simulation
import Synchronization
import TrackingLog

/// What a scenario leaves in a log, counted.
struct ScenarioMark {
    let scenario: Scenario

    /// Whether the scenario takes something away, so that fewer are counted.
    var isLack: Bool {
        [.opensDown, .opensNotTracked, .confirmationsNotTracked, .volumeMissing].contains(scenario)
    }

    /// How often the mark is found.
    func count(_ events: [SimulatedEvent]) -> Int {
        switch scenario {
        case .healthy: 0
        case .tokenChurn, .silenceSpike: refusals(events) { $0.tokenAction == .remove }
        case .environmentMixup: refusals(events) { $0.tokenAction == .check }
        case .credentials: refusals(events) { $0.category == .credentials && $0.tokenAction == .keep }
        case .gatewayOutage: refusals(events) { $0.category == .gateway }
        case .throttling: refusals(events) { $0.category == .throttled }
        case .payloadTooLarge: refusals(events) { $0.category == .payload }
        case .badRequest: refusals(events) { $0.category == .request || $0.category == .ambiguous }
        case .templateOrAudience: refusals(events) { $0.category == .template || $0.category == .audience }
        case .suppressionRise: refusals(events) { $0.category == .suppressed }
        case .opensDown, .opensNotTracked: events.count { $0.status == "opened" }
        case .confirmationsNotTracked: events.count { $0.status == "received" }
        case .unknownReason: events.count { $0.status == "failed" && Self.isUnknown($0.description) }
        case .volumeMissing, .duplicates, .mixShift: events.count { $0.status == "created" }
        case .stuckInFlight: deliveries(events) { statuses in statuses.isDisjoint(with: ["delivered", "failed"]) }
        case .clockSkew: disorders(events)
        case .overRetry: attempts(events).count { $0 > SenderRules.maximumAttempts }
        case .tokenMoves: owners(events).count { $0.count > 1 }
        }
    }

    private func refusals(_ events: [SimulatedEvent], where holds: (Reason) -> Bool) -> Int {
        events.count { event in
            guard event.status == "failed" else { return false }
            let platform = event.platform ?? .unknown
            return Self.reason(event.description, on: platform).map(holds) ?? false
        }
    }

    private static func isUnknown(_ description: String) -> Bool {
        Platform.allCases.allSatisfy { reason(description, on: $0) == nil }
    }

    private static func reason(_ description: String, on platform: Platform) -> Reason? {
        known.withLock { known in
            let match = known[description] ?? ReasonCatalogue.standard.match(description)
            known[description] = match
            return match.reason(on: platform)
        }
    }

    private static let known = Mutex<[String: ReasonMatch]>([:])

    private func deliveries(_ events: [SimulatedEvent], where holds: (Set<String>) -> Bool) -> Int {
        Dictionary(grouping: events) { $0.tracking_code + $0.hwid }.values.count { holds(Set($0.map(\.status))) }
    }

    /// Acceptances before their sending, and openings before their acceptance.
    private func disorders(_ events: [SimulatedEvent]) -> Int {
        Dictionary(grouping: events) { $0.tracking_code + $0.hwid }.values.count { delivery in
            func time(_ status: String) -> Int64? { delivery.first { $0.status == status }?.time }
            guard let accepted = time("delivered") else { return false }
            return time("created").map { accepted < $0 } ?? false || time("opened").map { $0 < accepted } ?? false
        }
    }

    private func attempts(_ events: [SimulatedEvent]) -> [Int] {
        Dictionary(grouping: events.filter { $0.status == "sent" }) { $0.tracking_code + $0.hwid }.values.map(\.count)
    }

    /// The people of each token, as far as messages were addressed to people.
    private func owners(_ events: [SimulatedEvent]) -> [Set<String>] {
        Dictionary(grouping: events.filter { $0.target_id != $0.hwid && !$0.hwid.isEmpty }) { $0.app_code + $0.hwid }
            .values.map { Set($0.map(\.target_id)) }
    }
}
