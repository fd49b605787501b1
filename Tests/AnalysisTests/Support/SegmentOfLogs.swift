import Analysis
import Foundation
import LogArchive
import Presentation

/// A segment of some logs, each line as an object.
func segmentLines(
    _ request: SegmentRequest, of logs: [[UInt8]], aliases: String? = nil
) async throws -> [NSDictionary] {
    var text: [UInt8] = []
    try await Scratch.withFile(named: "log") { path in
        let paths = logs.indices.map { "\(path)-\($0).csv" }
        for (path, log) in zip(paths, logs) { try Data(log).write(to: URL(filePath: path)) }
        var analysis = LogAnalysis()
        if let aliases {
            try Data(aliases.utf8).write(to: URL(filePath: "\(path)-aliases"))
            analysis.aliases = try AliasFile.read("\(path)-aliases")
        }
        let (list, _) = try analysis.segment(request, of: paths.map { .path($0) })
        var format = SegmentText(request.segment, .ndjson, isSeen: false)
        try list.read { text += format.text(of: $0) }
    }
    return try String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary ?? [:]
    }
}

/// The same of rows.
func segmentLines(
    _ segment: Segment, of rows: [Row], days: Int? = nil, aliases: String? = nil,
    _ change: (inout SegmentRequest) -> Void = { _ in }
) async throws -> [NSDictionary] {
    var request = SegmentRequest(segment, asOf: Row(86_400, "").time)
    if let days { request.days = days }
    change(&request)
    return try await segmentLines(request, of: [rows.csv], aliases: aliases)
}
