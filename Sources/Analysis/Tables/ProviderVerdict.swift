/// A delivery's deciding failed rows, else its latest accepted row: 5 bytes.
///
/// A failed row makes all accepted rows void, so that both share one place.
struct ProviderVerdict: BitwiseCopyable {
    /// The refusal's number, or the low bits of a time.
    private var low: UInt32
    /// The high bits of a time, which are always below ``refused``.
    private var high: UInt8

    /// Neither.
    static let none = ProviderVerdict(accepted: .none)
    private static let refused = UInt8.max

    private init(accepted time: CompactTime) {
        low = time.low
        high = time.high
    }

    /// Failed rows.
    ///
    /// - Parameter number: their number in the shard's refusals.
    init(refusal number: UInt32) {
        low = number
        high = ProviderVerdict.refused
    }

    /// The failed rows' number; ``RefusalRecord/none`` if there are none.
    @inline(__always)
    var refusal: UInt32 { high == ProviderVerdict.refused ? low : RefusalRecord.none }

    /// The latest accepted row; `none` if there is none, or a failed row.
    @inline(__always)
    var lastAcceptedRow: CompactTime {
        high == ProviderVerdict.refused ? .none : CompactTime(low: low, high: high)
    }

    /// Adds an accepted row.
    @inline(__always)
    mutating func addAccepted(at time: CompactTime) {
        if high != ProviderVerdict.refused { self = ProviderVerdict(accepted: max(lastAcceptedRow, time)) }
    }
}
