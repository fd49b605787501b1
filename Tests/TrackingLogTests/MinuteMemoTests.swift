import Testing
import TrackingLog

/// Times that are read one after the other, against each read alone.
struct MinuteMemoTests {
    private static let pieces = [
        "2021-04-20 13:01:01", "2021-04-20 13:01:59", "2021-04-20 13:01:60", "2021-04-20 13:01:5x",
        "2021-04-20T13:01:02",
        "2021-04-20 13:02:01", "2021-02-30 13:01:01", "2021-02-28 13:01:01", "0000-01-01 00:00:00",
        "0000-01-01 00:00:59",
        "9999-12-31 23:59:59", "2021-04-20 13:01x01", "2021-04-20 13:01:01Z", "2021-04-20 13:01", "1618923661", "",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:01", "2021-10-31 02:30:00",
    ]

    @Test("what was read before never changes a time", arguments: [nil, 7200] as [Int64?])
    func order(offset: Int64?) {
        let zone = offset.map { LocalZone(offset: $0) }
        var memo = MinuteMemo(zone: zone)
        for first in Self.pieces {
            for second in Self.pieces {
                for text in [first, second] {
                    let bytes = Array(text.utf8)
                    #expect(memo.read(bytes.span) == Timestamp(logged: bytes.span, zone: zone), "\(text)")
                }
            }
        }
    }
}
