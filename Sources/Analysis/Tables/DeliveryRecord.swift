/// What the rows of one message to one device say: 40 bytes.
struct DeliveryRecord: BitwiseCopyable {
    /// The hwid's.
    let hwid: ShortKey
    /// Its message, in the same part.
    var message: UInt32
    var counts = EventCounts()
    /// The failed rows that decide, should it have failed: a number in the part's refusals.
    var refusal = DeliveryRecord.noRefusal
    var lastSent = CompactTime.none
    var lastDelivered = CompactTime.none
    /// When the payload was told that ``payload`` describes.
    var payloadTime = CompactTime.never
    /// ``payload`` and ``hwidShape``, half a byte each.
    private var shapes: UInt8

    static let noRefusal = UInt32.max

    init(hwid: ShortKey, shape: HwidShape, message: UInt32) {
        self.hwid = hwid
        self.message = message
        shapes = shape.rawValue << 4 | PayloadShape.none.rawValue
    }

    var payload: PayloadShape {
        get { PayloadShape(rawValue: shapes & 0xF) ?? .none }
        set { shapes = shapes & 0xF0 | newValue.rawValue }
    }

    var hwidShape: HwidShape { HwidShape(rawValue: shapes >> 4) ?? .other }
}
