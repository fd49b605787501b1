import Foundation
import Simulation
import Synchronization
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
    var payload: Payload

    /// The name that a payload gives its message; nil where it gives none.
    struct Payload: Decodable, Hashable {
        var name: String?

        private struct Content: Decodable {
            struct Data: Decodable { var name: String }
            var md: Data
        }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            name = (try? value.decode(String.self)) == nil ? try value.decode(Content.self).md.name : nil
        }
    }

    fileprivate static let known = Mutex<[String: SimulatedEvent]>([:])

    var time: Int64 { Timestamp(timestamp)?.secondsSince1970 ?? 0 }
    var platform: Platform? { Platform(hwid: Array(hwid.utf8).span) }
    /// The message's journey and variant, by the naming convention.
    var journey: String? { payload.name?.split(separator: " | ").first.map(String.init) }
    var variant: String? { payload.name?.split(separator: " | ").last.map(String.init) }
}

extension Traffic {
    /// The end of every traffic of these tests.
    static let moment = Timestamp(secondsSince1970: 1_795_132_800)  // 2026-11-20

    func events() throws -> [SimulatedEvent] { try Self.events(of: rows(as: .ndjson)) }

    static func events(of rows: [UInt8]) throws -> [SimulatedEvent] {
        let decoder = JSONDecoder()
        // Most lines of planted traffic are those of healthy traffic, and are read once.
        return try lines(of: rows).map { line in
            let text = String(decoding: line, as: UTF8.self)
            if let event = SimulatedEvent.known.withLock({ $0[text] }) { return event }
            let event = try decoder.decode(SimulatedEvent.self, from: Data(line))
            SimulatedEvent.known.withLock { $0[text] = event }
            return event
        }
    }

    /// The lines, without their ends. `memchr` finds those in a debug build, too, in no time.
    static func lines(of rows: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        rows.withUnsafeBytes { bytes in
            var begin = 0
            while begin < bytes.count, let base = bytes.baseAddress,
                let end = memchr(base + begin, Int32(UInt8(ascii: "\n")), bytes.count - begin)
            {
                let place = UnsafeRawPointer(end) - base
                lines.append(rows[begin..<place])
                begin = place + 1
            }
        }
        return lines
    }
}

extension Truth.Entry {
    /// When the traffic begins to differ from a healthy one, in seconds since 1970.
    var start: Int64 { (silentSince ?? since).secondsSince1970 }

    /// Whether an event is in the scope, as far as its row shows it.
    func covers(_ event: SimulatedEvent) -> Bool {
        func meets<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool {
            wanted == nil || value == nil || wanted == value
        }
        return meets(platform, event.platform) && meets(app, event.app_code) && meets(journey, event.journey)
            && meets(variant, event.variant)
    }

    /// Whether an event is in the scope and the time.
    func concerns(_ event: SimulatedEvent) -> Bool {
        covers(event) && event.time >= since.secondsSince1970
            && until.map { event.time < $0.secondsSince1970 } ?? true
    }
}
