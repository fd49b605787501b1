import TrackingLog

/// The shape of a hwid.
enum HwidShape: UInt8, BitwiseCopyable {
    /// There is no hwid: the rows name no device.
    case empty
    case ios
    case android
    case other

    init(_ hwid: Span<UInt8>) {
        switch Platform(hwid: hwid) {
        case .ios: self = .ios
        case .android: self = .android
        default: self = hwid.isEmpty ? .empty : .other
        }
    }

    var platform: Platform {
        switch self {
        case .ios: .ios
        case .android: .android
        case .empty, .other: .unknown
        }
    }
}
