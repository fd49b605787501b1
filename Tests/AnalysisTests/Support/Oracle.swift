import Analysis
import Foundation
import Presentation
import Subprocess
import Testing
import TrackingLog

/// The report as DuckDB computes it from the same log, from the definitions alone: the programs of `Oracle/`.
enum Oracle {
    /// The parts of a report that both compute; the rest is of the reading, not of the rows.
    private static let parts = [
        "window", "totals", "groups", "names", "reasons", "tokens", "latency", "attempts", "conversions",
    ]

    /// A report's document, as far as the oracle has it.
    static func document(of report: Report) throws -> NSDictionary {
        let text = JSONFormat().text(ReportAnswer(report, generatedAt: .now))
        var document = try object(Data(text.utf8))
        // Advice is words, not a count.
        document["reasons"] = (document["reasons"] as? [[String: Any]])?.map { $0.filter { $0.key != "advice" } }
        return document.filter { parts.contains($0.key) } as NSDictionary
    }

    /// DuckDB's document for a log.
    ///
    /// - Parameter options: as those of `pushtrail report`.
    static func document(ofLog path: String, _ options: [String]) async throws -> NSDictionary {
        try object(try await answer(of: "oracle.py", [path] + options)) as NSDictionary
    }

    /// The document that a program of `Oracle/` prints.
    static func document(of program: String, _ arguments: [String]) async throws -> NSDictionary {
        try object(try await answer(of: program, arguments)) as NSDictionary
    }

    /// DuckDB's delivery log.
    ///
    /// - Parameter kind: `messages` or `deliveries`.
    static func lines(of kind: String, inLog path: String, _ options: [String]) async throws -> [NSDictionary] {
        let answer = try await answer(of: "oracle.py", [path] + options + ["--lines", kind])
        return try #require(try JSONSerialization.jsonObject(with: answer) as? [NSDictionary])
    }

    /// DuckDB's lines of a segment.
    static func segment(_ segment: Segment, ofLog path: String, _ options: [String]) async throws -> [NSDictionary] {
        let answer = try await answer(of: "segments.py", [segment.rawValue, path] + options)
        return try #require(try JSONSerialization.jsonObject(with: answer) as? [NSDictionary])
    }

    private static func answer(of program: String, _ arguments: [String]) async throws -> Data {
        let python = try #require(python, "PUSHTRAIL_PYTHON must name a Python that has duckdb; scripts/venv makes one")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = folder.appending(path: "Oracle/\(program)").path()
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments([python, program] + arguments), output: .bytes(limit: 1 << 28),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        return Data(result.standardOutput)
    }

    /// An answer's document, as far as another has its keys.
    static func document(of answer: some Answer, keysOf other: NSDictionary) throws -> NSDictionary {
        let document = try object(Data(JSONFormat().text(answer).utf8))
        return document.filter { other[$0.key] != nil } as NSDictionary
    }

    /// Where two documents differ, by path; nothing where they are the same.
    ///
    /// - Parameter tolerance: how far numbers may differ, absolutely and in proportion.
    static func differences(
        _ ours: Any?, _ theirs: Any?, at path: String = "", within tolerance: Double = 0
    ) -> [String] {
        switch (ours, theirs) {
        case (let ours as NSDictionary, let theirs as NSDictionary):
            let keys = Set(ours.allKeys.compactMap { $0 as? String } + theirs.allKeys.compactMap { $0 as? String })
            return keys.sorted().flatMap { differences(ours[$0], theirs[$0], at: "\(path)/\($0)", within: tolerance) }
        case (let ours as [Any], let theirs as [Any]) where ours.count == theirs.count:
            return ours.indices.flatMap { differences(ours[$0], theirs[$0], at: "\(path)/\($0)", within: tolerance) }
        case (let ours as NSObject, let theirs as NSObject) where ours.isEqual(theirs): return []
        case (let ours as NSNumber, let theirs as NSNumber)
        where abs(ours.doubleValue - theirs.doubleValue) <= tolerance * max(1, abs(theirs.doubleValue)): return []
        default: return ["\(path): \(ours ?? "nothing"), by DuckDB \(theirs ?? "nothing")"]
        }
    }

    /// Whether tests that need it are to run: it is there, or this is CI, where its absence is a failure.
    static var isExpected: Bool { python != nil || ProcessInfo.processInfo.environment["CI"] == "true" }

    private static var python: String? { ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] }

    private static func object(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
