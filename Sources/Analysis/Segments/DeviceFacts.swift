import TrackingLog

/// What the logs show of one token: an app on a device.
struct DeviceFacts: BitwiseCopyable {
    let hwid: ShortKey
    /// The app's number in the labels.
    let app: UInt32
    var platforms: PlatformSet = []
    /// Descriptions are numbers in the labels.
    var evidence = TokenEvidence<CompactTime, UInt32>()
    /// The platforms of deliveries that failed by the evidence's last refusal.
    var refusalPlatforms: PlatformSet = []
    /// The first event of the first message; of the first that was accepted.
    var first = CompactTime.never
    var firstGood = CompactTime.never
    /// The latest acceptance of what the device confirmed or opened.
    var lastSeen = CompactTime.none
    var attempts: UInt32 = 0
    /// Whom the latest message was for, and whom the latest one that was for somebody else.
    var person = TimedPerson()
    var previous = TimedPerson()
    /// The number of people.
    var people: UInt32 = 0
    /// Whether a message that is asked for went to it.
    var isSelected = false

    init(hwid: ShortKey, app: UInt32) {
        self.hwid = hwid
        self.app = app
    }

    var platform: Platform { platforms.agreed }
    var lastGood: CompactTime { evidence.lastAcceptance ?? .none }

    /// Since when the device gave no sign of life: the last one, else the first message that was accepted.
    var silentSince: CompactTime { lastSeen == .none ? firstGood : lastSeen }
}

/// A person, and the time of a message to them.
struct TimedPerson: BitwiseCopyable {
    var number = InternedIdentities.none
    var time = CompactTime.none
}

/// The tokens of a shard of devices.
struct DeviceTable: ~Copyable, Sendable {
    private(set) var devices = FlatArray<DeviceFacts>()
    private var slots = SlotTable()
    /// By token, its people if they are several.
    private var people: [Int: Set<InternedIdentities.Number>] = [:]

    /// - Parameters:
    ///   - deliveries: by shard of the tally, the numbers of the deliveries to these devices.
    ///   - selection: the deliveries that are asked for; their messages are marked.
    init(_ deliveries: [[UInt32]], of resolved: ResolvedTally, _ selection: DeliverySelection) {
        for (shard, numbers) in deliveries.enumerated() {
            for number in numbers { note(Int(number), in: shard, of: resolved, selection) }
        }
        for (device, people) in people { devices[device].pointee.people = UInt32(people.count) }
    }

    private mutating func note(
        _ number: Int, in shard: Int, of resolved: ResolvedTally, _ selection: DeliverySelection
    ) {
        let table = resolved.tally.shards[shard]
        let delivery = table.pointee.deliveries[number].pointee
        let message = table.pointee.messages[Int(delivery.message)].pointee
        let outcome = resolved.outcomes[shard].deliveries[number]
        let place = place(of: delivery.hwid, message.app)
        let device = devices[place]
        device.pointee.platforms.formUnion(PlatformSet(outcome.platform))
        device.pointee.first = min(device.pointee.first, message.first)
        device.pointee.attempts += UInt32(clamping: table.pointee.count(of: .sent, in: number))
        if delivery.lastGood != .none { device.pointee.evidence.addAcceptance(at: delivery.lastGood) }
        if outcome.state.isAccepted { device.pointee.firstGood = min(device.pointee.firstGood, message.first) }
        if delivery.isReported { device.pointee.lastSeen = max(device.pointee.lastSeen, delivery.lastGood) }
        if delivery.refusal != RefusalRecord.none,
            let evidence = resolved.outcomes[shard].evidence[UInt32(number)]
        {
            device.pointee.note(
                table.pointee.refusals[Int(evidence)].pointee, on: outcome.platform, resolved.tally.labels,
                resolved.meanings)
        }
        if let person = resolved.person(of: Int(delivery.message), in: shard)
            ?? resolved.tally.identities.person(ofDevice: delivery.hwid)
        {
            note(person, at: message.first, on: place, resolved.tally.identities)
        }
        if resolved.outcomes[shard].messages[Int(delivery.message)].isReported,
            selection.keeps(number, of: shard, in: resolved)
        {
            device.pointee.isSelected = true
        }
    }

    private mutating func note(
        _ person: InternedIdentities.Number, at time: CompactTime, on place: Int,
        _ identities: borrowing InternedIdentities
    ) {
        let device = devices[place]
        if device.pointee.people == 0 {
            device.pointee.people = 1
        } else if person != device.pointee.person.number || people[place] != nil {
            people[place, default: [device.pointee.person.number]].insert(person)
        }
        let seen = TimedPerson(number: person, time: time)
        if person == device.pointee.person.number {
            device.pointee.person.time = max(device.pointee.person.time, time)
        } else if device.pointee.person.isBefore(seen, identities) {
            device.pointee.previous = device.pointee.person
            device.pointee.person = seen
        } else if device.pointee.previous.isBefore(seen, identities) {
            device.pointee.previous = seen
        }
    }

    private mutating func place(of hwid: ShortKey, _ app: UInt32) -> Int {
        let hash = hwid.hash(with: Int(app))
        if let known = slots.find(hash, { devices[$0].pointee.app == app && devices[$0].pointee.hwid == hwid }) {
            return known
        }
        devices.append(DeviceFacts(hwid: hwid, app: app))
        slots.insert(hash, record: devices.count - 1)
        return devices.count - 1
    }
}

extension TimedPerson {
    /// Whether another follows: later, or in the same second greater in byte order.
    fileprivate func isBefore(_ other: TimedPerson, _ identities: borrowing InternedIdentities) -> Bool {
        if number == InternedIdentities.none || time != other.time { return time < other.time }
        return identities.text(number).isBefore(identities.text(other.number))
    }
}

extension DeviceFacts {
    /// Adds failed rows that are evidence.
    fileprivate mutating func note(
        _ refusal: RefusalRecord, on platform: Platform, _ labels: borrowing InternedLabels,
        _ meanings: DescriptionMeanings
    ) {
        let label = meanings.label(of: refusal)
        let known = evidence.lastRefusal
        evidence.addRefusal(
            at: refusal.last, description: label, showing: meanings.evidence(of: refusal, on: platform)
        ) { labels.text($0).isBefore(labels.text($1)) }
        guard let last = evidence.lastRefusal, last.time == refusal.last, last.description == label else { return }
        if known?.time != last.time || known?.description != last.description { refusalPlatforms = [] }
        refusalPlatforms.formUnion(PlatformSet(platform))
    }
}
