/// The address that a gateway gives an app on a device.
public enum PushToken {
    /// The most characters that a user id is taken to have.
    static let longestUserID = 60

    /// Whether a target can only be a push token, and so names no person.
    ///
    /// It has over 60 characters (Unicode scalars), as the tokens of APNs (64 or more hexadecimal digits), FCM and Web Push
    /// do.
    public static func isLikely(_ target: Span<UInt8>) -> Bool {
        guard target.count > longestUserID else { return false }
        var characters = 0
        // In UTF-8 every byte begins a character, except for 10xxxxxx.
        for index in target.indices where target[index] & 0xC0 != 0x80 { characters += 1 }
        return characters > longestUserID
    }
}
