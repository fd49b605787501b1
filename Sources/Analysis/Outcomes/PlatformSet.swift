import TrackingLog

/// A set of platforms.
struct PlatformSet: OptionSet, BitwiseCopyable {
    let rawValue: UInt8

    @inline(__always)
    init(rawValue: UInt8) { self.rawValue = rawValue }

    @inline(__always)
    init(_ platform: Platform) { rawValue = 1 << platform.rawValue }

    /// The only platform; `mixed` if there are several.
    @inline(__always)
    var agreed: Platform {
        guard rawValue.nonzeroBitCount == 1 else { return .mixed }
        return Platform(rawValue: UInt8(truncatingIfNeeded: rawValue.trailingZeroBitCount)) ?? .unknown
    }
}

/// A set of categories of reasons, a bit each, in the order of `Reason.Category.allCases`.
struct CategorySet: OptionSet, BitwiseCopyable {
    let rawValue: UInt16

    @inline(__always)
    init(rawValue: UInt16) { self.rawValue = rawValue }
}
