public import TrackingLog

/// What is planted in a traffic: the answers that a diagnosis is measured by.
public struct Truth: Sendable, Hashable {
    /// The traffic's seed.
    public let seed: UInt64
    /// What is planted, in the order of ``Scenario``; empty in healthy traffic.
    public private(set) var scenarios: [Entry]

    /// One planted cause.
    public struct Entry: Sendable, Hashable {
        /// The cause's name.
        public let cause: Scenario
        /// How much it strikes.
        public let strength: ScenarioStrength
        /// The platform that it is confined to; nil for all.
        public let platform: Platform?
        /// The app's code; nil for all.
        public let app: String?
        /// The journey; nil for all.
        public let journey: String?
        /// The variant; nil for all.
        public let variant: String?
        /// When it begins, to the minute.
        public let since: Timestamp
        /// The end, excluded; nil if it goes on to the end of the traffic.
        public let until: Timestamp?
        /// The time of the first event that is missing, added or different because of it, to the second.
        ///
        /// Nil while the traffic has not been read, and where nothing changed: in little traffic nobody may be struck.
        public fileprivate(set) var firstAffected: Timestamp?
        /// When sending paused; nil unless it did. Then ``since`` is when it resumed, with its burst of refusals.
        public let silentSince: Timestamp?
    }
}

extension Truth {
    /// Adds what is known once the traffic has been read.
    ///
    /// - Parameter times: those of ``TrafficStream/firstAffected``.
    public mutating func noteFirstAffected(_ times: [Timestamp?]) {
        for (index, time) in zip(scenarios.indices, times) { scenarios[index].firstAffected = time }
    }
}

extension Traffic {
    /// What is planted in it.
    public var truth: Truth {
        func moment(_ seconds: UInt32) -> Timestamp { start.adding(seconds: Int64(seconds)) }
        return Truth(
            seed: seed,
            scenarios: Incidents(self).all.map { incident in
                Truth.Entry(
                    cause: incident.scenario, strength: incident.strength, platform: incident.scope.platform,
                    app: incident.scope.application.map {
                        String(decoding: Application.all.entries[$0].value.code, as: UTF8.self)
                    },
                    journey: incident.scope.journey, variant: incident.scope.variant, since: moment(incident.since),
                    until: incident.until.map(moment), silentSince: incident.silentSince.map(moment))
            })
    }
}

// MARK: - As text

extension Truth {
    /// The JSON of `pushtrail.truth/1`: keys sorted, a line for each planted cause.
    public var json: String {
        let lines = scenarios.map { "\n    \($0.json)" }.joined(separator: ",")
        return """
            {
              "scenarios": [\(lines)\(lines.isEmpty ? "" : "\n  ")],
              "schema": "pushtrail.truth/1",
              "seed": \(seed)
            }

            """
    }
}

extension Truth.Entry {
    /// Its names have no character that JSON escapes.
    fileprivate var json: String {
        func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "null" }
        let fields = [
            ("app", quoted(app)), ("cause", quoted(cause.rawValue)), ("first_affected", quoted(firstAffected?.rfc3339)),
            ("journey", quoted(journey)),
            ("platform", quoted(platform?.name)), ("silent_since", quoted(silentSince?.rfc3339)),
            ("since", quoted(since.rfc3339)), ("strength", quoted(strength.rawValue)),
            ("until", quoted(until?.rfc3339)), ("variant", quoted(variant)),
        ]
        return "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    }

    /// What is planted, where and when, in a line for people.
    public var words: String {
        let places = [platform?.name, app, journey, variant].compactMap { $0 }
        let scope = places.isEmpty ? "everything" : places.joined(separator: ", ")
        let end = until.map { "until \($0.rfc3339)" } ?? "to the end"
        return "\(cause.rawValue) (\(strength.rawValue)): \(scope), from \(since.rfc3339) \(end)"
    }
}
