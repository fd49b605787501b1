import ForeignLogs
import Testing

@Suite("An object with a time before it, as CloudWatch exports to S3")
struct LoggedObjectTests {
    private func object(_ line: String) -> String? {
        let bytes = Array(line.utf8)
        return LoggedObject.place(in: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test("is found behind the time")
    func found() throws {
        for time in ["2026-11-20T08:00:01.540Z ", "2026-11-20 08:00:01\t", "1763625601540  "] {
            #expect(object(time + Samples.sns[0]) == Samples.sns[0])
        }
    }

    @Test(
        "anything else before it is no time",
        arguments: [
            "", "{}", "2", "2026-11-20T08:00:01Z", "2026-11-20T08:00:01Z{}", "1 {}", "12:00 {}", "2026-11-20 x {}",
            "2026-11-20T08:00:01Z                                                        {}",
        ])
    func none(_ line: String) { #expect(object(line) == nil) }
}
