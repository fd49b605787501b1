import Testing
import TrackingLog

@testable import LogVerification

@Suite("Anomalies of a log")
struct LogAnomaliesTests {
    /// Adds rows of one delivery, each a second after the one before it.
    private func add(_ statuses: [Status], to anomalies: inout LogAnomalies) {
        for (number, status) in statuses.enumerated() {
            Array("\(status)".utf8).withUnsafeBytes { word in
                anomalies.add(
                    number + 1, code: word[..<0].rebased, hwid: word[..<0].rebased, status: status, word: word,
                    description: word[..<0].rebased, time: Timestamp(secondsSince1970: Int64(number)))
            }
        }
    }

    @Test("are counted by kind, with the first row of each")
    func counted() {
        var anomalies = LogAnomalies()
        add([.delivered, .sent, .opened, .failed, .bounced], to: &anomalies)
        let findings = anomalies.findings(path: "log.zip", entry: "log.csv")
        let found = findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.count)" }
        #expect(found == ["delivered-before-sent 1 1", "opened-without-created 3 1", "event-after-end 4 2"])
    }

    @Test("of more events than fit the memory limit are a warning, not a verdict")
    func tooMany() {
        var anomalies = LogAnomalies(maximumInPart: 3)
        add([.delivered, .sent, .opened, .failed], to: &anomalies)
        let findings = anomalies.findings(path: "log.zip", entry: "log.csv")
        #expect(findings.map(\.code) == [.anomaliesUnchecked])
        #expect(findings.first?.code.gravity == .warning)
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var rebased: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self) }
}
