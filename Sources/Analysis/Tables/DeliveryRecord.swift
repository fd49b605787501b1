/// What the rows of one message to one device say: 60 bytes.
struct DeliveryRecord: BitwiseCopyable {
    /// The hwid's.
    let hwid: ShortKey
    /// Its message, in the same shard.
    var message: UInt32
    /// Another delivery of the message.
    var next = DeliveryRecord.none
    var counts = EventCounts()
    /// The failed rows that decide, should it have failed: a number in the shard's refusals.
    var refusal = RefusalRecord.none
    var firstCreated = CompactTime.never
    var lastSent = CompactTime.none
    var firstDelivered = CompactTime.never
    var firstOpened = CompactTime.never
    /// The latest row by which a gateway or a device had taken it: delivered, received or opened.
    var lastAccepted = CompactTime.none
    /// When the payload was told that ``payload`` describes.
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

    var payload: PayloadShape {
        get { PayloadShape(rawValue: shapes & 0xF) ?? .none }
        set { shapes = shapes & 0xF0 | newValue.rawValue }
    }

    var hwidShape: HwidShape { HwidShape(rawValue: shapes >> 4) ?? .other }
}
