import Foundation
import Simulation
import TrackingLog

/// A line of simulated NDJSON, read by another's JSON.
struct SimulatedEvent: Decodable, Hashable {
    var timestamp: String
    var tracking_code: String
    var target_id: String
    var hwid: String
    var status: String
    var description: String
    var app_code: String

    var time: Int64 { Timestamp(timestamp)?.secondsSince1970 ?? 0 }
}

extension Traffic {
    /// The end of every traffic of these tests.
    static let moment = Timestamp(secondsSince1970: 1_795_132_800)  // 2026-11-20

    func events() throws -> [SimulatedEvent] {
        let decoder = JSONDecoder()
        return try rows(as: .ndjson).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(SimulatedEvent.self, from: Data($0))
        }
    }
}
