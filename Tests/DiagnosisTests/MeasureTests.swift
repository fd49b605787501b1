import Foundation
import Testing

@testable import Diagnosis

@Suite("What is measured")
struct MeasureTests {
    /// The rows of the article's table, by the causes in their first cell.
    private func rows() throws -> [String: [String]] {
        let article = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/pushtrail/pushtrail.docc/Diagnosing.md")
        let text = try String(contentsOf: article, encoding: .utf8)
        let table = text.split(separator: "\n").drop { !$0.hasPrefix("| cause | counted") }.prefix { $0.hasPrefix("|") }
        var rows: [String: [String]] = [:]
        for line in table.dropFirst(2) {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for cause in cells[0].split(separator: ", ") { rows[cause.filter { $0 != "`" }] = cells }
        }
        return rows
    }

    @Test("is what the article says", arguments: Measure.all)
    func article(measure: Measure) throws {
        let cells = try #require(try rows()[measure.cause.rawValue])
        let ratio = measure.hours > 1 ? "\(measure.ratio), for \(measure.hours) hours" : "\(measure.ratio)"
        #expect(cells[3] == ratio.replacing(".0", with: ""))
        #expect(cells[4] == "\((measure.difference * 1_000).rounded() / 10)".replacing(".0", with: ""))
        #expect(cells[5] == "\(Int(measure.excess))")
    }

    @Test("has a row for each cause, and for no other")
    func causes() throws {
        #expect(try Set(rows().keys) == Set(Cause.allCases.map(\.rawValue)))
    }
}
