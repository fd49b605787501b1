import TrackingLog

/// The outcome of one message: 8 bytes.
struct ResolvedMessage {
    /// Its group in the report.
    var group = ResolvedMessage.leftOut
    /// From the lowest bit: six of ``platforms``, five of ``deliveries``, four of ``overlays``, one of ``isTargetDevice``,
    /// eleven of ``categories``.
    private var bits: UInt32 = 0

    /// The group of messages outside the report.
    static let leftOut = UInt32.max

    /// Facts that are counted beside the outcome, if true of any delivery.
    struct Overlays: OptionSet {
        let rawValue: UInt8
        static let delivered = Overlays(rawValue: 1)
        static let received = Overlays(rawValue: 2)
        static let opened = Overlays(rawValue: 4)
        static let converted = Overlays(rawValue: 8)
    }

    /// The platforms of its deliveries.
    var platforms: PlatformSet { PlatformSet(rawValue: UInt8(bits & 0x3F)) }
    var deliveries: DeliverySummary { DeliverySummary(rawValue: UInt8(bits >> 6 & 0x1F)) }
    var overlays: Overlays { Overlays(rawValue: UInt8(bits >> 11 & 0xF)) }
    /// Whether its target is one of its hwids.
    var isTargetDevice: Bool { bits >> 15 & 1 != 0 }
    /// The categories of its failed deliveries' reasons.
    var categories: CategorySet { CategorySet(rawValue: UInt16(bits >> 16)) }

    @inline(__always)
    mutating func add(_ delivery: ResolvedDelivery, _ counts: EventCounts) {
        var overlays: Overlays = []
        if delivery.state.isAccepted { overlays.insert(.delivered) }
        if counts[.received] > 0 { overlays.insert(.received) }
        if counts[.opened] > 0 { overlays.insert(.opened) }
        if counts[.converted] > 0 { overlays.insert(.converted) }
        bits |= UInt32(PlatformSet(delivery.platform).rawValue)
        bits |= UInt32(DeliverySummary(delivery.state, failure: delivery.failure).rawValue) << 6
        bits |= UInt32(overlays.rawValue) << 11
    }

    mutating func add(_ category: CategorySet) { bits |= UInt32(category.rawValue) << 16 }

    mutating func noteThatTargetIsDevice() { bits |= 1 << 15 }

    var isReported: Bool { group != ResolvedMessage.leftOut }
}
