import Threading
import TrackingLog

/// Finds who is in a segment.
struct SegmentSearch: Sendable {
    let request: SegmentRequest
    let resolved: ResolvedTally
    let selection: DeliverySelection
    let audience: AudienceIndex?

    /// - Parameter selection: of the request's filter; its messages are marked.
    init(_ request: SegmentRequest, _ resolved: ResolvedTally, _ selection: DeliverySelection) {
        self.request = request
        self.resolved = resolved
        self.selection = selection
        audience = request.audience.map { AudienceIndex($0, resolved.tally.identities) }
    }

    /// Everybody in the segment.
    func members() -> SegmentMembers {
        switch request.segment.subject {
        case .people: people()
        case .devices: devices()
        }
    }

    /// Whether a person is asked for.
    func isListed(_ person: ShortKey) -> Bool { audience.map { $0.place(of: person) != nil } ?? true }

    // MARK: - People

    private func people() -> SegmentMembers {
        let messages = Workers.map(ShortKey.shardCount) { PersonMessages($0, of: resolved) }
        let parts = Workers.map(ShortKey.shardCount) { shard -> [SegmentMembers.Member] in
            if request.segment == .retry {
                let pass = RetryPass(messages, shard: shard, of: resolved, selection)
                return pass.retried.filter { isListed($0.person) }.map { .retry($0) }
            }
            let table = PersonTable(messages, shard: shard, of: resolved, selection)
            let found = table.people.elements.filter { includes($0) }
            // Of messages that a filter selects, nobody else is known to have missed one.
            let hasAbsent =
                request.segment == .unreachable || request.segment == .fallback && !request.filter.leavesOut
            return found.map { .person($0) } + (hasAbsent ? absent(from: table, shard) : [])
        }
        return SegmentMembers(members: parts.flatMap(\.self))
    }

    /// The people of the audience that are not among those of a shard.
    private func absent(from table: borrowing PersonTable, _ shard: Int) -> [SegmentMembers.Member] {
        var absent: [SegmentMembers.Member] = []
        for (key, place) in audience?.places ?? [:] where key.shard == shard {
            if table.find(key) == nil { absent.append(.absent(place)) }
        }
        return absent
    }

    private func includes(_ person: PersonFacts) -> Bool {
        guard person.messages > 0, isListed(person.key) else { return false }
        switch request.segment {
        case .hasToken: return person.token == .valid
        case .noToken, .fallback: return person.token != .valid
        case .deliveredRecently: return person.lastGood > request.cutoff
        case .notDeliveredButTried: return person.lastEvent > request.cutoff && person.lastGood <= request.cutoff
        case .deliveryFailures: return person.lastFailure.map { $0.refusal.last > request.cutoff } ?? false
        default: return false
        }
    }

    // MARK: - Devices

    private func devices() -> SegmentMembers {
        let deliveries = Workers.map(ShortKey.shardCount) { deliveriesByDevice(of: $0) }
        let parts = Workers.map(ShortKey.shardCount) { shard in
            let table = DeviceTable(deliveries.map { $0[shard] }, of: resolved, selection)
            return DeviceCandidates(table, self)
        }
        var members = SegmentMembers()
        switch request.segment {
        case .suspectTokens:
            members.mixUps = parts.reduce(into: SuspectCounts()) { $0.merge($1.suspects) }.mixUps
        case .silentTokens:
            let reporting = parts.reduce(into: Set<UInt32>()) { $0.formUnion($1.reportingApps) }
            for device in parts.lazy.flatMap(\.devices) where !reporting.contains(device.app) {
                members.unreporting[device.app, default: 0] += 1
            }
        case .movedTokens:
            members.replacements = Replacements(parts)
        default: break
        }
        for device in parts.lazy.flatMap(\.devices) {
            switch request.segment {
            case .silentTokens where members.unreporting[device.app] != nil: continue
            case .movedTokens where device.people < 2 && !members.replacements.has(device): continue
            default: members.members.append(.device(device))
            }
        }
        return members
    }

    private func deliveriesByDevice(of shard: Int) -> [[UInt32]] {
        var lists = [[UInt32]](repeating: [], count: ShortKey.shardCount)
        for (number, delivery) in resolved.tally.shards[shard].pointee.deliveries.elements.enumerated()
        where delivery.hwidShape != .empty {
            lists[delivery.hwid.shard].append(UInt32(number))
        }
        return lists
    }

    /// Whether a device is in the segment, as far as it is known without others.
    func mayInclude(_ device: DeviceFacts) -> Bool {
        guard device.isSelected, isListed(resolved.personKey(device.namedPerson, hwid: device.hwid)) else {
            return false
        }
        switch request.segment {
        case .staleTokens: return device.evidence.state == .invalid
        case .suspectTokens: return device.evidence.state == .suspect
        case .silentTokens: return device.evidence.state == .valid && device.silentSince <= request.cutoff
        case .movedTokens: return device.people > 1 || device.isRefused && device.namedPerson != nil
        default: return false
        }
    }
}

extension MessageFilter {
    /// Whether some messages may be left out.
    fileprivate var leavesOut: Bool { since != nil || until != nil || !values.isEmpty }
}
