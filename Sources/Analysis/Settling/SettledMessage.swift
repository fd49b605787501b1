import TrackingLog

/// What one message came to.
struct SettledMessage {
    /// The platforms of its deliveries.
    private(set) var platforms: PlatformSet = []
    private(set) var deliveries: DeliverySummary = []
    private(set) var overlays: Overlays = []
    /// Whether its target is one of its hwids.
    var isTargetDevice = false
    /// The categories of the reasons that its failed deliveries failed for.
    var categories: CategorySet = []
    /// Which group of the report it belongs to.
    var group = SettledMessage.leftOut

    /// The group of a message that the report is not on.
    static let leftOut = UInt32.max

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
        platforms.formUnion(PlatformSet(delivery.platform))
        deliveries.formUnion(DeliverySummary(delivery.state, failure: delivery.failure))
        if delivery.state.isAccepted { overlays.insert(.delivered) }
        if counts[.received] > 0 { overlays.insert(.received) }
        if counts[.opened] > 0 { overlays.insert(.opened) }
        if counts[.converted] > 0 { overlays.insert(.converted) }
    }

    var isReported: Bool { group != SettledMessage.leftOut }
}
