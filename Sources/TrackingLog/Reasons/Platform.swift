/// The kind of device that a notification was for.
public enum Platform: UInt8, CaseIterable, Sendable, BitwiseCopyable {
    case ios
    case android
    case windows
    case web
    /// The log does not show it.
    case unknown
    /// Several: of a message whose deliveries differ.
    case mixed

    /// The platform's name in reports and options.
    public var name: String { "\(self)" }

    /// The platform of a name.
    public init?(_ name: some StringProtocol) {
        guard let platform = Platform.allCases.first(where: { $0.name == name }) else { return nil }
        self = platform
    }

    /// The gateway that serves most of the platform's devices.
    public var gateway: Gateway? { Gateway.allCases.first { $0.platform == self } }
}

// MARK: - The shape of a hwid

extension Platform {
    /// The platform whose hwids have this shape; nil for any other shape.
    ///
    /// iOS: an upper-case UUID (`identifierForVendor`). Android: 16 lower-case hexadecimal digits (`ANDROID_ID`).
    public init?(hwid: Span<UInt8>) {
        switch hwid.count {
        case 36 where Platform.isUpperCaseUUID(hwid): self = .ios
        case 16 where Platform.isLowerCaseHex(hwid): self = .android
        default: return nil
        }
    }

    private static func isUpperCaseUUID(_ text: Span<UInt8>) -> Bool {
        guard text[8] == .hyphen, text[13] == .hyphen, text[18] == .hyphen, text[23] == .hyphen else { return false }
        return hexDigits(in: text, from: 0x41) == 32
    }

    private static func isLowerCaseHex(_ text: Span<UInt8>) -> Bool { hexDigits(in: text, from: 0x61) == text.count }

    /// How many hexadecimal digits there are. No byte ends the count, so that many are looked at together.
    ///
    /// - Parameter letter: the first of the six letters.
    @inline(__always)
    private static func hexDigits(in text: Span<UInt8>, from letter: UInt8) -> Int {
        var count: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            count &+= (byte &- 0x30 < 10 ? 1 : 0) | (byte &- letter < 6 ? 1 : 0)
        }
        return Int(count)
    }
}
