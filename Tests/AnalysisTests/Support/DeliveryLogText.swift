import Analysis
import Foundation
import LogArchive
import Presentation

/// The delivery log of some logs as NDJSON.
func deliveries(
    of logs: [[UInt8]], _ change: (inout DeliveryRequest) -> Void = { _ in }
) async throws -> [NSDictionary] {
    let text = try await deliveryText(of: logs, change)
    return try text.split(separator: "\n").map { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary ?? [:]
    }
}

/// The same as text.
func deliveryText(
    of logs: [[UInt8]], _ change: (inout DeliveryRequest) -> Void = { _ in }
) async throws -> String {
    var request = DeliveryRequest()
    change(&request)
    var text: [UInt8] = []
    try await Scratch.withFile(named: "log") { path in
        let paths = logs.indices.map { "\(path)-\($0).csv" }
        for (path, log) in zip(paths, logs) { try Data(log).write(to: URL(filePath: path)) }
        let (log, _) = try LogAnalysis().deliveries(on: paths.map { .path($0) }, request)
        let columns = request.isPerDevice ? DeliveryColumn.ofDeliveries : DeliveryColumn.ofMessages
        let format = DeliveryNDJSON(DeliveryLogLayout(columns.filter { $0 != .link }))
        try log.read(into: &text) {
            format.text(of: $0)
        } take: {
            $0 += $1
        }
    }
    return String(decoding: text, as: UTF8.self)
}
