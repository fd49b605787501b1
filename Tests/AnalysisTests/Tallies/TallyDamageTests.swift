import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("A tally file that is not as it was written")
struct TallyDamageTests {
    /// Calls `body` with the bytes of a tally of a few rows, and a place to write others to.
    private func withTally(_ body: (_ bytes: [UInt8], _ path: String) throws -> Void) throws {
        var random = SeededGenerator(seed: 7)
        let rows = RandomRows.make(count: 60, using: &random)
        try Scratch.withFolder { folder in
            let log = folder.appending(path: "log.csv").path()
            try Data(rows.csv).write(to: URL(filePath: log))
            let path = folder.appending(path: "day.tally").path()
            _ = try LogAnalysis().tally([.path(log)], to: [path])
            try body([UInt8](Data(contentsOf: URL(filePath: path))), path)
        }
    }

    /// Expects that a file is refused, and nothing of it used.
    private func expectRefusal(
        of bytes: [UInt8], at path: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try Data(bytes).write(to: URL(filePath: path))
        let (report, reading) = try LogAnalysis().report(on: [.path(path)])
        #expect(reading.failures.map(\.name) == [path], "\(place)", sourceLocation: sourceLocation)
        #expect(reading.failures.first?.hint != nil, "\(place)", sourceLocation: sourceLocation)
        #expect(report.totals.events == 0 && report.sources.isEmpty, "\(place)", sourceLocation: sourceLocation)
    }

    @Test("is refused by name, whichever of its bits is flipped")
    func flipped() throws {
        try withTally { bytes, path in
            for place in bytes.indices {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(place % 8)
                try expectRefusal(of: damaged, at: path, "byte \(place)")
            }
        }
    }

    @Test("is refused by name, wherever it ends")
    func truncated() throws {
        try withTally { bytes, path in
            for count in 0..<bytes.count { try expectRefusal(of: Array(bytes[..<count]), at: path, "\(count) bytes") }
            try expectRefusal(of: bytes + [0], at: path, "a byte more")
            try expectRefusal(of: bytes + bytes, at: path, "twice")
        }
    }

    @Test("of a newer version is refused, and says which")
    func newer() throws {
        try withTally { bytes, path in
            let newer = Array("pushtrail.tally/12\n".utf8) + bytes.dropFirst("pushtrail.tally/1\n".utf8.count)
            try expectRefusal(of: newer, at: path, "version 12")
            let (_, reading) = try LogAnalysis().report(on: [.path(path)])
            #expect(
                reading.failures.first?.reason == "the tally is of version 12, and this program reads version 1")
        }
    }

    @Test("leaves the other inputs as they are")
    func others() throws {
        try withTally { bytes, path in
            let whole = path.replacing("day.tally", with: "whole.tally")
            try Data(bytes).write(to: URL(filePath: whole))
            try Data(bytes.dropLast(40)).write(to: URL(filePath: path))
            let (report, reading) = try LogAnalysis().report(on: [.path(path), .path(whole)])
            #expect(report.totals.events == 60)
            #expect(reading.failures.map(\.name) == [path])
        }
    }

    @Test("by other pointers than the run's is refused, and the hint names them")
    func pointers() throws {
        try withTally { _, path in
            var analysis = LogAnalysis()
            analysis.options.person = try #require(JSONPointer("/a~1b/c"))
            let (report, reading) = try analysis.report(on: [.path(path)])
            #expect(report.totals.events == 0)
            let failure = try #require(reading.failures.first)
            #expect(
                failure.reason == "the tally was made with --person-pointer /md/user_id, and this run has /a~1b/c")
            #expect(failure.hint?.contains("--person-pointer /md/user_id") == true)
        }
    }

    @Test("that is one thing by its name and another by its bytes is an error, not a log with bad rows")
    func misnamed() throws {
        try withTally { _, path in
            try expectRefusal(of: Row(0, "sent").text, at: path, "a log")
            try expectRefusal(of: [], at: path, "nothing")
        }
    }
}

extension Row {
    /// A log of this row alone.
    fileprivate var text: [UInt8] { [self].csv }
}
