/// What the rows of one message say of it as a whole: 56 bytes.
///
/// App, name and person are told by the earliest row that has a value, so each is kept with its time.
struct MessageRecord: BitwiseCopyable {
    /// The tracking code's.
    let key: ShortKey
    /// The first of its deliveries, which lead on to each other.
    var firstDelivery = DeliveryRecord.none
    /// A number in ``InternedLabels``.
    var app = InternedLabels.none
    /// A number in ``InternedLabels``.
    var name = InternedLabels.none
    /// A number in ``InternedIdentities``: the user that a payload told, else the target.
    var person = InternedIdentities.none
    var appTime = CompactTime.never
    var nameTime = CompactTime.never
    var personTime = CompactTime.never
    /// The earliest and the latest of all rows.
    var first = CompactTime.never
    var last = CompactTime.none
    /// Whether ``person`` is a user: then no target matters any more.
    var isUserKnown = false
    /// How many deliveries it has, up to 255.
    var deliveryCount: UInt8 = 0

    init(key: ShortKey) {
        self.key = key
    }
}
