import TrackingLog

/// The rows of one message to one device, summed up: 60 bytes.
struct DeliveryRecord: BitwiseCopyable {
    /// The key of the hwid.
    let hwid: ShortKey
    /// Its message's number in the same shard.
    var message: UInt32
    /// The number of another delivery of the message.
    var next = DeliveryRecord.none
    var counts = EventCounts()
    private var verdict = ProviderVerdict.none
    var firstCreated = CompactTime.never
    var lastSent = CompactTime.none
    var firstDelivered = CompactTime.never
    var firstOpened = CompactTime.never
    /// The latest acceptance (``Status/isAcceptance``).
    var lastAcceptance = CompactTime.none
    /// The time of the row whose payload ``payload`` describes.
    var payloadTime = CompactTime.never
    /// ``payload`` and ``hwidShape``, half a byte each.
    private var shapes: UInt8

    /// No delivery.
    static let none = UInt32.max

    init(hwid: ShortKey, shape: HwidShape, message: UInt32) {
        self.hwid = hwid
        self.message = message
        shapes = shape.rawValue << 4 | PayloadShape.none.rawValue
    }

    /// The failed rows that decide if it failed: a number in the shard's refusals.
    @inline(__always)
    var refusal: UInt32 { verdict.refusal }

    /// The latest accepted row; `none` if there are failed rows, which make it void.
    @inline(__always)
    var lastAcceptedRow: CompactTime { verdict.lastAcceptedRow }

    /// Lets failed rows decide.
    mutating func decide(_ refusal: UInt32) { verdict = ProviderVerdict(refusal: refusal) }

    /// Forgets the failed rows that decided; a delivery without any keeps its accepted rows.
    mutating func forgetRefusal() {
        if refusal != RefusalRecord.none { verdict = .none }
    }

    /// Notes an accepted row.
    @inline(__always)
    mutating func noteAccepted(at time: CompactTime) { verdict.addAccepted(at: time) }

    /// Whether the device confirmed or opened it.
    @inline(__always)
    var isReported: Bool { counts[.received] > 0 || counts[.opened] > 0 }

    var payload: PayloadShape {
        get { PayloadShape(rawValue: shapes & 0xF) ?? .none }
        set { shapes = shapes & 0xF0 | newValue.rawValue }
    }

    var hwidShape: HwidShape { HwidShape(rawValue: shapes >> 4) ?? .other }
}
