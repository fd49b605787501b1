import Diagnosis
public import TrackingLog

/// What is announced now: by rules, observations, what was announced before, and the clock, and by nothing else.
public struct AlertDecision: Sendable {
    /// What is announced, each notice with its rule.
    public private(set) var notices: [(rule: String, notice: Notice)] = []
    /// What is known afterwards; the notices are in its outbox.
    public private(set) var state: AlertState
    private let now: Timestamp

    /// How long what is over is remembered, in seconds: its logs may still be read.
    private static let memory: Int64 = 90 * 86_400

    /// Decides.
    ///
    /// One incident is announced once, again if it gets worse, and once when it is over. What falls into quiet hours, or
    /// on a day on which its rule has announced something, is announced by a later run, if there is still news.
    ///
    /// - Parameters:
    ///   - rules: the rules.
    ///   - observations: what this run found.
    ///   - state: what was announced.
    ///   - now: the time.
    public init(_ rules: AlertRules, _ observations: Observations, _ state: AlertState, at now: Timestamp) {
        self.state = state
        self.now = now
        record(observations)
        for rule in rules.rules { announce(rule) }
        self.state.incidents.removeAll { incident in
            // Of a rule that is no more, nothing is over.
            let isDone = incident.isEndAnnounced || rules.named(incident.observed.identity.rule) == nil
            return isDone && incident.lastSeen.adding(seconds: Self.memory) < now
        }
    }

    // MARK: - What is known

    private mutating func record(_ observations: Observations) {
        var seen: Set<Int> = []
        for found in observations.found {
            // One that goes on, rather than one that is over.
            let known = state.incidents.indices.filter { state.incidents[$0].covers(found) }
            let index = known.first { !state.incidents[$0].isOver } ?? known.last ?? state.incidents.count
            seen.insert(index)
            guard index < state.incidents.count else {
                state.incidents.append(Incident(found, at: now))
                continue
            }
            update(&state.incidents[index], with: found)
        }
        for index in state.incidents.indices where !seen.contains(index) && !state.incidents[index].isOver {
            guard observations.judged.contains(state.incidents[index].observed.identity.rule) else { continue }
            state.incidents[index].observed.until = max(now, state.incidents[index].observed.since)
            state.incidents[index].lastSeen = now
        }
    }

    private func update(_ incident: inout Incident, with found: Observation) {
        let before = incident.observed
        // Its end was announced, and it goes on: that is news again.
        if incident.isOver, incident.isEndAnnounced, found.until == nil {
            incident.announced = nil
            incident.isEndAnnounced = false
        }
        incident.observed = found
        incident.observed.since = min(before.since, found.since)
        incident.observed.severity = max(before.severity, found.severity)
        incident.lastSeen = now
    }

    // MARK: - What is announced

    private mutating func announce(_ rule: AlertRule) {
        if rule.quietHours?.contain(now) ?? false { return }
        if rule.isOnceADay, let last = state.lastAnnounced[rule.name], rule.day(of: last) == rule.day(of: now) {
            return
        }
        for index in state.incidents.indices where state.incidents[index].observed.identity.rule.isSame(as: rule.name) {
            let incident = state.incidents[index]
            let stage: Notice.Stage
            if let announced = incident.announced {
                if incident.isOver {
                    guard !incident.isEndAnnounced else { continue }
                    stage = .ended
                } else {
                    guard incident.observed.severity > announced else { continue }
                    stage = .worsened
                }
            } else {
                stage = .began
            }
            state.incidents[index].announced = incident.observed.severity
            if incident.isOver { state.incidents[index].isEndAnnounced = true }
            send(notice(of: incident, stage, rule), rule)
        }
    }

    private func notice(of incident: Incident, _ stage: Notice.Stage, _ rule: AlertRule) -> Notice {
        let observed = incident.observed
        let prefix =
            switch stage {
            case .began: ""
            case .worsened: "Worse: "
            case .ended: "Over: "
            }
        let time =
            observed.until.map { "From \(observed.since) to \($0) (UTC)." } ?? "Since \(observed.since) (UTC)."
        // Figures are those of the last run that found it.
        let lines = stage == .ended ? observed.lines.map { "Last seen: \($0)" } : observed.lines
        return Notice(
            title: "\(prefix)\(rule.name): \(observed.heading)",
            lines: lines + ["Cause: \(observed.identity.cause)", time], severity: observed.severity,
            scope: observed.identity.scope, stage: stage, owner: rule.owner, time: now)
    }

    private mutating func send(_ notice: Notice, _ rule: AlertRule) {
        notices.append((rule.name, notice))
        state.lastAnnounced[rule.name] = now
        for index in rule.webhooks.indices {
            state.outbox.append(OutgoingNotice(notice, of: rule.name, by: .webhook(index)))
        }
        if !rule.addresses.isEmpty { state.outbox.append(OutgoingNotice(notice, of: rule.name, by: .mail)) }
    }
}
