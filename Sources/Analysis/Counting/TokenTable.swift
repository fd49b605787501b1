import TrackingLog

/// The devices of some deliveries and their tokens, found delivery by delivery.
struct TokenTable: ~Copyable {
    private struct Token {
        let hwid: ShortKey
        let app: UInt32
        var platforms: PlatformSet = []
        /// Descriptions are numbers in the labels.
        var evidence = TokenEvidence<CompactTime, UInt32>()
        /// Whether it confirmed or opened anything.
        var reports = false
    }

    private var devices: SightingTable
    private var tokens: [Token] = []
    private var slots = SlotTable()
    /// By delivery, in the order of adding.
    private var tokenOfDelivery: [UInt32] = []

    /// - Parameters:
    ///   - room: the number of deliveries.
    ///   - groups: the number of groups.
    init(room: Int, groups: Int) {
        devices = SightingTable(room: room, groups: groups)
        tokenOfDelivery.reserveCapacity(room)
    }

    /// Has the memory that adding a delivery will need brought into the cache.
    @inline(__always)
    func prefetch(_ delivery: DeviceSighting) {
        devices.prefetch(delivery.hwid)
        slots.prefetch(delivery.hwid.hash(with: Int(delivery.app)))
    }

    /// Adds a delivery.
    @inline(__always)
    mutating func add(_ delivery: DeviceSighting, _ labels: borrowing InternedLabels) {
        devices.insert(delivery.sighting)
        let hash = delivery.hwid.hash(with: Int(delivery.app))
        let known = slots.find(hash) { tokens[$0].app == delivery.app && tokens[$0].hwid == delivery.hwid }
        let token = known ?? tokens.count
        if known == nil {
            tokens.append(Token(hwid: delivery.hwid, app: delivery.app))
            slots.insert(hash, record: token)
        }
        tokenOfDelivery.append(UInt32(token))
        tokens[token].platforms.formUnion(PlatformSet(delivery.platform))
        if delivery.facts.contains(.reports) { tokens[token].reports = true }
        delivery.add(to: &tokens[token].evidence, labels)
    }

    /// The token of a delivery, once all are added.
    ///
    /// - Parameter delivery: its number in the order of adding.
    func mark(_ delivery: Int) -> TokenMark {
        let token = tokens[Int(tokenOfDelivery[delivery])]
        return TokenMark(token.platforms.agreed, token.evidence.state, reports: token.reports)
    }

    /// What is counted.
    var counts: DeviceCounts {
        var counts = DeviceCounts(devices: devices.total, byGroup: devices.byGroup)
        for token in tokens { counts.add(token.evidence.state, on: token.platforms.agreed) }
        return counts
    }
}

/// The numbers of devices, and of their tokens by state.
struct DeviceCounts: Sendable {
    private(set) var devices: SightingCount
    /// The devices of each group.
    private(set) var byGroup: [SightingCount]
    private(set) var states = TokenCounts()
    /// By the platform's raw value.
    private(set) var statesByPlatform = [TokenCounts](repeating: TokenCounts(), count: Platform.allCases.count)

    init(devices: SightingCount, byGroup: [SightingCount]) {
        self.devices = devices
        self.byGroup = byGroup
    }

    fileprivate mutating func add(_ state: TokenState, on platform: Platform) {
        states[state] += 1
        statesByPlatform[Int(platform.rawValue)][state] += 1
    }

    /// Adds the counts of other devices, by the same groups.
    mutating func add(_ other: DeviceCounts) {
        devices += other.devices
        for group in byGroup.indices { byGroup[group] += other.byGroup[group] }
        states.add(other.states)
        for platform in statesByPlatform.indices { statesByPlatform[platform].add(other.statesByPlatform[platform]) }
    }
}
