import TrackingLog

/// A ``Timestamp`` in five bytes, which hold the years 0000 to 9999 to the second.
struct CompactTime: Comparable {
    // Bytes, so that a record packs several without gaps.
    private var byte0: UInt8
    private var byte1: UInt8
    private var byte2: UInt8
    private var byte3: UInt8
    private var byte4: UInt8

    /// Before every time.
    static let none = CompactTime(seconds: 0)
    /// After every time.
    static let never = CompactTime(seconds: 1 << 40 - 1)

    private static let origin = Timestamp.earliest.secondsSince1970 - 1

    @inline(__always)
    init(_ time: Timestamp) {
        self.init(seconds: UInt64(truncatingIfNeeded: time.secondsSince1970 &- CompactTime.origin))
    }

    @inline(__always)
    private init(seconds: UInt64) {
        byte0 = UInt8(truncatingIfNeeded: seconds)
        byte1 = UInt8(truncatingIfNeeded: seconds >> 8)
        byte2 = UInt8(truncatingIfNeeded: seconds >> 16)
        byte3 = UInt8(truncatingIfNeeded: seconds >> 24)
        byte4 = UInt8(truncatingIfNeeded: seconds >> 32)
    }

    /// The time of two parts.
    ///
    /// - Parameters:
    ///   - low: see ``low``.
    ///   - high: see ``high``.
    @inline(__always)
    init(low: UInt32, high: UInt8) {
        self.init(seconds: UInt64(high) << 32 | UInt64(low))
    }

    /// The lower four bytes.
    @inline(__always)
    var low: UInt32 { UInt32(truncatingIfNeeded: seconds) }

    /// The highest byte, below 128 but for ``never``.
    @inline(__always)
    var high: UInt8 { byte4 }

    /// Seconds since the second before the year 0000.
    @inline(__always)
    private var seconds: UInt64 {
        UInt64(byte0) | UInt64(byte1) << 8 | UInt64(byte2) << 16 | UInt64(byte3) << 24 | UInt64(byte4) << 32
    }

    /// The time; nil for ``none`` and ``never``.
    var timestamp: Timestamp? {
        self == .none || self == .never
            ? nil : Timestamp(secondsSince1970: Int64(seconds) + CompactTime.origin)
    }

    @inline(__always)
    static func < (left: CompactTime, right: CompactTime) -> Bool { left.seconds < right.seconds }

    @inline(__always)
    static func == (left: CompactTime, right: CompactTime) -> Bool { left.seconds == right.seconds }
}
