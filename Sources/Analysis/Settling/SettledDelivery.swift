import TrackingLog

/// What one delivery came to.
struct SettledDelivery {
    var platform: Platform
    var state: DeliveryState
    /// Why it failed, where it did.
    var failure: FailureKind
}

/// What one message came to.
struct SettledMessage {
    /// The platforms of its deliveries, a bit each.
    private var platforms: UInt8 = 0
    var deliveries: DeliverySummary = []
    private(set) var overlays: Overlays = []
    /// Whether its target is one of its hwids.
    var isTargetDevice = false
    /// Which group of the report it belongs to.
    var group: UInt32 = 0

    /// What is counted, besides the outcome, when true of any delivery.
    struct Overlays: OptionSet {
        let rawValue: UInt8
        static let delivered = Overlays(rawValue: 1)
        static let received = Overlays(rawValue: 2)
        static let opened = Overlays(rawValue: 4)
        static let converted = Overlays(rawValue: 8)
    }

    @inline(__always)
    mutating func add(_ delivery: SettledDelivery, _ counts: EventCounts) {
        platforms |= 1 << delivery.platform.rawValue
        deliveries.formUnion(DeliverySummary(delivery.state, failure: delivery.failure))
        if delivery.state.isAccepted { overlays.insert(.delivered) }
        if counts[.received] > 0 { overlays.insert(.received) }
        if counts[.opened] > 0 { overlays.insert(.opened) }
        if counts[.converted] > 0 { overlays.insert(.converted) }
    }

    /// Its deliveries' platform, if they agree.
    var platform: Platform {
        guard platforms.nonzeroBitCount == 1 else { return .mixed }
        return Platform(rawValue: UInt8(platforms.trailingZeroBitCount)) ?? .unknown
    }
}
