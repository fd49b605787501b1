import TrackingLog

/// What one delivery shows of its device and of the token there: 40 bytes.
struct DeviceSighting: BitwiseCopyable {
    let hwid: ShortKey
    /// The app's number in the labels: a device has a token of each.
    let app: UInt32
    /// The message's group in the report.
    let group: UInt32
    /// The description of the failed rows that are evidence, as a number in the labels.
    private var description = InternedLabels.none
    /// Their time.
    private var refusedAt = CompactTime.none
    /// The latest row by which the token was good.
    private let acceptedAt: CompactTime
    let platform: Platform
    /// What the failed rows show of the token; `unknown` without any.
    private var shown = TokenState.unknown
    let facts: Sighting.Facts

    /// - Parameters:
    ///   - delivery: the number of a delivery with a hwid, whose message is reported.
    ///   - shard: the shard of the tally that it is in.
    @inline(__always)
    init(_ delivery: Int, of shard: borrowing TallyShard, _ outcomes: ShardOutcomes, _ meanings: DescriptionMeanings) {
        let record = shard.deliveries[delivery].pointee
        let outcome = outcomes.deliveries[delivery]
        hwid = record.hwid
        app = shard.messages[Int(record.message)].pointee.app
        group = outcomes.messages[Int(record.message)].group
        platform = outcome.platform
        acceptedAt = max(record.lastAcceptance, record.lastAcceptedRow)
        var facts: Sighting.Facts = []
        if outcome.state.isAccepted { facts.insert(.isDelivered) }
        if record.isReported { facts.insert(.reports) }
        self.facts = facts
        // Only a delivery with refusals has evidence against its token.
        guard record.refusal != RefusalRecord.none, let evidence = outcomes.evidence[UInt32(delivery)] else { return }
        let refusal = shard.refusals[Int(evidence)].pointee
        description = meanings.label(of: refusal)
        refusedAt = refusal.last
        shown = meanings.evidence(of: refusal, on: platform)
    }

    /// The device, in its group's messages.
    var sighting: Sighting { Sighting(key: hwid, group: group, facts: facts) }

    /// Adds what it shows to what is known of the token.
    ///
    /// - Parameter evidence: descriptions are numbers in the labels.
    @inline(__always)
    func add(to evidence: inout TokenEvidence<CompactTime, UInt32>, _ labels: borrowing InternedLabels) {
        if acceptedAt != .none { evidence.addAcceptance(at: acceptedAt) }
        guard refusedAt != .none else { return }
        evidence.addRefusal(at: refusedAt, description: description, showing: shown) {
            labels.text($0).isBefore(labels.text($1))
        }
    }
}
