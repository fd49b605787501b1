/// What the rows of one message say of it as a whole: 40 bytes.
///
/// Each thing is told by the earliest row that has a value, so it is kept with its time.
struct MessageRecord: BitwiseCopyable {
    /// The tracking code's.
    let key: ShortKey
    /// A number in ``Words``.
    var app = Words.none
    /// Numbers in ``Names``.
    var target = Names.none
    var user = Names.none
    var appTime = CompactTime.never
    var targetTime = CompactTime.never
    var userTime = CompactTime.never

    init(key: ShortKey) {
        self.key = key
    }
}
