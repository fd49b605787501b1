/// The rows of one message, summed up: 56 bytes.
///
/// App, name and person come from the earliest row that has a value, so each is kept with its time.
struct MessageRecord: BitwiseCopyable {
    /// The key of the tracking code.
    let key: ShortKey
    /// The first of its deliveries, a linked list.
    var firstDelivery = DeliveryRecord.none
    /// Its app's number in ``InternedLabels``.
    var app = InternedLabels.none
    /// Its name's number in ``InternedLabels``.
    var name = InternedLabels.none
    /// A number in ``InternedIdentities``: the user of a payload, else the target.
    var person = InternedIdentities.none
    var appTime = CompactTime.never
    var nameTime = CompactTime.never
    var personTime = CompactTime.never
    /// The earliest and the latest of all rows.
    var first = CompactTime.never
    var last = CompactTime.none
    /// Whether ``person`` is a user. Then targets no longer matter.
    var isUserKnown = false
    /// The number of its deliveries, up to 255.
    var deliveryCount: UInt8 = 0

    init(key: ShortKey) {
        self.key = key
    }
}
