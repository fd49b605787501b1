import Foundation
import Synchronization
import TrackingLog

extension LocalZone {
    /// The zone of a name as Europe/Berlin; nil where there is none.
    init?(named name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        let offsets = ZoneOffsets(zone: zone)
        self.init(
            name: zone.identifier, utc: { offsets.utc(fromLocal: $0) }, local: { offsets.local(fromUTC: $0) },
            occurrence: { offsets.occurrence(ofLocal: $0) })
    }
}

/// A zone's offsets, remembered for a quarter of an hour at a time: every zone of our days changes its clock on one,
/// a log's rows mostly follow each other, and asking the calendar for each would cost more than reading the row.
private final class ZoneOffsets: Sendable {
    private struct Latest<Value> {
        var quarter = Int64.min
        var value: Value

        /// The value in a second's quarter of an hour, which begins with the second given to `find`.
        mutating func value(at seconds: Int64, _ find: (Int64) -> Value) -> Value {
            let quarter = (seconds >= 0 ? seconds : seconds - 899) / 900
            if quarter != self.quarter { self = Latest(quarter: quarter, value: find(quarter * 900)) }
            return value
        }
    }

    private let zone: TimeZone
    private let latestLocal = Mutex(Latest(value: Int64(0)))
    private let latestUTC = Mutex(Latest(value: Int64(0)))
    private let latestOccurrence = Mutex(Latest(value: LocalZone.Occurrence.once))

    init(zone: TimeZone) {
        self.zone = zone
    }

    func utc(fromLocal seconds: Int64) -> Int64 {
        seconds - latestLocal.withLock { $0.value(at: seconds, offset(atLocal:)) }
    }

    func local(fromUTC seconds: Int64) -> Int64 {
        seconds + latestUTC.withLock { $0.value(at: seconds, offset(atUTC:)) }
    }

    func occurrence(ofLocal seconds: Int64) -> LocalZone.Occurrence {
        latestOccurrence.withLock { $0.value(at: seconds, occurrence(atLocal:)) }
    }

    /// Of the moments at which some clock of the day before or after shows a local time, those at which the zone's own do.
    private func occurrence(atLocal seconds: Int64) -> LocalZone.Occurrence {
        let offsets = Set([-86_400, 0, 86_400].map { offset(atUTC: seconds + $0) })
        let shown = offsets.count { offset(atUTC: seconds - $0) == $0 }
        return shown == 0 ? .never : shown == 1 ? .once : .twice
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
