import Durability
import Foundation
import LogArchive
import TrackingLog

@testable import Analysis

/// A tally file is refused, or gives an answer that the tally made of it gives, too.
///
/// The input is the file's columns before they are packed, each ended by ``UnpackedTally/end``: lengths and checksums
/// are made right, so that what stands behind them is tried.
enum TallyTarget {
    static func run(_ input: [UInt8]) throws {
        let file = try MemoryFile(UnpackedTally(input).packed)
        let analysis = LogAnalysis()
        guard let report = try report(on: file, analysis) else { return }
        _ = try analysis.deliveries(on: [.path(file.path)], DeliveryRequest())
        let again = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(UUID().uuidString).tally").path()
        defer { try? FileManager.default.removeItem(atPath: again) }
        _ = try analysis.tally([.path(file.path)], to: [again])
        let copy = try MemoryFile([UInt8](Data(contentsOf: URL(filePath: again))))
        guard let second = try Self.report(on: copy, analysis) else {
            throw Difference(description: "the tally of a tally is refused")
        }
        guard second == report else { throw Difference(description: "the tally of a tally gives another report") }
    }

    /// The report on a tally; nil where it is refused.
    private static func report(on file: MemoryFile, _ analysis: LogAnalysis) throws -> Report? {
        do {
            let (report, reading) = try analysis.report(on: [.path(file.path)])
            return reading.failures.isEmpty ? report : nil
        } catch is TallyError {
            return nil
        }
    }
}

/// A tally file's columns, as one text that can be changed anywhere.
struct UnpackedTally {
    /// What ends a column. It is rare in what columns hold.
    static let end: [UInt8] = [0xF7, 0xF1]
    /// The columns of the head, then of each section.
    private var columns: [[UInt8]] = [[]]

    /// Splits a text.
    init(_ text: [UInt8]) {
        var index = 0
        while index < text.count {
            if text[index...].starts(with: Self.end) {
                columns.append([])
                index += Self.end.count
            } else {
                columns[columns.count - 1].append(text[index])
                index += 1
            }
        }
    }

    /// The file.
    var packed: [UInt8] {
        let count = TallyFormat.Column.allCases.count
        var file = TallyFormat.beginning
        var sequence: UInt32 = 0
        func add(_ kind: TallyFormat.SectionKind, _ columns: ArraySlice<[UInt8]>) {
            let section = SectionHeader.section(kind, sequence, Array(columns))
            file += section.header + section.content
            sequence += 1
        }
        add(.head, columns[..<1])
        for start in stride(from: 1, to: columns.count, by: count) {
            let section = columns[start..<min(start + count, columns.count)]
            add(.messages, section + Array(repeating: [], count: count - section.count))
        }
        add(.end, [])
        return file
    }
}
