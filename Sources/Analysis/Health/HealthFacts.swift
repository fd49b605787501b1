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

    /// Sets the windows by how long openings took: counts of each minute, in parts.
    mutating func learn(_ delays: [[Int]]) {
        let all = delays.reduce(0) { $0 + $1.reduce(0, +) }
        guard all > 0 else { return }
        func minute(_ share: Double) -> Int64 {
            var rest = Double(all) * share
            for minute in delays[0].indices {
                rest -= Double(delays.reduce(0) { $0 + $1[minute] })
                if rest < 0 { return Int64(minute + 1) }
            }
            return Int64(delays[0].count)
        }
        openWindow = min(max(minute(0.75) * 60, 1_800), 12 * 3_600)
        soonWindow = min(max(minute(0.4) * 60, 900), 3_600)
    }

    func seconds(_ time: Timestamp) -> UInt32 { UInt32(clamping: time.secondsSince1970 - origin.secondsSince1970) }

    func seconds(_ times: Range<Timestamp>) -> Range<UInt32> { seconds(times.lowerBound)..<seconds(times.upperBound) }
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
        // Before the logs' first hour where they are shorter: then nothing is old enough.
        let length = clock.end.secondsSince1970 - clock.origin.secondsSince1970
        let (matureUntil, answeredUntil) = (length - clock.openWindow, length - HealthClock.answerTime)
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
                if Int64(time) <= matureUntil {
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
            } else if !outcome.state.isFinal, Int64(time) <= answeredUntil {
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
        for message in resolved.tally.shards[shard].pointee.messages.elements {
            if let leading = leading(of: message, resolved, shard) { signals[leading].insert(HealthSignals(.message)) }
        }
    }

    /// The delivery that a message is counted at: of the first platform, the earliest. Which of them was read first depends on
    /// threads.
    private func leading(of message: MessageRecord, _ resolved: ResolvedTally, _ shard: Int) -> Int? {
        var best: (key: UInt64, delivery: Int)?
        resolved.tally.shards[shard].pointee.forEachDelivery(of: message) { number, _ in
            guard strata[number] != Self.leftOut else { return }
            let key = UInt64(strata[number]) << 32 | UInt64(times[number])
            if key < best?.key ?? .max { best = (key, number) }
        }
        return best?.delivery
    }

    /// How many minutes after their deliveries messages were opened: a count for each minute of a day.
    static func openDelays(of resolved: ResolvedTally, _ shard: Int) -> [Int] {
        var minutes = [Int](repeating: 0, count: 24 * 60)
        for delivery in resolved.tally.shards[shard].pointee.deliveries.elements {
            guard let opened = delivery.firstOpened.timestamp, let delivered = delivery.firstDelivered.timestamp,
                opened >= delivered
            else { continue }
            let minute = (opened.secondsSince1970 - delivered.secondsSince1970) / 60
            minutes[min(Int(minute), minutes.count - 1)] += 1
        }
        return minutes
    }
}
