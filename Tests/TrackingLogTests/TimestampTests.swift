import Testing
import TrackingLog

struct TimestampTests {
    func time(_ text: String, zone: LocalZone? = nil) -> Timestamp? {
        Timestamp(Array(text.utf8).span, zone: zone)
    }

    @Test(
        "every form of a time is read, its fraction cut off",
        arguments: [
            ("2021-04-20 13:01:01", "2021-04-20 13:01:01"),
            ("2021-04-20T13:01:01", "2021-04-20 13:01:01"),
            ("2011-01-01T15:03:01.012345", "2011-01-01 15:03:01"),
            ("2021-04-20T13:01:01.999999999Z", "2021-04-20 13:01:01"),
            ("2021-04-20 13:01:01Z", "2021-04-20 13:01:01"),
            ("2021-04-20T13:01:01,5+02:00", "2021-04-20 11:01:01"),
            ("2021-01-01T00:30:00+0100", "2020-12-31 23:30:00"),
            ("2021-12-31T23:30:00-01", "2022-01-01 00:30:00"),
            ("2021-04-20 13:01:01 UTC", "2021-04-20 13:01:01"),
            ("2021-04-20 13:01:01.123456 UTC", "2021-04-20 13:01:01"),
            ("2021-04-20 13:01:01 GMT", "2021-04-20 13:01:01"),
            ("2021-04-20 13:01:01 Z", "2021-04-20 13:01:01"),
            ("2021-04-20 13:01:01 +0200", "2021-04-20 11:01:01"),
            ("2021-04-20 13:01:01.5 -04:30", "2021-04-20 17:31:01"),
            ("2024-02-29 00:00:00", "2024-02-29 00:00:00"),
            ("1969-12-31 23:59:59", "1969-12-31 23:59:59"),
            ("0000-01-01 00:00:00", "0000-01-01 00:00:00"),
            ("9999-12-31 23:59:59", "9999-12-31 23:59:59"),
        ])
    func reads(text: String, expected: String) {
        #expect(time(text)?.description == expected)
    }

    @Test(
        "what is no time is not read",
        arguments: [
            "", "2021-04-20", "2021-04-20 13:01", "2021-02-29 00:00:00", "2021-04-31 00:00:00", "2021-00-01 00:00:00",
            "2021-04-20 24:00:00", "2021-04-20 13:60:00", "2021-04-20 13:01:60", "2021-04-20 13:01:01.",
            "2021-04-20x13:01:01",
            "2021-04-20 13:01:01 ", "2021-04-20 13:01:01+", "2021-04-20 13:01:01+2", "2021-04-20 13:01:01+02:0",
            "2021-04-20 13:01:01 CET", "2021-04-20 13:01:01 UT", "2021-04-20 13:01:01 UTCx", "2021-04-20 13:01:01  UTC",
            "1618923661", "1618923661000",
            "2021-04-20 13:01:01Zx", "21-04-20 13:01:01", "2021-04-20 1a:01:01", "0000-01-01 00:00:00+01:00",
        ])
    func refuses(text: String) {
        #expect(time(text) == nil)
    }

    @Test(
        "a log may count seconds or milliseconds since 1970, whatever the zone",
        arguments: [
            ("1618923661", "2021-04-20 13:01:01"), ("1618923661000", "2021-04-20 13:01:01"),
            ("1618923661.999", "2021-04-20 13:01:01"), ("1618923661999", "2021-04-20 13:01:01"),
            ("999999999", "2001-09-09 01:46:39"), ("2021-04-20 13:01:01Z", "2021-04-20 13:01:01"), ("16189236610", nil),
            ("1618923661000000", nil), ("1618923661.", nil), ("-618923661", nil), ("161892366x", nil), ("", nil),
        ])
    func logged(text: String, expected: String?) {
        let zone = LocalZone(offset: 7200)
        #expect(Timestamp(logged: Array(text.utf8).span, zone: zone)?.description == expected)
    }

    @Test("a time without a zone is local where a zone is given, and one with a zone is not")
    func zone() {
        let zone = LocalZone(offset: 7200)
        #expect(time("2021-04-20 13:01:01", zone: zone)?.description == "2021-04-20 11:01:01")
        #expect(time("2021-04-20 13:01:01.5", zone: zone)?.description == "2021-04-20 11:01:01")
        #expect(time("2021-04-20 13:01:01Z", zone: zone)?.description == "2021-04-20 13:01:01")
    }

    @Test("a command line's date alone means its first second")
    func dateAlone() {
        #expect(Timestamp("2021-04-20")?.rfc3339 == "2021-04-20T00:00:00Z")
    }

    @Test("every day of four hundred years is written and read as itself, one day after the last")
    func days() {
        var day = Day(daysSince1970: -719_528)
        #expect(day.description == "0000-01-01")
        for _ in 0..<146_097 {
            #expect(Day(day.description) == day)
            let next = day.adding(days: 1)
            #expect(next.start == day.end.adding(seconds: 1))
            day = next
        }
        #expect(day.description == "0400-01-01")
    }

    @Test("a moment before 1970 falls on the day it is in")
    func dayBefore1970() {
        #expect(Timestamp(secondsSince1970: -1).day == Day(daysSince1970: -1))
        #expect(Timestamp(secondsSince1970: -86_400).day == Day(daysSince1970: -1))
        #expect(Timestamp(secondsSince1970: 0).day == Day(daysSince1970: 0))
    }
}
