/// What kind of device a notification was for.
public enum Platform: UInt8, CaseIterable, Sendable {
    case ios
    case android
    case windows
    case web
    /// Nothing in the log tells.
    case unknown
    /// Of a message only: its deliveries are of several platforms.
    case mixed

    /// The platform's name in reports and options.
    public var name: String { "\(self)" }

    /// The platform a name means.
    public init?(_ name: some StringProtocol) {
        guard let platform = Platform.allCases.first(where: { $0.name == name }) else { return nil }
        self = platform
    }

    /// The gateway that serves the platform.
    public var gateway: Gateway? {
        switch self {
        case .ios: .apns
        case .android: .fcm
        case .windows: .wns
        case .web: .webpush
        case .unknown, .mixed: nil
        }
    }
}

// MARK: - What a hwid tells

extension Platform {
    /// The platform whose devices are named so: iOS by an upper-case UUID (`identifierForVendor`), Android by 16
    /// lower-case hexadecimal digits (`ANDROID_ID`); nil for any other shape.
    public init?(hwid: Span<UInt8>) {
        switch hwid.count {
        case 36 where Platform.isUpperCaseUUID(hwid): self = .ios
        case 16 where Platform.isLowerCaseHex(hwid): self = .android
        default: return nil
        }
    }

    private static func isUpperCaseUUID(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            switch index {
            case 8, 13, 18, 23:
                guard text[index] == .hyphen else { return false }
            default:
                guard text[index].hexDigitValue != nil, !text[index].isLowercase else { return false }
            }
        }
        return true
    }

    private static func isLowerCaseHex(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            guard text[index].hexDigitValue != nil, !text[index].isUppercase else { return false }
        }
        return true
    }
}
