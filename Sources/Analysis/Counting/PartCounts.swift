import TrackingLog

/// What the reported messages of one part of a tally come to.
struct PartCounts: Sendable {
    private(set) var groups: [GroupTally]
    private(set) var first = CompactTime.never
    private(set) var last = CompactTime.none
    private(set) var reasons: [ReasonKey: ReasonTally] = [:]
    private(set) var failedDeliveries = 0
    private(set) var attempts = Attempts()
    private(set) var createdToDelivered = LatencyValues()
    private(set) var deliveredToOpened = LatencyValues()
    /// The deliveries that have a hwid: their numbers in this part, by the part that their hwid's key falls to.
    private(set) var deliveriesByDevice: [[UInt32]]

    struct ReasonKey: Hashable {
        var platform: Platform
        /// The description, in the words.
        var word: UInt32
    }

    struct ReasonTally {
        var deliveries = 0
        var events = 0
    }

    /// - Parameter groups: how many groups there are; ``SettledMessage/group`` is below that.
    init(_ part: borrowing TallyPart, _ settled: SettledPart, _ meanings: DescriptionMeanings, groups: Int) {
        self.groups = Array(repeating: GroupTally(), count: groups)
        deliveriesByDevice = Array(repeating: [], count: ShortKey.parts)
        countMessages(of: part, settled)
        countDeliveries(of: part, settled, meanings)
        countRefusals(of: part, settled, meanings)
        for events in part.rareEvents.elements {
            let message = settled.messages[Int(events.message)]
            guard message.isReported else { continue }
            self.groups[Int(message.group)].rareEvents[events.word, default: 0] += events.count
        }
    }

    /// Lets go of ``deliveriesByDevice``, once the tokens have been settled.
    mutating func forgetDevices() { deliveriesByDevice = [] }

    private mutating func countMessages(of part: borrowing TallyPart, _ settled: SettledPart) {
        for (number, message) in part.messages.elements.enumerated() where settled.messages[number].isReported {
            groups[Int(settled.messages[number].group)].add(settled.messages[number])
            first = min(first, message.first)
            last = max(last, message.last)
        }
    }

    private mutating func countDeliveries(
        of part: borrowing TallyPart, _ settled: SettledPart, _ meanings: DescriptionMeanings
    ) {
        for (number, delivery) in part.deliveries.elements.enumerated() {
            let message = settled.messages[Int(delivery.message)]
            guard message.isReported else { continue }
            groups[Int(message.group)].add(delivery.counts)
            attempts.add(delivery.counts[.sent])
            createdToDelivered.add(from: delivery.firstCreated, to: delivery.firstDelivered)
            deliveredToOpened.add(from: delivery.firstDelivered, to: delivery.firstOpened)
            if delivery.hwidShape != .empty { deliveriesByDevice[delivery.hwid.part].append(UInt32(number)) }
            if settled.deliveries[number].state == .failed {
                failedDeliveries += 1
                let word = meanings.word(of: part.refusals[Int(delivery.refusal)].pointee)
                reasons[ReasonKey(platform: settled.deliveries[number].platform, word: word), default: ReasonTally()]
                    .deliveries += 1
            }
        }
    }

    private mutating func countRefusals(
        of part: borrowing TallyPart, _ settled: SettledPart, _ meanings: DescriptionMeanings
    ) {
        for refusal in part.refusals.elements {
            let message = part.deliveries[Int(refusal.delivery)].pointee.message
            guard settled.messages[Int(message)].isReported else { continue }
            let platform = settled.deliveries[Int(refusal.delivery)].platform
            reasons[ReasonKey(platform: platform, word: meanings.word(of: refusal)), default: ReasonTally()]
                .events += Int(refusal.count)
        }
    }
}
