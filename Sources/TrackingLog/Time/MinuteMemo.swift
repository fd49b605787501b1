/// Reads times of a log, most of which are of the same minute as the time before.
public struct MinuteMemo: Sendable {
    /// The zone of times that name none; nil means UTC.
    public let zone: LocalZone?
    /// The text up to the minute of the time that was read last, and that minute's beginning.
    private var text: (UInt64, UInt64)
    private var minute = Timestamp.earliest

    /// Nothing was read yet.
    public init(zone: LocalZone?) {
        self.zone = zone
        text = MinuteMemo.words(of: Array("0000-01-01 00:00".utf8).span)
    }

    /// Parses a time as `Timestamp.init(logged:zone:)` does.
    @inline(__always)
    public mutating func read(_ written: Span<UInt8>) -> Timestamp? {
        guard zone == nil, written.count == 19 else { return Timestamp(logged: written, zone: zone) }
        let text = MinuteMemo.words(of: written)
        guard let seconds = written.twoDigits(at: 17), seconds < 60, written[16] == .colon else {
            return Timestamp(logged: written, zone: nil)
        }
        if text == self.text { return Timestamp(secondsSince1970: minute.secondsSince1970 &+ Int64(seconds)) }
        guard let time = Timestamp(logged: written, zone: nil) else { return nil }
        self.text = text
        minute = Timestamp(secondsSince1970: time.secondsSince1970 - Int64(seconds))
        return time
    }

    /// The first sixteen bytes of a text.
    @inline(__always)
    private static func words(of text: Span<UInt8>) -> (UInt64, UInt64) {
        (
            text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self),
            text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8, as: UInt64.self)
        )
    }
}
