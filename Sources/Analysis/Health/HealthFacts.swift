import TrackingLog

/// What each delivery of one shard signals, when, and where it belongs: 12 bytes each.
///
/// A class: passes over devices and people add to it from several threads, to different deliveries.
final class HealthFacts: @unchecked Sendable {
    /// By the delivery's number in the shard. Seconds since the first hour of the logs.
    let times: UnsafeMutableBufferPointer<UInt32>
    /// The number of its stratum; ``leftOut`` where it is not judged.
    let strata: UnsafeMutableBufferPointer<UInt32>
    let signals: UnsafeMutableBufferPointer<HealthSignals>

    /// The stratum of deliveries that are not judged.
    static let leftOut = UInt32.max

    init(count: Int) {
        times = .allocate(capacity: count)
        strata = .allocate(capacity: count)
        signals = .allocate(capacity: count)
        times.initialize(repeating: 0)
        strata.initialize(repeating: Self.leftOut)
        signals.initialize(repeating: [])
    }

    deinit {
        times.deallocate()
        strata.deallocate()
        signals.deallocate()
    }
}

/// When a delivery is judged, and by which clock.
struct HealthClock: Sendable {
    /// The beginning of the first hour.
    let origin: Timestamp
    /// The last event of all.
    let end: Timestamp
    /// How long after its delivery a message is opened, if it is soon.
    var openWindow: Int64 = 3_600
    /// How long after it the first of them are opened.
    var soonWindow: Int64 = 900

    /// How long a gateway's answer may take.
    static let answerTime: Int64 = 6 * 3_600

    func seconds(_ time: Timestamp) -> UInt32 { UInt32(clamping: time.secondsSince1970 - origin.secondsSince1970) }
}

extension HealthFacts {
    /// Notes what the deliveries of a shard signal by themselves.
    ///
    /// - Parameters:
    ///   - strata: give each message its strata; nil leaves it out.
    ///   - resolved: the tally.
    ///   - shard: the number of the shard.
    func note(
        _ strata: borrowing HealthStrata, _ clock: HealthClock, _ refusals: RefusalSignals, of resolved: ResolvedTally,
        _ shard: Int
    ) {
        let (outcomes, meanings) = (resolved.outcomes[shard], resolved.meanings)
        var failedRows = [UInt32](repeating: 0, count: times.count)
        for refusal in resolved.tally.shards[shard].pointee.refusals.elements {
            let delivery = Int(refusal.delivery)
            signals[delivery].insert(
                HealthSignals(refusals.signal(of: refusal, on: outcomes.deliveries[delivery].platform, meanings)))
            failedRows[delivery] &+= refusal.count
        }
        let matureUntil = clock.seconds(clock.end.adding(seconds: -clock.openWindow))
        let answeredUntil = clock.seconds(clock.end.adding(seconds: -HealthClock.answerTime))
        for (number, delivery) in resolved.tally.shards[shard].pointee.deliveries.elements.enumerated() {
            let message = Int(delivery.message)
            let record = resolved.tally.shards[shard].pointee.messages[message].pointee
            let outcome = outcomes.deliveries[number]
            guard outcomes.messages[message].isReported, let first = record.first.timestamp,
                let stratum = strata.number(of: record, on: outcome.platform)
            else { continue }
            self.strata[number] = stratum
            // A row with a wrong clock must not move the message; where it was created is known best.
            let time = clock.seconds(delivery.firstCreated.timestamp ?? first)
            times[number] = time
            var found = signals[number]
            found.insert(HealthSignals(.delivery))
            if record.firstDelivery == UInt32(number) { found.insert(HealthSignals(.message)) }
            let counts = delivery.counts
            let attempts = resolved.tally.shards[shard].pointee.count(of: .sent, in: number)
            if max(attempts, Int(failedRows[number])) > SenderRules.maximumAttempts {
                found.subtract(.retried)
                found.insert(HealthSignals(.overRetried))
            }
            if outcome.state.isAccepted {
                found.insert(HealthSignals(.accepted))
                if counts[.received] > 0 { found.insert(HealthSignals(.received)) }
                if counts[.converted] > 0 { found.insert(HealthSignals(.converted)) }
                if time <= matureUntil {
                    found.insert(HealthSignals(.mature))
                    let start = delivery.firstDelivered.timestamp ?? clock.origin.adding(seconds: Int64(time))
                    if let opened = delivery.firstOpened.timestamp,
                        opened.secondsSince1970 - start.secondsSince1970 <= clock.openWindow
                    {
                        found.insert(HealthSignals(.opened))
                        if opened.secondsSince1970 - start.secondsSince1970 <= clock.soonWindow {
                            found.insert(HealthSignals(.openedSoon))
                        }
                    }
                }
            } else if !outcome.state.isFinal, time <= answeredUntil {
                found.insert(HealthSignals(.stuck))
            }
            if outcome.state.isAccepted || !found.isDisjoint(with: .refused)
                || found.contains(HealthSignals(.overRetried))
            {
                found.insert(HealthSignals(.reached))
            }
            if counts[.created] > 1 || counts[.delivered] > 1
                || counts[.sent] > 1 && failedRows[number] == 0 && !found.contains(HealthSignals(.overRetried))
            {
                found.insert(HealthSignals(.doubled))
            }
            if delivery.firstDelivered < delivery.firstCreated && delivery.firstCreated != .never
                || record.deliveryCount == 1 && record.first < delivery.firstCreated && delivery.firstCreated != .never
                || delivery.firstOpened < delivery.firstDelivered && delivery.firstDelivered != .never
                || delivery.lastSent < delivery.firstCreated && delivery.lastSent != .none
                    && delivery.firstCreated != .never
            {
                found.insert(HealthSignals(.skewed))
            }
            signals[number] = found
        }
    }

    /// How long after their deliveries messages were opened, in seconds, of some of them.
    static func openDelays(of resolved: ResolvedTally, _ shard: Int) -> [Int64] {
        resolved.tally.shards[shard].pointee.deliveries.elements.lazy.compactMap { delivery in
            guard let opened = delivery.firstOpened.timestamp, let delivered = delivery.firstDelivered.timestamp
            else { return nil }
            return opened.secondsSince1970 - delivered.secondsSince1970
        }.prefix(4_096).filter { $0 >= 0 }
    }
}
