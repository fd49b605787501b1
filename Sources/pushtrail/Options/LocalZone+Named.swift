import Foundation
import Synchronization
import TrackingLog

extension LocalZone {
    /// The zone of a name as Europe/Berlin; nil where there is none.
    init?(named name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        let offsets = ZoneOffsets(zone: zone)
        self.init(name: zone.identifier, utc: { offsets.utc(fromLocal: $0) }, local: { offsets.local(fromUTC: $0) })
    }
}

/// A zone's offsets, remembered for a quarter of an hour at a time: every zone of our days changes its clock on one,
/// a log's rows mostly follow each other, and asking the calendar for each would cost more than reading the row.
private final class ZoneOffsets: Sendable {
    private struct Latest {
        var quarter = Int64.min
        var offset: Int64 = 0

        /// The offset in a second's quarter of an hour, which begins with the second given to `find`.
        mutating func offset(at seconds: Int64, _ find: (Int64) -> Int64) -> Int64 {
            let quarter = (seconds >= 0 ? seconds : seconds - 899) / 900
            if quarter != self.quarter { self = Latest(quarter: quarter, offset: find(quarter * 900)) }
            return offset
        }
    }

    private let zone: TimeZone
    private let latestLocal = Mutex(Latest())
    private let latestUTC = Mutex(Latest())

    init(zone: TimeZone) {
        self.zone = zone
    }

    func utc(fromLocal seconds: Int64) -> Int64 {
        seconds - latestLocal.withLock { $0.offset(at: seconds, offset(atLocal:)) }
    }

    func local(fromUTC seconds: Int64) -> Int64 {
        seconds + latestUTC.withLock { $0.offset(at: seconds, offset(atUTC:)) }
    }

    /// Of the two moments that a local time names when clocks go back, the earlier; a time that clocks skip when they
    /// go forward is read with the offset before.
    private func offset(atLocal seconds: Int64) -> Int64 {
        let dayBefore = offset(atUTC: seconds - 86_400)
        let now = offset(atUTC: seconds - dayBefore)
        return offset(atUTC: seconds - now) == now ? now : dayBefore
    }

    private func offset(atUTC seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
}
