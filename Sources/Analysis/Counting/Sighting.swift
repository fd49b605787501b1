/// Someone, or some device, that was seen in a group's messages, with what tokens.
struct Sighting: BitwiseCopyable {
    var key: ShortKey
    var group: UInt32
    /// The platforms of the tokens seen, and of the valid ones among them.
    var tokens: PlatformSet = []
    var validTokens: PlatformSet = []
}
