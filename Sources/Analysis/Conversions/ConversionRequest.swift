/// Which conversions to credit to messages, and how.
public struct ConversionRequest: Sendable {
    /// The conversions.
    public var list: ConversionList
    /// The longest time from a message's delivery to a conversion that it is credited with, in seconds.
    public var window = 3 * 86_400

    /// Conversions within three days.
    public init(_ list: ConversionList) { self.list = list }
}
