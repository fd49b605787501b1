import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("Tally files")
struct TallyRoundTripTests {
    @Test("give the answers of their logs, whatever the rows and however they are split", arguments: 1...12)
    func anySplit(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = RandomRows.make(count: Int.random(in: 1...400, using: &random), using: &random)
        try Scratch.withFolder { folder in
            let logs = try random.logs(of: rows, in: folder)
            let mixed = try random.tallies(of: logs, in: folder)
            for question in try Question.all(listsIn: folder) {
                let difference = try question.difference(of: mixed, and: logs)
                #expect(difference == nil, "\(question.name)")
            }
        }
    }
}

extension SeededGenerator {
    /// Writes rows to a few logs, in any order, and rows among them that cannot be read.
    mutating func logs(of rows: [Row], in folder: URL) throws -> [LogInput] {
        var parts = [[Row]](repeating: [], count: Int.random(in: 1...5, using: &self))
        for row in rows.shuffled(using: &self) { parts[Int.random(in: 0..<parts.count, using: &self)].append(row) }
        return try parts.enumerated().map { number, rows in
            let path = folder.appending(path: "\(number).csv").path()
            var log = rows.csv
            for line in 0..<Int.random(in: 0...4, using: &self) { log += Array("2026-11-20;no row \(line)\n".utf8) }
            try Data(log).write(to: URL(filePath: path))
            return .path(path)
        }
    }

    /// Replaces runs of logs by tallies of them, and perhaps these by tallies of tallies, in the same order.
    mutating func tallies(of logs: [LogInput], in folder: URL, depth: Int = 2) throws -> [LogInput] {
        guard depth > 0 else { return logs }
        var mixed: [LogInput] = []
        var rest = logs[...]
        while !rest.isEmpty {
            let run = rest.prefix(Int.random(in: 1...3, using: &self))
            rest = rest.dropFirst(run.count)
            guard Int.random(in: 0..<4, using: &self) > 0 else {
                mixed += run
                continue
            }
            let path = folder.appending(path: "\(UUID().uuidString).tally").path()
            _ = try LogAnalysis().tally(Array(run), to: [path])
            mixed.append(.path(path))
        }
        return try tallies(of: mixed, in: folder, depth: depth - 1)
    }
}
