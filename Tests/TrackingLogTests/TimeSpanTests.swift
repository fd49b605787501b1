import Testing

@testable import TrackingLog

@Suite("A length of time")
struct TimeSpanTests {
    @Test(
        "is read as people write it",
        arguments: [
            ("90s", 90), ("15m", 900), ("15 min", 900), ("2h", 7200), ("2 Hours", 7200), ("1d", 86_400), ("1hr", 3600),
            ("1h30m", 5400), (" 1 day 2 h ", 93_600), ("0s", 0), ("2 weeks", 1_209_600),
        ])
    func read(_ text: String, _ seconds: Int) { #expect(TimeSpan.seconds(text) == seconds) }

    @Test(
        "is nothing else",
        arguments: ["", "60", "1:30", "h", "-1h", "1x", "1h 5", "99999999999s", "9999999999w", "1.5h", "٣h"])
    func refused(_ text: String) { #expect(TimeSpan.seconds(text) == nil) }

    @Test(
        "is written in its two largest units",
        arguments: [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (5405, "1 h 30 min"), (90_061, "1 d 1 h")])
    func words(_ seconds: Int, _ text: String) { #expect(TimeSpan.words(seconds) == text) }
}
