import TrackingLog

// What is planted in a delivery. Nothing here draws from the delivery's own numbers, so that a delivery that is not struck
// goes as in healthy traffic.
// They are called only where there are incidents, out of line, so that healthy traffic is as fast as without them.

extension Delivery {
    /// Why the message never reaches a gateway.
    @inline(never)
    func plantedHold(at time: UInt32) -> Description? {
        for incident in incidents where incident.span.contains(time) && incident.strikes(message.identity) {
            switch incident.scenario {
            case .templateOrAudience: return incident.form % 3 == 0 ? .noSuchCustomer : .liquidError
            case .suppressionRise: return [.capped, .unsubscribed, .controlGroup][Int(incident.form % 3)]
            default: continue
            }
        }
        return nil
    }

    /// Why the gateway refuses an attempt.
    @inline(never)
    func plantedRefusal(at time: UInt32, attempt: Int) -> Description? {
        for incident in incidents {
            if let reason = refusal(by: incident, at: time, attempt: attempt) { return reason }
        }
        return nil
    }

    private func refusal(by incident: Incident, at time: UInt32, attempt: Int) -> Description? {
        let answers = GatewayAnswers.of(device.gateway)
        // A group that delivers worse does so all the time.
        if incident.scenario == .mixShift { return incident.strikes(device.high) ? answers.unregistered : nil }
        guard incident.span.contains(time) else { return nil }
        let form = Int(truncatingIfNeeded: incident.form >> 1)
        switch incident.scenario {
        case .tokenChurn:
            return incident.strikes(device.high) ? answers.unregistered : nil
        case .silenceSpike:
            // A dead token is refused until the sender removes it, or the app registers a new one.
            guard incident.strikes(device.high) else { return nil }
            var constant = SplitMix64(seed: device.low)
            return time < incident.since + Incident.forgetting.draw(&constant) ? answers.unregistered : nil
        case .environmentMixup:
            return incident.strikes(device.high) ? answers.mixedUp : nil
        case .credentials:
            return incident.strikes(identity) ? answers.credentials[form % answers.credentials.count] : nil
        case .gatewayOutage:
            guard incident.strikes(identity &+ UInt64(attempt)) else { return nil }
            var constant = SplitMix64(seed: identity &+ UInt64(attempt))
            return answers.troubled.pick(&constant)
        case .throttling:
            return incident.strikes(identity &+ UInt64(attempt)) ? answers.tooFast : nil
        case .payloadTooLarge:
            return incident.strikes(message.identity) ? answers.oversized : nil
        case .badRequest:
            return incident.strikes(message.identity) ? answers.malformed[form % answers.malformed.count] : nil
        case .unknownReason:
            return incident.strikes(identity) ? Description.unheardOf[form % Description.unheardOf.count] : nil
        default:
            return nil
        }
    }

    /// Whether the sender gives up after a planted refusal that may pass: its queues are full.
    @inline(never)
    func givesUp(at time: UInt32, attempt: Int) -> Bool {
        for incident in incidents where incident.span.contains(time) {
            guard incident.scenario == .gatewayOutage || incident.scenario == .throttling else { continue }
            let identity = identity &+ UInt64(attempt)
            if incident.strikes(identity) { return incident.number(identity, below: 5) == 0 }
        }
        return false
    }

    /// Whether the gateway's answer to an attempt is lost.
    @inline(never)
    func isNeverAnswered(at time: UInt32) -> Bool {
        isStruck(by: .stuckInFlight, at: time, identity)
    }

    /// Whether the sender tries again whatever the gateway says, and without waiting.
    @inline(never)
    func isTriedAgainRegardless(at time: UInt32, attempt: Int) -> Bool {
        for incident in incidents where incident.scenario == .overRetry && incident.span.contains(time) {
            if incident.strikes(identity) { return attempt < 12 + Int(incident.number(identity, below: 14)) }
        }
        return false
    }

    /// Whether somebody who would have opened the message does not.
    @inline(never)
    func isLeftUnopened(after delivered: UInt32) -> Bool {
        isStruck(by: .opensDown, at: delivered, identity)
    }

    /// Whether the app reports what happens on the device.
    @inline(never)
    func isTracked(_ status: Status, at time: UInt32) -> Bool {
        switch status {
        case .opened: !isStruck(by: .opensNotTracked, at: time, device.high)
        case .received: !isStruck(by: .confirmationsNotTracked, at: time, device.high)
        default: true
        }
    }

    /// When an acceptance is said to happen: a clock that is slow dates it earlier, though not before it went wrong.
    @inline(never)
    func acceptanceDated(at time: UInt32) -> UInt32 {
        for incident in incidents where incident.scenario == .clockSkew && incident.span.contains(time) {
            guard !incident.isOfDevices, incident.strikes(identity) else { continue }
            let least = Incident.longestSkew / 10
            let skew = least + UInt32(incident.number(identity, below: UInt64(Incident.longestSkew - least)))
            return time - min(skew, time - incident.since)
        }
        return time
    }

    /// When an opening is said to happen: a device whose clock is slow dates it before the delivery.
    @inline(never)
    func openingDated(at time: UInt32, after delivered: UInt32) -> UInt32 {
        for incident in incidents where incident.scenario == .clockSkew && incident.span.contains(time) {
            guard incident.isOfDevices, incident.strikes(device.high), delivered > incident.since else { continue }
            let skew = 5 + UInt32(incident.number(identity, below: 120))
            return delivered - min(skew, delivered - incident.since)
        }
        return time
    }

    /// Bits of the delivery: of its message and its device's place.
    private var identity: UInt64 { message.identity &+ UInt64(place) &* 0x9E37_79B9 }

    private func isStruck(by scenario: Scenario, at time: UInt32, _ identity: UInt64) -> Bool {
        for incident in incidents where incident.scenario == scenario && incident.span.contains(time) {
            if incident.strikes(identity) { return true }
        }
        return false
    }
}
