import TrackingLog

/// What deliveries have in common: the events of each common status, which times are known, and more.
///
/// Of a million deliveries few hundred differ in it, so that a delivery is mostly one number and a few times.
struct DeliveryProfile: Hashable {
    /// The events of each of ``statuses``, half a byte each, in that order.
    var counts: UInt32 = 0
    var flags: UInt32 = 0

    /// The statuses that are counted here, as files have them.
    private static let statuses: [Status] = [
        .created, .sent, .delivered, .failed, .opened, .received, .converted, .accepted,
    ]

    /// A bit of ``flags`` for each time that is known, in the order of the file's columns.
    enum Flag: UInt32, CaseIterable {
        case created, sent, delivered, opened, acceptance, accepted, payload
        case refusals, rareEvents

        var bit: UInt32 { 1 << rawValue }
    }
    /// The payload's shape stands above the flags.
    private static let payloadShift = UInt32(Flag.allCases.count)
    /// The shapes in the order of their numbers in files.
    private static let payloads: [PayloadShape] = [
        .none, .iosBefore, .androidBefore, .ios, .iosAfter, .androidAfter, .damaged,
    ]

    init(_ delivery: DeliveryRecord, hasRareEvents: Bool) {
        for (place, status) in Self.statuses.enumerated() {
            counts |= UInt32(delivery.counts[status]) << UInt32(4 * place)
        }
        set(.created, delivery.firstCreated.timestamp != nil)
        set(.sent, delivery.lastSent.timestamp != nil)
        set(.delivered, delivery.firstDelivered.timestamp != nil)
        set(.opened, delivery.firstOpened.timestamp != nil)
        set(.acceptance, delivery.lastAcceptance.timestamp != nil)
        set(.accepted, delivery.lastAcceptedRow.timestamp != nil)
        set(.payload, delivery.payloadTime.timestamp != nil)
        set(.refusals, delivery.refusal != RefusalRecord.none)
        set(.rareEvents, hasRareEvents)
        let payload = Self.payloads.firstIndex(of: delivery.payload) ?? 0
        flags |= UInt32(payload) << Self.payloadShift
    }

    /// - Returns: nil where there is no such profile.
    init?(counts: UInt64, flags: UInt64) {
        guard counts <= UInt32.max, flags >> UInt64(Self.payloadShift) < UInt64(Self.payloads.count) else { return nil }
        self.counts = UInt32(counts)
        self.flags = UInt32(flags)
    }

    @inline(__always)
    func has(_ flag: Flag) -> Bool { flags & flag.bit != 0 }

    private mutating func set(_ flag: Flag, _ isSet: Bool) { if isSet { flags |= flag.bit } }

    var payload: PayloadShape { Self.payloads[Int(flags >> Self.payloadShift)] }

    /// The events as a record has them.
    var eventCounts: EventCounts {
        var events = EventCounts()
        for (place, status) in Self.statuses.enumerated() {
            for _ in 0..<(counts >> UInt32(4 * place) & 15) { _ = events.count(status) }
        }
        return events
    }
}
