public import Analysis
import TrackingLog

extension Diagnosis {
    /// What went wrong in the period of some logs.
    public init(of log: HealthLog) {
        let series = log.series
        guard !series.hours.isEmpty else {
            self.init(period: nil, baseline: nil, findings: [])
            return
        }
        let (scopes, volume) = (Scopes(series), MessageVolume(series))
        var suspicions = Inspection.suspicions(series, scopes)
        suspicions += VolumeInspection(series, scopes, volume).suspicions()
        suspicions.removeAll { Self.isOfFewDevices($0, log) }
        var silence = SilenceInspection(series, scopes, volume)
        silence.removeAll { Self.isOfFewDevices($0, log) }
        suspicions = silence.joined(to: suspicions)
        if let mix = MixInspection.suspicion(series, scopes) { suspicions.append(mix) }
        suspicions = Consequences.removed(from: suspicions)
        let examination = Examination(log: log)
        self.init(
            period: log.period, baseline: log.baseline,
            findings: suspicions.map { examination.finding($0) }.sorted { $0.isWorse(than: $1) })
    }
}

extension Diagnosis {
    /// What must be left of a score where each device counts once.
    private static let leastEvidence = 12.0

    /// Whether a few devices alone are behind a suspicion: a dead one is refused each time, which is one piece of evidence and
    /// not many.
    private static func isOfFewDevices(_ suspicion: Suspicion, _ log: HealthLog) -> Bool {
        guard let measure = suspicion.measure, measure.direction == .rise else { return false }
        let (series, hours) = (log.series, suspicion.stretch.hours)
        let end = series.start(ofHour: hours.upperBound - 1).adding(seconds: 3_600)
        let detail = log.detail(
            Onset(log, suspicion).query(series.start(ofHour: hours.lowerBound)..<end), showing: measure.signal)
        return suspicion.stretch.score / detail.clustering
            < min(leastEvidence, Inspection.limit(among: suspicion.comparisons))
    }
}

/// Makes findings of what is suspicious.
struct Examination {
    let log: HealthLog

    func finding(_ suspicion: Suspicion) -> Finding {
        let onset = Onset(log, suspicion)
        let (since, until) = (onset.since, onset.until)
        let end = until ?? log.series.end.adding(seconds: 1)
        let stretch = suspicion.stretch
        var evidence = Finding.Evidence(
            observed: Rate(Int(stretch.seen.rounded()), of: Int(stretch.whole.rounded())), expected: stretch.expected)
        var affected = Finding.Affected()
        let cause = cause(of: suspicion)
        if let measure = suspicion.measure, since < end {
            let isRise = measure.direction == .rise
            let detail = log.detail(onset.query(since..<end), showing: isRise ? measure.signal : measure.whole)
            affected = Finding.Affected(messages: detail.messages, persons: detail.persons)
            if isRise {
                evidence.reasons = detail.reasons.prefix(5).map { .init(name: $0.name, deliveries: $0.deliveries) }
            } else {
                affected.messages = Int(stretch.excess.rounded())
            }
        } else {
            affected.messages = Int(stretch.excess.rounded())
        }
        evidence.course = onset.course(since: since, until: until)
        return Finding(
            cause: cause, severity: severity(cause, suspicion), scope: suspicion.part.scope, since: since, until: until,
            confidence: suspicion.confidence, affected: affected, evidence: evidence)
    }

    /// Whether fewer opens are fewer readers, or only fewer records of them.
    ///
    /// Where nearly nothing is opened any more, or people go on converting as before, opens are not recorded.
    private func cause(of suspicion: Suspicion) -> Cause {
        guard suspicion.cause == .opensDown else { return suspicion.cause }
        if suspicion.stretch.ratio <= 0.2 { return .opensNotTracked }
        let series = log.series
        var strata = [Bool](repeating: false, count: series.strata.count)
        for place in suspicion.part.strata { strata[place] = true }
        var (inside, outside) = ((converted: 0.0, accepted: 0.0), (converted: 0.0, accepted: 0.0))
        for cell in series.cells where strata[cell.stratum] {
            let counts = (Double(cell.counts[.converted]), Double(cell.counts[.accepted]))
            if suspicion.stretch.hours.contains(cell.hour) {
                inside = (inside.converted + counts.0, inside.accepted + counts.1)
            } else {
                outside = (outside.converted + counts.0, outside.accepted + counts.1)
            }
        }
        guard outside.accepted > 0 else { return .opensDown }
        let usual = outside.converted / outside.accepted * inside.accepted
        // If conversions had fallen as the opens did, so many would be left; if not, all of them.
        let fallen = usual * suspicion.stretch.ratio
        guard usual - fallen >= 10, inside.converted > 0 else { return .opensDown }
        let asBefore = Scan.likelihood(inside.converted, usual)
        let asOpens = Scan.likelihood(inside.converted, fallen)
        return asOpens - asBefore > 5 ? .opensNotTracked : .opensDown
    }

    /// How urgent it is: by the share of its traffic that it spoils.
    private func severity(_ cause: Cause, _ suspicion: Suspicion) -> Severity {
        let stretch = suspicion.stretch
        let share = stretch.whole > 0 ? stretch.excess / stretch.whole : 0
        switch cause {
        case .mixShift: return .info
        case .silenceSpike: return .notice
        case .volumeMissing:
            let lasts = stretch.hours.count >= 6 || suspicion.part.depth == 0 && stretch.hours.count >= 2
            return lasts && stretch.excess >= 100 && share >= 0.7 && suspicion.part.scope.journey == nil
                ? .serious : .notice
        case .opensDown: return share >= 0.03 && stretch.ratio <= 0.5 && stretch.excess >= 100 ? .serious : .notice
        case .opensNotTracked, .confirmationsNotTracked:
            return stretch.ratio <= 0.5 && stretch.excess >= 100 ? .serious : .notice
        case .clockSkew, .suppressionRise, .tokenMoves, .overRetry, .duplicates, .unknownReason:
            return share >= 0.15 && stretch.excess >= 100 ? .serious : .notice
        default: return share >= 0.05 && stretch.excess >= 50 ? .serious : .notice
        }
    }
}

extension Finding {
    /// Whether it comes before another: the more urgent, then the one that touches more messages.
    fileprivate func isWorse(than other: Finding) -> Bool {
        if severity != other.severity { return severity > other.severity }
        if affected.messages != other.affected.messages { return affected.messages > other.affected.messages }
        return (since.secondsSince1970, cause.rawValue, scope.order)
            < (other.since.secondsSince1970, other.cause.rawValue, other.scope.order)
    }
}
